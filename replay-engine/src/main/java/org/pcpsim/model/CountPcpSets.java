package org.pcpsim.model;

import org.pcpsim.machine.FreeHighRule;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.ZoneSpec;

/**
 * Page sets whose drains on overflow return as many pages as were freed in a row ({@code free_count}).
 *
 * <p>Source: baseline spec section 9.5, kernels from 6.7. Not thread-safe.
 */
final class CountPcpSets extends PcpSets {
    private final boolean[] prevHigh;
    private final boolean freeHighNeedsBatch;
    private final int freeHighThreshold;

    CountPcpSets(ZoneSpec spec, int cpus, KernelProfile kernel, boolean freeHighNeedsBatch) {
        super(spec, cpus, kernel);
        prevHigh = new boolean[cpus];
        this.freeHighNeedsBatch = freeHighNeedsBatch;
        freeHighThreshold = kernel.freeHighRule() == FreeHighRule.FREE_COUNT ? batch() : batch() + highMin() / 2;
    }

    @Override
    public boolean drainsWhole(int freer, int order) {
        return order >= 1 && order <= 3 && freeRun[freer] >= freeHighThreshold && prevHigh[freer];
    }

    @Override
    int wholeFrom() {
        return freeHighThreshold;
    }

    @Override
    void lengthenFreeRun(int cpu, int pages) {
        prevHigh[cpu] = false;
        if (freeRun[cpu] < largestDrain()) {
            freeRun[cpu] = Math.min(freeRun[cpu] + pages, largestDrain());
        }
    }

    @Override
    public int overflow(int cpu, int freer, int order, boolean belowHigh, boolean reclaimActive) {
        boolean freeHigh = drainsWhole(freer, order) && (!freeHighNeedsBatch || count[cpu] >= batch());
        prevHigh[freer] = order >= 1 && order <= 3;
        if (freeRun[freer] < largestDrain()) {
            freeRun[freer] += 1 << order;
        }
        int limit = highNow(cpu, freeRun[freer], freeHigh, belowHigh, reclaimActive);
        if (count[cpu] < limit) {
            return 0;
        }
        if (freeHigh) {
            return Math.min(count[cpu], largestDrain());
        }
        return limit < batch() ? 1 : Math.min(Math.max(freeRun[freer], batch()), limit - batch());
    }
}
