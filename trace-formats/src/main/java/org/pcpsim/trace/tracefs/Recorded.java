package org.pcpsim.trace.tracefs;

/**
 * How a recording went.
 *
 * @param exitCode what the command ended with, 128 and the signal's number if one killed it
 * @param lines lines of the trace; nearly all are events
 * @param lost events that the rings had no room for
 * @param durationNs from the start of the command to its end
 */
public record Recorded(int exitCode, long lines, long lost, long durationNs) {}
