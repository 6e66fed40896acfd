package org.pcpsim.cli;

/** The exit codes of every command but {@code record}. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;
    /** A threshold, a requirement or an invariant does not hold. */
    static final int FAILED = 1;
    /** Wrong usage. */
    static final int USAGE = 2;
    /** Input was read but is not what it should be. */
    static final int INPUT = 3;
    /** Something could not be opened, read or written. */
    static final int ACCESS = 4;
    /** A bug of ours. */
    static final int BUG = 70;

    private ExitCode() {}
}
