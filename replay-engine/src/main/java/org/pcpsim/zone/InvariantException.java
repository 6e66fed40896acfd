package org.pcpsim.zone;

/** State contradicts an invariant: a bug . */
public final class InvariantException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what was found and what should have been. */
    public InvariantException(String message) {
        super(message);
    }
}
