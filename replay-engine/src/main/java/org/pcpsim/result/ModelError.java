package org.pcpsim.result;

/**
 * Why a model could not finish.
 *
 * @param message what went wrong, for people
 * @param invariant whether a check found an invariant broken: a command then ends with 1
 * @param operation operations replayed before it happened
 * @param cause what was thrown
 */
public record ModelError(String message, boolean invariant, long operation, RuntimeException cause) {}
