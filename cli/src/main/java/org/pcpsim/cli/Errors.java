package org.pcpsim.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import java.util.Locale;
import org.pcpsim.machine.SettingException;
import org.pcpsim.replay.ModelFailure;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.tracefs.TracefsException;
import org.pcpsim.zone.InvariantException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a failure says and which exit code it has: one line, a hint where there is a next step. */
final class Errors {
    private Errors() {}

    /** A command line that cannot be parsed. */
    static int usage(PrintStream err, ParameterException e) {
        CommandLine command = e.getCommandLine();
        if (e instanceof UnmatchedArgumentException unmatched) {
            say(err, unmatched(unmatched));
            String meant = unmatched.getSuggestions().stream().findFirst().orElse("");
            if (!meant.isEmpty()) {
                hint(err, "did you mean '" + meant + "'?");
            }
        } else {
            String message = oneLine(e.getMessage());
            say(err, message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1));
        }
        hint(err, "try '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        if (e.isUnknownOption()) {
            return "unknown option '" + first + "'";
        }
        boolean noCommand = e.getCommandLine().getParent() == null;
        return (noCommand ? "unknown command '" : "there is nothing to do with '") + first + "'";
    }

    /** Anything that a command throws. */
    static int of(PrintStream err, Throwable e, String command) {
        if (e instanceof CommandException known) {
            say(err, known.getMessage());
            if (!known.hint.isEmpty()) {
                hint(err, known.hint);
            } else if (known.exitCode == ExitCode.USAGE) {
                hint(err, "try '" + command + " --help'");
            }
            return known.exitCode;
        }
        if (e instanceof SettingException) {
            say(err, oneLine(e.getMessage()));
            hint(err, "try '" + command + " --help'");
            return ExitCode.USAGE;
        }
        if (e instanceof ModelFailure failure && (failure.isInvariant() || failure.isPlugIn())) {
            return model(err, failure);
        }
        if (e instanceof InvariantException) {
            say(err, "an invariant does not hold: " + oneLine(e.getMessage()));
            return ExitCode.FAILED;
        }
        if (e instanceof TracefsException unavailable) {
            say(err, oneLine(e.getMessage()));
            if (!unavailable.hint().isEmpty()) {
                hint(err, unavailable.hint());
            }
            return ExitCode.ACCESS;
        }
        if (e instanceof TraceException) {
            say(err, e.getMessage());
            return ExitCode.INPUT;
        }
        if (e instanceof IOException || e instanceof InvalidPathException) {
            say(err, access(e));
            return ExitCode.ACCESS;
        }
        if (e instanceof OutOfMemoryError) {
            say(err, "not enough memory for this machine and trace");
            hint(err, "give Java more, for example PCPSIM_JAVA_OPTS=-Xmx8g");
            return ExitCode.ACCESS;
        }
        say(err, "this is a bug, please report it together with the command and these lines:");
        e.printStackTrace(err);
        return ExitCode.BUG;
    }

    /** A model that broke an invariant, or one in a jar of its own that threw something: no bug of pcpsim. */
    private static int model(PrintStream err, ModelFailure failure) {
        String kind = failure.isInvariant() ? ": an invariant does not hold " : " failed ";
        say(err, "model " + failure.model() + kind + oneLine(failure.getMessage()));
        if (!failure.isInvariant()) {
            Arrays.stream(failure.getCause().getStackTrace())
                    .filter(frame -> ModelJar.LOADER.equals(frame.getClassLoaderName()))
                    .findFirst()
                    .ifPresent(frame -> hint(
                            err,
                            "in " + frame.getClassName() + "." + frame.getMethodName() + ", " + frame.getFileName()
                                    + " line " + frame.getLineNumber()));
        }
        return ExitCode.FAILED;
    }

    private static String access(Throwable e) {
        if (e instanceof FileSystemException file) {
            return file.getFile() + ": " + reason(file);
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : oneLine(e.getMessage());
    }

    private static String reason(FileSystemException e) {
        if (e.getReason() != null) {
            return oneLine(e.getReason());
        }
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "exists already";
        }
        return "cannot be used";
    }

    private static void say(PrintStream err, String message) {
        err.print("pcpsim: " + message + "\n");
    }

    private static void hint(PrintStream err, String message) {
        err.print("        " + message + "\n");
    }

    private static String oneLine(String message) {
        return String.valueOf(message).replaceAll("\\s*[\r\n]+\\s*", " ");
    }
}
