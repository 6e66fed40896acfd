package org.pcpsim.replay;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationCursor;
import org.pcpsim.operation.OperationStreams;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Symbols;

/** Streams of operations written down one by one; pages are named by numbers. */
final class HandStreams implements OperationStreams {
    private static final int USER = Gfp.HIGHMEM | Gfp.MOVABLE | Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;

    private record Row(byte op, int order, long page, long think, int members, int flags) {
        Row(byte op, int order, long page, long think, int members) {
            this(op, order, page, think, members, 0);
        }
    }

    private final List<List<Row>> rows = new ArrayList<>();

    HandStreams(int cpus) {
        for (int cpu = 0; cpu < cpus; cpu++) {
            rows.add(new ArrayList<>());
        }
    }

    HandStreams alloc(int cpu, int page, int order, long think) {
        return add(OperationBlock.ALLOC, cpu, OperationBlock.identity(page, 0), order, think);
    }

    HandStreams free(int cpu, int page, int order, long think) {
        return add(OperationBlock.FREE, cpu, OperationBlock.identity(page, 0), order, think);
    }

    /** An allocation or a free of what is named by an identity. */
    HandStreams add(byte op, int cpu, long identity, int order, long think) {
        rows.get(cpu).add(new Row(op, order, identity, think, 1));
        return this;
    }

    /** The operation of a CPU that stands at a place has these flags, too. */
    HandStreams flagged(int cpu, int at, int flags) {
        Row row = rows.get(cpu).get(at);
        rows.get(cpu).set(at, new Row(row.op, row.order, row.page, row.think, row.members, flags));
        return this;
    }

    /** A folio batch of single pages. */
    HandStreams batch(int cpu, List<Integer> pages, long think) {
        for (int i = 0; i < pages.size(); i++) {
            long identity = OperationBlock.identity(pages.get(i), 0);
            rows.get(cpu).add(new Row(OperationBlock.FREE, 0, identity, i == 0 ? think : 0, i == 0 ? pages.size() : 1));
        }
        return this;
    }

    @Override
    public int cpus() {
        return rows.size();
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
            public boolean read(OperationBlock block) {
                List<Row> all = rows.get(cpu);
                block.size = 0;
                while (next < all.size() && block.fits(all.get(next).members)) {
                    int end = next + all.get(next).members;
                    for (; next < end; next++) {
                        add(block, all.get(next));
                    }
                }
                return block.size > 0;
            }
        };
    }

    private static void add(OperationBlock block, Row row) {
        int at = block.add(row.op, row.order, 1, OperationBlock.IN_TASK | row.flags);
        block.gfp[at] = USER;
        block.page[at] = row.page;
        block.think[at] = row.think;
        block.members(at, row.members);
    }

    @Override
    public void close() {}
}
