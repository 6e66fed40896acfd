package org.pcpsim.fidelity;

/**
 * A refill or a drain, by the kernel or by the model.
 *
 * @param event position in the trace of the allocation or free that caused it, −1 if nothing that was traced did; of a
 *     worker's drain its time in ns
 * @param cpu CPU that did it
 * @param group what start values are of: the list refilled, the PCP drained, or the worker's CPU
 * @param pages pages moved
 * @param worker whether the periodic worker did it
 * @param fitted whether it gave away a start value and is not scored
 */
record Transfer(long event, int cpu, int group, int pages, boolean worker, boolean fitted) {}
