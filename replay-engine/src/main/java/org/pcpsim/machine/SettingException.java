package org.pcpsim.machine;

/** A setting of the machine that is unknown or out of range; the message is meant to be shown to users as it is. */
public final class SettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** A setting whose value is not allowed. */
    public SettingException(String setting, String value, String allowed) {
        super(setting + ": found '" + value + "', expected " + allowed);
    }

    /** Anything else that is wrong with a setting. */
    public SettingException(String message) {
        super(message);
    }
}
