package org.pcpsim.inspection;

/**
 * Allocations and frees by who did them: only a recording of the whole machine has any by the kernel's own tasks.
 *
 * @param kernel by idle CPUs, kernel workers and other threads of the kernel
 * @param other by other named tasks
 * @param unnamed by tasks that the trace does not name
 */
public record Tasks(long kernel, long other, long unnamed) {}
