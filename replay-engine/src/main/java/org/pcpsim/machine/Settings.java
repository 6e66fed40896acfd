package org.pcpsim.machine;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The sysctls of the modelled machine that the allocator reads.
 *
 * <p>Immutable. The sizing figures that follow from them are in {@link ZoneSpec}; a model reads only those that act
 * while it runs, such as {@link #statIntervalNs} and {@link #boostFactor}.
 *
 * @param highFraction {@code vm.percpu_pagelist_high_fraction}: 0, or at least 8; not 0 fixes the PCP's {@code high}
 * @param scaleFactor {@code vm.watermark_scale_factor}, in 1/10000 of the zone
 * @param minFreeKbytes {@code vm.min_free_kbytes} if it was written, in KiB
 * @param boostFactor {@code vm.watermark_boost_factor}, in 1/10000 of the high mark; 0 switches boosting off
 * @param statIntervalNs {@code vm.stat_interval} in nanoseconds: how often each CPU's PCPs decay
 * @param lowmemReserveRatio {@code vm.lowmem_reserve_ratio} by zone class 0 to 3; 0 reserves nothing
 * @param thp transparent huge pages
 * @param decayPhase when in that interval each CPU's worker fires, which no kernel prescribes
 * @param cmaPercent share of the pageblocks of each zone but DMA that are CMA blocks, 0 to 90
 * @param boostDelayNs how long a boost of the marks lasts that no kswapd ends, in ns
 */
public record Settings(
        int highFraction,
        int scaleFactor,
        OptionalLong minFreeKbytes,
        int boostFactor,
        long statIntervalNs,
        List<Integer> lowmemReserveRatio,
        Thp thp,
        DecayPhase decayPhase,
        int cmaPercent,
        long boostDelayNs) {

    /** What the kernel starts with (baseline spec section 1), THP {@code always}. */
    public static final Settings DEFAULT = new Settings(
            0,
            10,
            OptionalLong.empty(),
            15_000,
            1_000_000_000L,
            List.of(256, 256, 32, 0),
            Thp.ALWAYS,
            DecayPhase.STAGGERED,
            0,
            1_000_000_000L);

    /**
     * Copies the list.
     *
     * @throws SettingException if there is not one ratio for each zone class
     */
    public Settings {
        if (lowmemReserveRatio.size() != ZoneClass.COUNT) {
            throw new SettingException("vm.lowmem_reserve_ratio", lowmemReserveRatio.toString(), "four numbers");
        }
        lowmemReserveRatio = List.copyOf(lowmemReserveRatio);
    }

    Settings withHighFraction(int highFraction) {
        return with(next -> next.highFraction = highFraction);
    }

    Settings withScaleFactor(int scaleFactor) {
        return with(next -> next.scaleFactor = scaleFactor);
    }

    Settings withMinFreeKbytes(OptionalLong minFreeKbytes) {
        return with(next -> next.minFreeKbytes = minFreeKbytes);
    }

    Settings withBoostFactor(int boostFactor) {
        return with(next -> next.boostFactor = boostFactor);
    }

    Settings withStatIntervalNs(long statIntervalNs) {
        return with(next -> next.statIntervalNs = statIntervalNs);
    }

    Settings withLowmemReserveRatio(List<Integer> lowmemReserveRatio) {
        return with(next -> next.lowmemReserveRatio = lowmemReserveRatio);
    }

    Settings withThp(Thp thp) {
        return with(next -> next.thp = thp);
    }

    Settings withDecayPhase(DecayPhase decayPhase) {
        return with(next -> next.decayPhase = decayPhase);
    }

    Settings withCmaPercent(int cmaPercent) {
        return with(next -> next.cmaPercent = cmaPercent);
    }

    Settings withBoostDelayNs(long boostDelayNs) {
        return with(next -> next.boostDelayNs = boostDelayNs);
    }

    private Settings with(Consumer<Next> change) {
        Next next = new Next(this);
        change.accept(next);
        return next.settings();
    }

    /** The same settings on their way to others: the one place that lists them all. */
    private static final class Next {
        private int highFraction;
        private int scaleFactor;
        private OptionalLong minFreeKbytes;
        private int boostFactor;
        private long statIntervalNs;
        private List<Integer> lowmemReserveRatio;
        private Thp thp;
        private DecayPhase decayPhase;
        private int cmaPercent;
        private long boostDelayNs;

        Next(Settings from) {
            highFraction = from.highFraction;
            scaleFactor = from.scaleFactor;
            minFreeKbytes = from.minFreeKbytes;
            boostFactor = from.boostFactor;
            statIntervalNs = from.statIntervalNs;
            lowmemReserveRatio = from.lowmemReserveRatio;
            thp = from.thp;
            decayPhase = from.decayPhase;
            cmaPercent = from.cmaPercent;
            boostDelayNs = from.boostDelayNs;
        }

        Settings settings() {
            return new Settings(
                    highFraction,
                    scaleFactor,
                    minFreeKbytes,
                    boostFactor,
                    statIntervalNs,
                    lowmemReserveRatio,
                    thp,
                    decayPhase,
                    cmaPercent,
                    boostDelayNs);
        }
    }
}
