package org.pcpsim.machine;

import java.util.List;
import java.util.OptionalLong;

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

    Settings withScaleFactor(int scaleFactor) {
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

    Settings withMinFreeKbytes(OptionalLong minFreeKbytes) {
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

    Settings withBoostFactor(int boostFactor) {
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

    Settings withStatIntervalNs(long statIntervalNs) {
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

    Settings withLowmemReserveRatio(List<Integer> lowmemReserveRatio) {
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

    Settings withThp(Thp thp) {
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

    Settings withDecayPhase(DecayPhase decayPhase) {
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

    Settings withCmaPercent(int cmaPercent) {
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

    Settings withBoostDelayNs(long boostDelayNs) {
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
