package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/**
 * One run of {@code pcpsim} within this process.
 *
 * @param exitCode what the process would have ended with
 * @param out what went to standard output
 * @param err what went to standard error
 */
record Run(int exitCode, String out, String err) {

    /** Runs a command with an empty standard input. */
    static Run pcpsim(String... arguments) {
        return withInput(new byte[0], arguments);
    }

    /** Runs a command with this standard input. */
    static Run withInput(byte[] input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(
                arguments, new Console(new ByteArrayInputStream(input), out, new PrintStream(err, true, UTF_8), false));
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
