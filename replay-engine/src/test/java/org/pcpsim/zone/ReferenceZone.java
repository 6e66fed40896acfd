package org.pcpsim.zone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The zone as sections 3 to 6 of the baseline specification say it, with sets, maps and linked lists: slow and obvious.
 *
 * <p>Shares neither code nor constants with {@link Zone}. Pages go by page frame number.
 */
final class ReferenceZone {
    static final int UNMOVABLE = 0;
    static final int MOVABLE = 1;
    static final int RECLAIMABLE = 2;
    static final int HIGHATOMIC = 3;

    enum Kind {
        FREE,
        PCP,
        ALLOCATED
    }

    enum Mode {
        NORMAL,
        CLAIM,
        STEAL
    }

    /** One chunk; {@code type} is that of its list, or what it was allocated for. */
    record Chunk(int order, Kind kind, int type, int cpu) {}

    /** Figures of the zone. */
    record Marks(long high, int boostFactor, List<Long> lowmemReserve) {}

    /** What a request may do. */
    record Flags(boolean noFragment, boolean minReserve, boolean nonBlock, boolean highatomic, boolean kswapd) {}

    final TreeMap<Integer, Chunk> chunks = new TreeMap<>();
    private final int start;
    private final int end;
    private final Marks marks;
    private final Map<Integer, Integer> blockType = new HashMap<>();
    private final List<List<LinkedList<Integer>>> freelist = new ArrayList<>();
    Mode mode = Mode.NORMAL;
    long boost;
    boolean boosted;
    long extfrag;
    long nrReserved;

    ReferenceZone(int start, int managed, Marks marks) {
        this.start = start;
        this.end = start + managed;
        this.marks = marks;
        for (int order = 0; order < 11; order++) {
            List<LinkedList<Integer>> byType = new ArrayList<>();
            for (int type = 0; type < 4; type++) {
                byType.add(new LinkedList<>());
            }
            freelist.add(byType);
        }
    }

    int typeOf(int pfn) {
        return blockType.getOrDefault(Math.floorDiv(pfn, 512), MOVABLE);
    }

    void setType(int pfn, int type) {
        blockType.put(Math.floorDiv(pfn, 512), type);
    }

    LinkedList<Integer> list(int order, int type) {
        return freelist.get(order).get(type);
    }

    long nrFree() {
        return chunks.values().stream()
                .filter(c -> c.kind == Kind.FREE)
                .mapToLong(c -> pages(c.order))
                .sum();
    }

    long nrFreeHighatomic() {
        return chunks.values().stream()
                .filter(c -> c.kind == Kind.FREE && c.type == HIGHATOMIC)
                .mapToLong(c -> pages(c.order))
                .sum();
    }

    static int pages(int order) {
        int pages = 1;
        for (int i = 0; i < order; i++) {
            pages *= 2;
        }
        return pages;
    }

    private boolean isFree(int pfn, int order) {
        Chunk chunk = chunks.get(pfn);
        return chunk != null && chunk.kind == Kind.FREE && chunk.order == order;
    }

    private static int buddy(int pfn, int order) {
        return pfn / pages(order) % 2 == 0 ? pfn + pages(order) : pfn - pages(order);
    }

    private static boolean mergeable(int type) {
        return type == UNMOVABLE || type == MOVABLE || type == RECLAIMABLE;
    }

    private void add(int pfn, int order, int type, boolean tail) {
        chunks.put(pfn, new Chunk(order, Kind.FREE, type, -1));
        if (tail) {
            list(order, type).addLast(pfn);
        } else {
            list(order, type).addFirst(pfn);
        }
    }

    private void remove(int pfn) {
        Chunk chunk = chunks.remove(pfn);
        if (chunk.kind != Kind.FREE || !list(chunk.order, chunk.type).remove((Integer) pfn)) {
            throw new AssertionError("pfn " + pfn + " is not free");
        }
    }

    // 5.2
    void freeOne(int freed, int freedOrder, int mt, boolean toTail) {
        int pfn = freed;
        int order = freedOrder;
        int bpfn = pfn;
        while (order < 10) {
            bpfn = buddy(pfn, order);
            if (!isFree(bpfn, order)) {
                break;
            }
            int bmt = typeOf(bpfn);
            if (order >= 9 && bmt != mt && !(mergeable(mt) && mergeable(bmt))) {
                break;
            }
            remove(bpfn);
            if (order >= 9 && bmt != mt) {
                for (int at = bpfn; at < bpfn + pages(order); at += 512) {
                    setType(at, mt);
                }
            }
            pfn = Math.min(pfn, bpfn);
            order++;
        }
        boolean tail = toTail;
        if (!toTail && order < 9) {
            int combined = Math.min(pfn, bpfn);
            tail = isFree(buddy(combined, order + 1), order + 1);
        }
        add(pfn, order, mt, tail);
    }

