package org.pcpsim.workload;

import org.pcpsim.trace.TimeOrder;

/**
 * All that happens on one CPU in the order of time: its share of every source that has one, ties by number of source.
 *
 * <p>Not thread-safe.
 */
final class CpuSteps {
    private final Source[] sources;
    private final TimeOrder order;
    private boolean begun;

    /**
     * Before the first step.
     *
     * @param operations allocations and frees of the whole workload
     */
    CpuSteps(Plan plan, int cpu, long operations) {
        int[] numbers = plan.sourcesOf().apply(cpu);
        sources = new Source[numbers.length];
        order = new TimeOrder(numbers.length);
        long allocs = (operations + 1) / 2;
        for (int i = 0; i < numbers.length; i++) {
            int number = numbers[i];
            long share = allocs / plan.sources() + (number < allocs % plan.sources() ? 1 : 0);
            sources[i] = new Source(plan, number, cpu, share, number == 0 && operations % 2 == 1);
            if (sources[i].next()) {
                order.add(i, sources[i].time());
            }
        }
    }

    /** Moves on; false at the end. */
    boolean next() {
        if (begun && !order.isEmpty()) {
            Source source = step();
            if (source.next()) {
                order.move(source.time());
            } else {
                order.remove();
            }
        }
        begun = true;
        return !order.isEmpty();
    }

    /** What happens, until the next {@link #next}. */
    Source step() {
        return sources[order.first()];
    }
}
