package org.pcpsim.model;

import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.ZoneSpec;

/**
 * Page sets of which each drain on overflow is twice the last one ({@code free_factor}).
 *
 * <p>A free of order 1 to 3 drains the whole PCP once another overflow has gone before, until allocations have brought
 * the factor back to 0. Source: baseline spec section 18, kernels up to 6.6. Not thread-safe.
 */
final class FactorPcpSets extends PcpSets {
    FactorPcpSets(ZoneSpec spec, int cpus, KernelProfile kernel) {
        super(spec, cpus, kernel);
    }

    @Override
    public boolean drainsWhole(int freer, int order) {
        return freeRun[freer] > 0 && order >= 1 && order <= 3;
    }

    @Override
    int wholeFrom() {
        return 1;
    }

    @Override
    void lengthenFreeRun(int cpu, int pages) {
        // Counted in drains.
    }

    @Override
    public int overflow(int cpu, int freer, int order, boolean belowHigh, boolean reclaimActive) {
        boolean freeHigh = drainsWhole(freer, order);
        int limit = highNow(cpu, 0, freeHigh, belowHigh, reclaimActive);
        if (count[cpu] < limit) {
            return 0;
        }
        if (freeHigh) {
            return count[cpu];
        }
        if (limit < batch()) {
            return 1;
        }
        int most = limit - batch();
        int n = batch() << freeRun[freer];
        if (n < most && freeRun[freer] < SCALE_MAX) {
            freeRun[freer]++;
        }
        return Math.min(Math.max(n, batch()), most);
    }
}
