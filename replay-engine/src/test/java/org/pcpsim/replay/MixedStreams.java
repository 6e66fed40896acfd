package org.pcpsim.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationCursor;
import org.pcpsim.operation.OperationStreams;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Symbols;

/**
 * Seeded random streams in which everything occurs that streams may have: rows of allocations that are alike, folio batches of
 * pages of any CPU, splits, frees of unknown pages, allocations that a machine without a DMA zone cannot serve, kswapd's
 * operations, numbers of which uses are left out; pauses of any length, and many of none, so that CPUs come to the same time.
 */
final class MixedStreams implements OperationStreams {
    private static final int KERNEL = Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;
    private static final int USER = Gfp.HIGHMEM | Gfp.MOVABLE | KERNEL;

    private record Chunk(long identity, int order) {}

    private final SplitMix64 random;
    private final List<List<OperationBlock>> blocks = new ArrayList<>();
    private final List<Deque<Integer>> owned = new ArrayList<>();
    private final Deque<Integer> shared = new ArrayDeque<>();
    private final int[] ownerOf;
    private final int[] nextUse;
    private final List<Chunk> live = new ArrayList<>();
    /** Of the next operations. */
    private int think;

    /**
     * The streams of a seed.
     *
     * @param most allocations that are live at once: with few of them CPUs wait for each other
     * @param operations of all CPUs together, about
     */
    MixedStreams(long seed, int cpus, int most, int operations) {
        random = new SplitMix64(seed);
        for (int cpu = 0; cpu < cpus; cpu++) {
            blocks.add(new ArrayList<>());
            owned.add(new ArrayDeque<>());
        }
        ownerOf = new int[most];
        nextUse = new int[most];
        for (int number = 0; number < most; number++) {
            ownerOf[number] = random.nextInt(4) == 0 ? random.nextInt(cpus) : -1;
            poolOf(number).add(number);
        }
        for (int done = 0; done < operations; ) {
            done += step(random.nextInt(cpus), most);
        }
    }

    private Deque<Integer> poolOf(int number) {
        return ownerOf[number] < 0 ? shared : owned.get(ownerOf[number]);
    }

    private int step(int cpu, int most) {
        int mood = random.nextInt(8);
        think = mood < 3 ? 0 : mood < 5 ? 40 : mood < 7 ? 400 : 4000;
        int rows = 1 + random.nextInt(random.nextInt(3) == 0 ? 90 : 12);
        boolean few = live.size() < most / 2;
        if (few || random.nextInt(2) == 0) {
            return allocs(cpu, rows);
        }
        return random.nextInt(12) == 0 ? split(cpu) : frees(cpu, Math.min(rows, OperationBlock.MAX_MEMBERS));
    }

    /** Multiples of 10 ns, as prices in some of the tests are. */
    private long think() {
        return think == 0 || random.nextInt(3) == 0 ? 0 : 10L * random.nextInt(1 + think / 10);
    }

    private int flags() {
        int context = random.nextInt(16) == 0 ? 0 : OperationBlock.IN_TASK;
        return context | (random.nextInt(24) == 0 ? OperationBlock.BY_KSWAPD : 0);
    }

    private int allocs(int cpu, int rows) {
        int order = random.nextInt(6) == 0 ? random.nextInt(5) : 0;
        int type = random.nextInt(4) == 0 ? random.nextInt(3) : 1;
        for (int row = 0; row < rows; row++) {
            Deque<Integer> from = random.nextInt(3) == 0 ? owned.get(cpu) : shared;
            if (from.isEmpty()) {
                return row + frees(cpu, 1 + random.nextInt(8));
            }
            int number = random.nextInt(3) == 0 ? from.removeLast() : from.removeFirst();
            int flags = flags();
            if (from != shared) {
                flags |= OperationBlock.USES_LEFT_OUT;
                nextUse[number] += random.nextInt(3);
            }
            OperationBlock block = room(cpu, 1);
            int at = block.add(OperationBlock.ALLOC, order, type, flags);
            block.gfp[at] = random.nextInt(30) == 0 ? Gfp.DMA : type == 1 ? USER : KERNEL;
            block.page[at] = begin(number);
            block.think[at] = think();
            live.add(new Chunk(block.page[at], order));
        }
        return rows;
    }

