package org.pcpsim.zone;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.random.SplitMix64;

/** One random sequence of operations on a zone and on its reference, compared after each. */
final class ZoneSequence {
    private static final int OPERATIONS = 80;
    private static final int CPUS = 3;

    private record Live(int pfn, int order) {}

    private record Parked(int pfn, int order, int cpu, int list) {}

    private final SplitMix64 random;
    private final boolean moving;
    private final Zone zone;
    private final ReferenceZone reference;
    private final int base;
    private final int largestOrder;
    private final List<Live> live = new ArrayList<>();
    private final List<Parked> parked = new ArrayList<>();
    private final StringBuilder log = new StringBuilder();
    private long onPcps;

    ZoneSequence(FallbackRule rule, long seed) {
        random = new SplitMix64(seed);
        moving = rule == FallbackRule.MOVE;
        int blocks = switch (random.nextInt(20)) {
            case 0 -> 9 + random.nextInt(32);
            case 1 -> 98 + random.nextInt(6); // one percent is a block
            default -> 3 + random.nextInt(6);
        };
        int start = switch (random.nextInt(4)) {
            case 0 -> 4096;
            case 1 -> 1;
            case 2 -> 512 * random.nextInt(9);
            default -> random.nextInt(6000);
        };
        int managed = random.nextInt(3) == 0 ? blocks * 512 : blocks * 512 - random.nextInt(512);
        long high = random.nextInt(5) == 0 ? 0 : random.nextInt(800);
        int boostFactor = random.nextInt(3) == 0 ? 0 : 15000;
        List<Long> reserve = List.of(0L, 0L, (long) random.nextInt(300), (long) random.nextInt(900));
        ZoneSpec spec = new ZoneSpec(0, 0, 2, "Normal", start, managed, high / 2, high / 2, high, 1, 0, 0, reserve);
        zone = new Zone(spec, CPUS, Zones.PCP_ORDERS, rule, new Work(), boostFactor);
        base = zone.basePfn();
        reference = new ReferenceZone(start, managed, new ReferenceZone.Marks(high, boostFactor, reserve));
        largestOrder = 1 + random.nextInt(10);
        if (random.nextInt(2) == 0) {
            FreshLayout.apply(zone);
            reference.boot(10);
        } else {
            bootWithTypes(start, start + managed);
        }
    }

    private void bootWithTypes(int start, int end) {
        for (int pfn = start; pfn < end; pfn = pfn / 512 * 512 + 512) {
            int type = random.nextInt(5) == 0 ? 3 : random.nextInt(3);
            zone.blocks().setType((pfn - base) / 512, type);
            reference.setType(pfn, type);
        }
        reference.boot(9);
        for (int pfn = start; pfn < end; ) {
            int order = 9;
            while (pfn % (1 << order) != 0 || pfn + (1 << order) > end) {
                order--;
            }
            zone.free(pfn - base, order, zone.typeAt(pfn - base), true);
            pfn += 1 << order;
        }
    }

    String log() {
        return log.toString();
    }

    /** Chunks taken from another migratetype so far. */
    long extfrag() {
        return reference.extfrag;
    }

    /** Pages of blocks reserved for atomic allocations. */
    long reserved() {
        return reference.nrReserved;
    }

    /** Pages that the marks are raised by. */
    long boost() {
        return reference.boost;
    }

    /** Blocks with pages of two or more CPUs. */
    int shared() {
        return reference.blocksOfSeveral(true);
    }

    void run() {
        compare();
        for (int n = 0; n < OPERATIONS; n++) {
            operation();
            compare();
        }
    }

    private void operation() {
        switch (random.nextInt(13)) {
            case 0, 1, 2, 3 -> take();
            case 4 -> takeSmallest();
            case 5, 6, 7 -> free();
            case 8 -> split();
            case 9 -> unpark();
            case 10 -> watermark();
            case 11 -> reserve();
            default -> {
                if (random.nextInt(4) == 0) {
                    log.append("endBoost ");
                    zone.watermark().endBoost();
                    reference.boost = 0;
                    reference.boosted = false;
                } else {
                    freeSeveral();
                }
            }
        }
    }

