package org.pcpsim.cli;

import java.util.List;

/**
 * What one command has been called with.
 *
 * @param console the streams
 * @param arguments all arguments of {@code pcpsim}, as given
 * @param output collects what goes to standard output when the command is complete
 */
record Invocation(Console console, List<String> arguments, StringBuilder output) {}
