package org.pcpsim.trace.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.proc.Zoneinfo;

/**
 * Moves pages by whole GiB inside their zone, so that no page keeps its number and every one its zone, its place in its
 * pageblock and its buddies.
 *
 * <p>The GiB that lie in a zone as a whole change places in a ring; what is left at a zone's ends stays. Zones are those
 * of zoneinfo, else those of x86-64: DMA up to 16 MiB, DMA32 up to 4 GiB, and Normal without an end, where pages move up.
 */
final class GigabyteShift {
    private static final int SHIFT = 18;
    private static final long DMA_END = 1 << 12;
    private static final long DMA32_END = 1 << 20;
    /** GiB that pages move up where a zone has no end: 1 to 64. */
    private static final int UPWARDS = 64;

    private static final long NO_END = Long.MAX_VALUE;

    private final List<Ring> rings;

    private GigabyteShift(List<Ring> rings) {
        this.rings = rings;
    }

    /**
     * GiB of a zone that change places.
     *
     * @param first number of the first
     * @param count how many; {@link #NO_END} for all that follow
     * @param steps how many places each moves
     */
    private record Ring(long first, long count, long steps) {
        boolean has(long gigabyte) {
            return gigabyte >= first && gigabyte - first < count;
        }

        long moved(long gigabyte) {
            return count == NO_END ? gigabyte + steps : first + (gigabyte - first + steps) % count;
        }
    }

    /**
     * A shift for a trace.
     *
     * @param seed another gives other places
     * @throws TraceException if zoneinfo cannot be read
     */
    static GigabyteShift of(TraceHeader header, long seed) throws TraceException {
        Optional<String> text = Optional.ofNullable(header.snapshotBefore().get("zoneinfo"));
        List<Ring> rings = new ArrayList<>();
        long state = seed;
        if (text.isEmpty()) {
            rings.add(ring(DMA_END, DMA32_END, state));
            rings.add(new Ring(DMA32_END >> SHIFT, NO_END, 1 + below(mixed(state + 1), UPWARDS)));
            return new GigabyteShift(rings);
        }
        List<Zoneinfo.Zone> zones =
                new ArrayList<>(Zoneinfo.parse("zoneinfo", text.get()).zones());
        zones.sort(Comparator.comparingLong(Zoneinfo.Zone::startPfn));
        for (Zoneinfo.Zone zone : zones) {
            if (zone.spanned() > 0) {
                rings.add(ring(zone.startPfn(), zone.startPfn() + zone.spanned(), state++));
            }
        }
        return new GigabyteShift(rings);
    }

    private static Ring ring(long start, long end, long state) {
        long first = start + (1L << SHIFT) - 1 >> SHIFT;
        long count = Math.max(0, (end >> SHIFT) - first);
        return new Ring(first, count, count < 2 ? 0 : 1 + below(mixed(state), count - 1));
    }

    /** Where a page moves to; pages outside all zones stay. */
    long moved(long pfn) {
        long gigabyte = pfn >> SHIFT;
        for (Ring ring : rings) {
            if (ring.has(gigabyte)) {
                return ring.moved(gigabyte) << SHIFT | pfn & (1L << SHIFT) - 1;
            }
        }
        return pfn;
    }

    private static long below(long random, long bound) {
        return Long.remainderUnsigned(random, bound);
    }

    /** The output function of SplitMix64. */
    private static long mixed(long state) {
        long z = state * 0x9E3779B97F4A7C15L + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