    // 5.3
    private void expand(int pfn, int low, int high, int mt) {
        int order = high;
        while (order > low) {
            order--;
            add(pfn + pages(order), order, mt, false);
        }
    }

    // 5.4; −1 for null
    int smallest(int order, int mt) {
        for (int o = order; o <= 10; o++) {
            if (!list(o, mt).isEmpty()) {
                int pfn = list(o, mt).getFirst();
                remove(pfn);
                expand(pfn, order, o, mt);
                return pfn;
            }
        }
        return -1;
    }

    // 5.5
    void freeAny(int pfn, int order) {
        if (order <= 9) {
            freeOne(pfn, order, typeOf(pfn), false);
            return;
        }
        for (int at = pfn; at < pfn + pages(order); at += 512) {
            freeOne(at, 9, typeOf(at), false);
        }
    }

    // 5.6, for any types of blocks when chunks are kept within blocks
    void boot(int largest) {
        int pfn = start;
        while (pfn < end) {
            int order = largest;
            while (pfn % pages(order) != 0 || pfn + pages(order) > end) {
                order--;
            }
            freeOne(pfn, order, typeOf(pfn), true);
            pfn += pages(order);
        }
    }

    // 6.1; −1 for EMPTY, −2 for NOCLAIM
    private int suitable(int order, int mt, boolean claimable) {
        boolean claimWorthy = order >= 9 || order >= 4 || mt == UNMOVABLE || mt == RECLAIMABLE;
        if (claimable && !claimWorthy) {
            return -2;
        }
        List<Integer> fallbacks = switch (mt) {
            case UNMOVABLE -> List.of(RECLAIMABLE, MOVABLE);
            case MOVABLE -> List.of(RECLAIMABLE, UNMOVABLE);
            case RECLAIMABLE -> List.of(UNMOVABLE, MOVABLE);
            default -> List.<Integer>of();
        };
        for (int type : fallbacks) {
            if (!list(order, type).isEmpty()) {
                return type;
            }
        }
        return -1;
    }

    // 6.2
    private int claim(int order, int mt, Flags flags) {
        int minOrder = order < 9 && flags.noFragment ? 9 : order;
        for (int o = 10; o >= minOrder; o--) {
            int r = suitable(o, mt, true);
            if (r == -1) {
                continue;
            }
            if (r == -2) {
                break;
            }
            int page = tryClaimBlock(list(o, r).getFirst(), o, order, mt, r, flags);
            if (page >= 0) {
                extfrag++;
                return page;
            }
        }
        return -1;
    }

    // 6.3
    private int tryClaimBlock(int page, int o, int order, int startType, int blockTypeThere, Flags flags) {
        if (o >= 9) {
            remove(page);
            for (int at = page; at < page + pages(o); at += 512) {
                setType(at, startType);
            }
            expand(page, order, o, startType);
            return page;
        }
        boost(flags);
        int first = page / 512 * 512;
        if (first < start || first + 512 > end) {
            return -1;
        }
        if (freeAndAlike(first, startType, blockTypeThere) < 256) {
            return -1;
        }
        moveFreeChunks(first, startType);
        return smallest(order, startType);
    }

    private int freeAndAlike(int first, int startType, int blockTypeThere) {
        int free = 0;
        int movable = 0;
        for (Map.Entry<Integer, Chunk> entry : chunks.subMap(first, first + 512).entrySet()) {
            Chunk chunk = entry.getValue();
            if (chunk.kind == Kind.FREE) {
                free += pages(chunk.order);
            } else if (chunk.kind == Kind.ALLOCATED && chunk.type == MOVABLE) {
                movable += pages(chunk.order);
            }
        }
        int alike = 0;
        if (startType == MOVABLE) {
            alike = movable;
        } else if (blockTypeThere == MOVABLE) {
            alike = 512 - (free + movable);
        }
        return free + alike;
    }

    // 18, row "fallback", up to 6.8
    int rmqueueMoving(int order, int mt, Flags flags) {
        int page = smallest(order, mt);
        if (page < 0 && moveForeign(order, mt, flags)) {
            page = smallest(order, mt);
        }
        return page;
    }

