package org.pcpsim.cli;

/** Ends a command with a message for its user and an exit code. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the process ends with. */
    final int exitCode;

    /** What to do next, empty if there is nothing to say. */
    final String hint;

    private CommandException(int exitCode, String message, String hint) {
        super(message);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    /** Wrong usage. */
    static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message, "");
    }

    /** Wrong usage, with a better idea. */
    static CommandException usage(String message, String hint) {
        return new CommandException(ExitCode.USAGE, message, hint);
    }

    /** Something that was read but is not what it should be, with what to do. */
    static CommandException input(String message, String hint) {
        return new CommandException(ExitCode.INPUT, message, hint);
    }

    /** Something that cannot be opened or read. */
    static CommandException access(String message) {
        return new CommandException(ExitCode.ACCESS, message, "");
    }

    /** A threshold or an invariant that does not hold. */
    static CommandException failed(String message) {
        return new CommandException(ExitCode.FAILED, message, "");
    }
}