    private long begin(int number) {
        return OperationBlock.identity(number, nextUse[number]++);
    }

    private int frees(int cpu, int wanted) {
        if (live.isEmpty()) {
            return 1;
        }
        int rows = Math.min(wanted, live.size());
        // Those allocated last are often still to come when their free does.
        int choice = random.nextInt(3);
        boolean together = random.nextInt(3) > 0;
        boolean unknown = random.nextInt(20) == 0;
        OperationBlock block = room(cpu, rows);
        for (int row = 0; row < rows; row++) {
            int at = choice == 0 ? 0 : choice == 1 ? live.size() - 1 : random.nextInt(live.size());
            Chunk chunk = live.remove(at);
            int to = block.add(OperationBlock.FREE, chunk.order, 0, flags());
            block.page[to] = chunk.identity;
            block.think[to] = together && row > 0 ? 0 : think();
            if (together && row == 0) {
                block.members(to, rows);
            }
            poolOf((int) chunk.identity).addLast((int) chunk.identity);
            nextUse[(int) chunk.identity] = OperationBlock.use(chunk.identity) + 1;
        }
        if (unknown) {
            OperationBlock last = room(cpu, 1);
            int to = last.add(OperationBlock.FREE_UNKNOWN, 0, 0, flags());
            last.pfn[to] = random.nextInt(1 << 20);
            last.think[to] = think();
        }
        return rows;
    }

    private int split(int cpu) {
        int at = random.nextInt(live.size());
        Chunk chunk = live.get(at);
        if (chunk.order == 0 || ownerOf[(int) chunk.identity] >= 0 || shared.isEmpty()) {
            return 1;
        }
        OperationBlock block = room(cpu, 1);
        int to = block.add(OperationBlock.SPLIT, chunk.order, 0, OperationBlock.IN_TASK);
        block.page[to] = chunk.identity;
        block.upper[to] = begin(shared.removeFirst());
        block.think[to] = think();
        nextUse[(int) chunk.identity]++;
        live.set(at, new Chunk(OperationBlock.lower(chunk.identity), chunk.order - 1));
        live.add(new Chunk(block.upper[to], chunk.order - 1));
        return 1;
    }

    /** The CPU's last block if so many rows fit; some are left short. */
    private OperationBlock room(int cpu, int rows) {
        List<OperationBlock> of = blocks.get(cpu);
        if (of.isEmpty() || !of.get(of.size() - 1).fits(rows) || random.nextInt(60) == 0) {
            of.add(new OperationBlock());
        }
        return of.get(of.size() - 1);
    }

    @Override
    public int cpus() {
        return blocks.size();
    }

    @Override
    public Symbols symbols() {
        return new Symbols();
    }

    @Override
    public OperationCursor cursor(int cpu) {
        return new OperationCursor() {
            private int next;

            @Override
            public boolean read(OperationBlock to) {
                to.size = 0;
                if (next == blocks.get(cpu).size()) {
                    return false;
                }
                copy(blocks.get(cpu).get(next++), to);
                return true;
            }
        };
    }

    private static void copy(OperationBlock from, OperationBlock to) {
        to.size = from.size;
        System.arraycopy(from.what, 0, to.what, 0, from.size);
        System.arraycopy(from.gfp, 0, to.gfp, 0, from.size);
        System.arraycopy(from.page, 0, to.page, 0, from.size);
        System.arraycopy(from.upper, 0, to.upper, 0, from.size);
        System.arraycopy(from.pfn, 0, to.pfn, 0, from.size);
        System.arraycopy(from.think, 0, to.think, 0, from.size);
    }

    @Override
    public void close() {}
}