    private boolean moveForeign(int order, int mt, Flags flags) {
        int minOrder = order < 9 && flags.noFragment ? 9 : order;
        int o = 10;
        while (o >= minOrder && suitable(o, mt, false) < 0) {
            o--;
        }
        if (o < minOrder) {
            return false;
        }
        extfrag++;
        boolean wholeBlock = suitable(o, mt, true) >= 0;
        if (!wholeBlock) {
            o = order;
            while (suitable(o, mt, false) < 0) {
                o++;
            }
        }
        int page = list(o, suitable(o, mt, false)).getFirst();
        int blockTypeThere = typeOf(page);
        if (o >= 9 && blockTypeThere != HIGHATOMIC) {
            for (int at = page; at < page + pages(o); at += 512) {
                setType(at, mt);
            }
        }
        if (o < 9 && blockTypeThere != HIGHATOMIC) {
            boost(flags);
            int first = page / 512 * 512;
            if (wholeBlock && first >= start && first + 512 <= end) {
                boolean flips = freeAndAlike(first, mt, blockTypeThere) >= 256;
                moveFreeChunks(first, mt);
                setType(first, flips ? mt : blockTypeThere);
                return true;
            }
        }
        remove(page);
        add(page, o, mt, true);
        return true;
    }

    // 6.7
    void reserveHighatomic(int pfn, int order) {
        long percent = (end - start) / 100;
        long most = (percent + 511) / 512 * 512;
        if (percent < 512 || nrReserved >= most || !mergeable(typeOf(pfn))) {
            return;
        }
        if (order >= 9) {
            for (int at = pfn; at < pfn + pages(order); at += 512) {
                setType(at, HIGHATOMIC);
            }
            nrReserved += pages(order);
        } else {
            moveFreeChunks(pfn / 512 * 512, HIGHATOMIC);
            nrReserved += 512;
        }
    }

    private void moveFreeChunks(int first, int type) {
        for (int pfn : List.copyOf(chunks.subMap(first, first + 512).keySet())) {
            Chunk chunk = chunks.get(pfn);
            if (chunk.kind == Kind.FREE) {
                remove(pfn);
                add(pfn, chunk.order, type, true);
            }
        }
        setType(first, type);
    }

    // 3.4
    private void boost(Flags flags) {
        if (marks.boostFactor == 0 || end - start < 2048 || marks.high == 0) {
            return;
        }
        long maxb = Math.max(512, marks.high * marks.boostFactor / 10000);
        boost = Math.min(boost + 512, maxb);
        if (flags.kswapd) {
            boosted = true;
        }
    }

    // 6.4
    private int steal(int order, int mt) {
        for (int o = order; o <= 10; o++) {
            int r = suitable(o, mt, false);
            if (r >= 0) {
                int page = list(o, r).getFirst();
                remove(page);
                expand(page, order, o, r);
                extfrag++;
                return page;
            }
        }
        return -1;
    }

    // 6.5
    int rmqueue1(int order, int mt, Flags flags) {
        int page;
        if (mode == Mode.NORMAL) {
            page = smallest(order, mt);
            if (page >= 0) {
                return page;
            }
        }
        if (mode == Mode.NORMAL || mode == Mode.CLAIM) {
            page = claim(order, mt, flags);
            if (page >= 0) {
                mode = Mode.NORMAL;
                return page;
            }
        }
        if (!flags.noFragment) {
            page = steal(order, mt);
            if (page >= 0) {
                mode = Mode.STEAL;
                return page;
            }
        }
        return -1;
    }

    // 3.5
    boolean ok(int order, long mark, int hz, Flags flags) {
        long free = nrFree();
        long unusable = pages(order) - 1;
        boolean reserves = flags.minReserve || flags.nonBlock || flags.highatomic;
        if (!reserves) {
            unusable += nrFreeHighatomic();
        }
        free -= unusable;
        long m = mark;
        if (flags.minReserve) {
            m -= m / 2;
            if (flags.nonBlock) {
                m -= m / 4;
            }
        }
        if (free <= m + marks.lowmemReserve.get(hz)) {
            return false;
        }
        if (order == 0) {
            return true;
        }
        for (int o = order; o <= 10; o++) {
            for (int type = 0; type < (flags.highatomic ? 4 : 3); type++) {
                if (!list(o, type).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Splits any chunk that is not free into its halves. */
    void splitAllocated(int pfn) {
        Chunk chunk = chunks.remove(pfn);
        Chunk half = new Chunk(chunk.order - 1, chunk.kind, chunk.type, chunk.cpu);
        chunks.put(pfn, half);
        chunks.put(pfn + pages(chunk.order - 1), half);
    }

    /** Blocks whose allocated pages are of two or more migratetypes, or of two or more CPUs. */
    int blocksOfSeveral(boolean cpus) {
        Map<Integer, Set<Integer>> seen = new HashMap<>();
        for (Map.Entry<Integer, Chunk> entry : chunks.entrySet()) {
            Chunk chunk = entry.getValue();
            int what = cpus ? chunk.cpu : chunk.type;
            if (chunk.kind == Kind.ALLOCATED && what >= 0) {
                for (int at = entry.getKey(); at < entry.getKey() + pages(chunk.order); at += 512) {
                    seen.computeIfAbsent(at / 512, block -> new HashSet<>()).add(what);
                }
            }
        }
        return (int) seen.values().stream().filter(s -> s.size() > 1).count();
    }
}