    private int order() {
        return random.nextInt(3) == 0 ? random.nextInt(11) : random.nextInt(largestOrder + 1);
    }

    private ReferenceZone.Flags flags() {
        int bits = random.nextInt(32) & random.nextInt(32);
        return new ReferenceZone.Flags(
                (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0);
    }

    private static int bits(ReferenceZone.Flags flags) {
        return (flags.noFragment() ? AllocFlags.NOFRAGMENT : 0)
                | (flags.minReserve() ? AllocFlags.MIN_RESERVE : 0)
                | (flags.nonBlock() ? AllocFlags.NON_BLOCK : 0)
                | (flags.highatomic() ? AllocFlags.HIGHATOMIC : 0)
                | (flags.kswapd() ? AllocFlags.KSWAPD : 0);
    }

    private void take() {
        int order = order();
        int type = random.nextInt(10) < 4 ? 1 : random.nextInt(3);
        ReferenceZone.Flags flags = flags();
        int takes = 1 + random.nextInt(random.nextInt(4) == 0 ? 30 : 4);
        zone.fallback().begin();
        reference.mode = ReferenceZone.Mode.NORMAL;
        for (int n = 0; n < takes; n++) {
            log.append("take ").append(order).append(' ').append(type).append(flags.noFragment() ? "n " : " ");
            int frame = zone.fallback().take(order, type, bits(flags));
            int pfn = moving ? reference.rmqueueMoving(order, type, flags) : reference.rmqueue1(order, type, flags);
            keep(frame, pfn, order, type);
            if (pfn < 0) {
                return;
            }
            compareLists();
        }
    }

    private void takeSmallest() {
        int order = order();
        int type = random.nextInt(4);
        log.append("smallest ").append(order).append(' ').append(type).append(' ');
        keep(zone.takeSmallest(order, type), reference.smallest(order, type), order, type % 3);
    }

    private void keep(int frame, int pfn, int order, int type) {
        expect(frame < 0 ? -1 : base + frame, pfn, "chunk taken");
        if (pfn < 0) {
            return;
        }
        int cpu = random.nextInt(CPUS + 1) - 1;
        if (order <= 1 && cpu >= 0 && random.nextInt(3) == 0) {
            int list = zone.lists().pcpList(cpu, order * 3 + type);
            zone.setOnPcp(frame, order, type, cpu, random.nextInt(2) == 0);
            if (random.nextInt(2) == 0) {
                zone.lists().pushHead(list, frame);
            } else {
                zone.lists().pushTail(list, frame);
            }
            parked.add(new Parked(pfn, order, cpu, list));
            onPcps += 1L << order;
            reference.chunks.put(pfn, new ReferenceZone.Chunk(order, ReferenceZone.Kind.PCP, type, cpu));
        } else {
            allocate(pfn, order, type, cpu);
        }
    }

    private void allocate(int pfn, int order, int type, int cpu) {
        zone.setAllocated(pfn - base, order, type, cpu);
        reference.chunks.put(pfn, new ReferenceZone.Chunk(order, ReferenceZone.Kind.ALLOCATED, type, cpu));
        live.add(new Live(pfn, order));
    }

    private void free() {
        if (live.isEmpty()) {
            return;
        }
        Live chunk = live.remove(random.nextInt(live.size()));
        boolean toTail = random.nextInt(4) == 0 && chunk.order < 10;
        log.append("free ").append(chunk.pfn).append('/').append(chunk.order).append(toTail ? "t " : " ");
        zone.clearAllocated(chunk.pfn - base, chunk.order);
        reference.chunks.remove(chunk.pfn);
        if (toTail) {
            zone.free(chunk.pfn - base, chunk.order, zone.typeAt(chunk.pfn - base), true);
            reference.freeOne(chunk.pfn, chunk.order, reference.typeOf(chunk.pfn), true);
        } else {
            zone.freeDirect(chunk.pfn - base, chunk.order);
            reference.freeAny(chunk.pfn, chunk.order);
        }
    }

    private void reserve() {
        if (live.isEmpty()) {
            return;
        }
        Live chunk = live.get(random.nextInt(live.size()));
        log.append("reserve ").append(chunk.pfn).append('/').append(chunk.order).append(' ');
        zone.fallback().reserveHighatomic(chunk.pfn - base, chunk.order);
        reference.reserveHighatomic(chunk.pfn, chunk.order);
    }

    private void freeSeveral() {
        int count = random.nextInt(live.size() + 1);
        for (int n = 0; n < count; n++) {
            free();
            compareLists();
        }
    }

    private void split() {
        if (live.isEmpty()) {
            return;
        }
        int at = random.nextInt(live.size());
        Live chunk = live.get(at);
        if (chunk.order == 0) {
            return;
        }
        log.append("split ").append(chunk.pfn).append('/').append(chunk.order).append(' ');
        zone.splitAllocated(chunk.pfn - base, chunk.order);
        reference.splitAllocated(chunk.pfn);
        live.set(at, new Live(chunk.pfn, chunk.order - 1));
        live.add(new Live(chunk.pfn + (1 << chunk.order - 1), chunk.order - 1));
    }

    private void unpark() {
        if (parked.isEmpty()) {
            return;
        }
        Parked chunk = parked.remove(random.nextInt(parked.size()));
        log.append("unpark ").append(chunk.pfn).append('/').append(chunk.order).append(' ');
        int frame = chunk.pfn - base;
        int type = zone.pcpTypeAt(frame);
        zone.lists().remove(chunk.list, frame);
        zone.clearOnPcp(frame, chunk.order);
        reference.chunks.remove(chunk.pfn);
        onPcps -= 1L << chunk.order;
        if (random.nextInt(2) == 0) {
            allocate(chunk.pfn, chunk.order, type, chunk.cpu);
        } else {
            // where blocks move, pages go back by the type that they came to the PCP with
            int listed = moving ? type : reference.typeOf(chunk.pfn);
            zone.free(frame, chunk.order, listed, false);
            reference.freeOne(chunk.pfn, chunk.order, listed, false);
        }
    }

    private void watermark() {
        int order = order();
        long mark = Math.max(0, zone.freePages() + random.nextInt(1200) - 600);
        int requestedClass = random.nextInt(4);
        ReferenceZone.Flags flags = flags();
        log.append("mark ").append(order).append(' ').append(mark).append(' ');
        expect(
                zone.watermark().allows(order, mark, requestedClass, bits(flags)) ? 1 : 0,
                reference.ok(order, mark, requestedClass, flags) ? 1 : 0,
                "watermark decision");
    }

    private void compare() {
        zone.check(onPcps);
        compareLists();
        expect(zone.blocks().mixed(), reference.blocksOfSeveral(false), "mixed blocks");
        expect(zone.blocks().shared(), reference.blocksOfSeveral(true), "shared blocks");
        expect(zone.freePages(), reference.nrFree(), "free pages");
        expect(zone.freeHighatomic(), reference.nrFreeHighatomic(), "free highatomic pages");
        for (int at = zone.first(); at < zone.end(); at = (at / 512 + 1) * 512) {
            expect(zone.typeAt(at), reference.typeOf(base + at), "type of the block of frame " + at);
        }
        expect(zone.fallback().extfragEvents(), reference.extfrag, "extfrag events");
        expect(zone.watermark().boost(), reference.boost, "boost");
        expect(zone.watermark().boosted() ? 1 : 0, reference.boosted ? 1 : 0, "boosted");
    }

    private void compareLists() {
        for (int order = 0; order <= 10; order++) {
            int together = 0;
            for (int type = 0; type < 4; type++) {
                int frame = zone.firstFree(order, type);
                for (int pfn : reference.list(order, type)) {
                    expect(frame < 0 ? -1 : base + frame, pfn, "a chunk on list " + order + " " + type);
                    frame = zone.lists().next(ChunkLists.zoneList(order, type), frame);
                    together++;
                }
                expect(frame, -1, "a chunk after the last on list " + order + " " + type);
            }
            expect(zone.freeChunks(order), together, "free chunks of order " + order);
        }
    }

    private static void expect(long found, long expected, String what) {
        if (found != expected) {
            throw new AssertionError(what + ": expected " + expected + ", found " + found);
        }
    }
}
