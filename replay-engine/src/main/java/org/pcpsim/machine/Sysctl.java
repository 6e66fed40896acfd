package org.pcpsim.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The machine-wide settings by path, {@code sim.} for what stands in for what is not modelled, with their ranges and what has to be worked out anew when they are set. */
enum Sysctl {
    HIGH_FRACTION("vm.percpu_pagelist_high_fraction", "0, or 8 to 2147483647", Affects.PCP) {
        @Override
        Settings apply(Settings settings, String value) {
            int fraction = (int) number(value, 0, Integer.MAX_VALUE);
            if (fraction > 0 && fraction < 8) {
                throw new SettingException(path, value, allowed);
            }
            return settings.withHighFraction(fraction);
        }
    },
    SCALE_FACTOR("vm.watermark_scale_factor", "1 to 3000", Affects.MARKS_ABOVE_MIN) {
        @Override
        Settings apply(Settings settings, String value) {
            return settings.withScaleFactor((int) number(value, 1, 3000));
        }
    },
    MIN_FREE_KBYTES("vm.min_free_kbytes", "0 to 2147483647", Affects.MARKS) {
        @Override
        Settings apply(Settings settings, String value) {
            return settings.withMinFreeKbytes(OptionalLong.of(number(value, 0, Integer.MAX_VALUE)));
        }
    },
    BOOST_FACTOR("vm.watermark_boost_factor", "0 to 2147483647", Affects.NOTHING) {
        @Override
        Settings apply(Settings settings, String value) {
            return settings.withBoostFactor((int) number(value, 0, Integer.MAX_VALUE));
        }
    },
    STAT_INTERVAL("vm.stat_interval", "1 to 1000000000 seconds", Affects.NOTHING) {
        @Override
        Settings apply(Settings settings, String value) {
            return settings.withStatIntervalNs(number(value, 1, 1_000_000_000) * 1_000_000_000L);
        }
    },
    LOWMEM_RESERVE_RATIO("vm.lowmem_reserve_ratio", "four numbers such as 256,256,32,0", Affects.RESERVES) {
        @Override
        Settings apply(Settings settings, String value) {
            String[] parts = value.trim().split("[,\\s]+", ZoneClass.COUNT + 1);
            if (parts.length != ZoneClass.COUNT) {
                throw new SettingException(path, value, allowed);
            }
            List<Integer> ratios = new ArrayList<>();
            for (String part : parts) {
                ratios.add((int) number(part, 0, Integer.MAX_VALUE));
            }
            return settings.withLowmemReserveRatio(ratios);
        }
    },
    THP("thp", "always, madvise or never", Affects.MARKS) {
        @Override
        Settings apply(Settings settings, String value) {
            for (Thp thp : Thp.values()) {
                if (thp.name().toLowerCase(Locale.ROOT).equals(value)) {
                    return settings.withThp(thp);
                }
            }
            throw new SettingException(path, value, allowed);
        }
    },
    CMA("cma", "0 to 90 percent", Affects.NOTHING) {
        @Override
        Settings apply(Settings settings, String value) {
            return settings.withCmaPercent((int) number(value, 0, 90));
        }
    },
    DECAY_PHASE("sim.decay_phase", "staggered or together", Affects.NOTHING) {
        @Override
        Settings apply(Settings settings, String value) {
            for (DecayPhase phase : DecayPhase.values()) {
                if (phase.name().toLowerCase(Locale.ROOT).equals(value)) {
                    return settings.withDecayPhase(phase);
                }
            }
            throw new SettingException(path, value, allowed);
        }
    },
    BOOST_DELAY("sim.boost_ms", "0 to 1000000000 milliseconds", Affects.NOTHING) {
        @Override
        Settings apply(Settings settings, String value) {
            return settings.withBoostDelayNs(number(value, 0, 1_000_000_000) * 1_000_000L);
        }
    };

    /** Which figures of the zones follow from a setting. */
    enum Affects {
        NOTHING,
        RESERVES,
        /** {@code high_min} and {@code high_max}. */
        PCP,
        /** low, high and with them the PCP's bounds. */
        MARKS_ABOVE_MIN,
        /** All marks and with them the PCP's bounds. */
        MARKS
    }

    final String path;
    final String allowed;
    final Affects affects;

    Sysctl(String path, String allowed, Affects affects) {
        this.path = path;
        this.allowed = allowed;
        this.affects = affects;
    }

    /** The setting of that path. */
    static Optional<Sysctl> of(String path) {
        for (Sysctl sysctl : values()) {
            if (sysctl.path.equals(path)) {
                return Optional.of(sysctl);
            }
        }
        return Optional.empty();
    }

    /** The settings with this one changed; a {@link SettingException} if the value is out of range. */
    abstract Settings apply(Settings settings, String value);

    long number(String value, long least, long most) {
        return Numbers.parse(path, value, least, most, allowed);
    }
}
