package org.pcpsim.model.blockeconomy;

import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.ZoneSpec;

/**
 * How many whole free blocks each CPU keeps of one zone (K), and {@code high}, which that follows.
 *
 * <p>{@code high} grows by every block taken while the zone is above its high mark, and loses an eighth in each pass of the
 * periodic worker, between the bounds that it has in the baseline. Constant time. Not thread-safe.
 */
final class FreeLimits {
    private final int[] high;
    private final int highMin;
    private final int highMax;
    private final int keep;
    private final boolean decays;

    FreeLimits(ZoneSpec spec, int cpus, KernelProfile kernel, Rules rules) {
        high = new int[cpus];
        highMin = spec.highMin();
        highMax = kernel.autoTune() && rules.tune() == Rules.Tune.GOT ? spec.highMax() : spec.highMin();
        keep = rules.keep();
        decays = kernel.decay();
    }

    /** Whole free blocks that a CPU keeps, 1 or more. */
    int blocks(int cpu) {
        return keep > 0 ? keep : Math.max(1, high(cpu) >>> OwnedBlocks.ORDER);
    }

    /** {@code high} of a CPU in pages. */
    int high(int cpu) {
        return Math.max(high[cpu], highMin);
    }

    /** {@code high} as it was last set, 0 before. */
    int lastHigh(int cpu) {
        return high[cpu];
    }

    /** Sets {@code high}. */
    void set(int cpu, int pages) {
        high[cpu] = pages;
    }

    /** A CPU took a block. */
    void grow(int cpu, boolean belowHigh) {
        if (!belowHigh) {
            high[cpu] = Math.min(high(cpu) + OwnedBlocks.PAGES, Math.max(highMin, highMax));
        }
    }

    /** Lowers {@code high}, as once a second. */
    void decay(int cpu) {
        if (decays(cpu)) {
            high[cpu] = decayed(cpu);
        }
    }

    private int decayed(int cpu) {
        return Math.max(high[cpu] - (high[cpu] >> 3), highMin);
    }

    /** Whether {@link #decay} would change anything. */
    boolean decays(int cpu) {
        return decays && high[cpu] > highMin;
    }

    /** Whole free blocks that a CPU would keep after a {@link #decay}. */
    int blocksAfterDecay(int cpu) {
        if (keep > 0 || !decays(cpu)) {
            return blocks(cpu);
        }
        return Math.max(1, decayed(cpu) >>> OwnedBlocks.ORDER);
    }
}
