package org.pcpsim.machine;

/** Whole decimal numbers in settings. */
final class Numbers {
    private Numbers() {}

    /** The number, or a {@link SettingException} that names the setting and what is allowed. */
    static long parse(String setting, String value, long least, long most, String allowed) {
        String digits = value.trim();
        if (!digits.matches("[0-9]{1,18}")) {
            throw new SettingException(setting, value, allowed);
        }
        long number = Long.parseLong(digits);
        if (number < least || number > most) {
            throw new SettingException(setting, value, allowed);
        }
        return number;
    }
}
