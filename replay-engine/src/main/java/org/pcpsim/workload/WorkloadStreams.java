package org.pcpsim.workload;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.pcpsim.operation.GeneratedStreams;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationCursor;
import org.pcpsim.operation.StreamTotals;
import org.pcpsim.trace.Symbols;

/**
 * A workload as one stream for each CPU. A cursor works out what its CPU does by itself and holds a few KB for each source
 * that has a part in it; nothing is read and nothing grows with the number of operations.
 */
final class WorkloadStreams implements GeneratedStreams {
    private final Plan plan;
    private final long operations;
    private final Symbols symbols = new Symbols();
    private final PageTexts texts;
    private final AtomicReferenceArray<CpuTotals> totals;
    private final long origin;

    WorkloadStreams(Plan plan, long operations) {
        this.plan = plan;
        this.operations = operations;
        texts = new PageTexts(plan.kinds(), symbols);
        totals = new AtomicReferenceArray<>(plan.cpus());
        long first = Long.MAX_VALUE;
        for (int cpu = 0; cpu < plan.cpus(); cpu++) {
            CpuSteps steps = new CpuSteps(plan, cpu, operations);
            if (steps.next()) {
                first = Math.min(first, steps.step().time());
            }
        }
        origin = first;
    }

    @Override
    public int cpus() {
        return plan.cpus();
    }

    @Override
    public Symbols symbols() {
        return symbols;
    }

    @Override
    public Cursor cursor(int cpu) {
        return new Cursor(cpu, new CpuSteps(plan, cpu, operations));
    }

    @Override
    public StreamTotals totals() {
        long events = 0;
        long allocs = 0;
        long frees = 0;
        long pieces = 0;
        long spans = 0;
        long last = origin;
        for (int cpu = 0; cpu < plan.cpus(); cpu++) {
            if (totals.get(cpu) == null) {
                Cursor rest = cursor(cpu);
                OperationBlock block = new OperationBlock();
                while (rest.read(block)) {}
            }
            CpuTotals of = totals.get(cpu);
            events += of.events;
            allocs += of.allocs;
            frees += of.frees;
            pieces += of.pieces;
            spans += of.last - of.first;
            last = Math.max(last, of.last);
        }
        return events == 0 ? StreamTotals.NONE : new StreamTotals(events, allocs, frees, pieces, last - origin, spans);
    }

    @Override
    public void close() {}

    /** What there is in the stream of one CPU. */
    private record CpuTotals(long events, long allocs, long frees, long pieces, long first, long last) {}

    private final class Cursor implements OperationCursor {
        private final int cpu;
        private final CpuSteps steps;
        private boolean waiting;
        private boolean ended;
        private long first = -1;
        private long time = origin;
        private long events;
        private long allocs;
        private long frees;
        private long pieces;

        Cursor(int cpu, CpuSteps steps) {
            this.cpu = cpu;
            this.steps = steps;
        }

        @Override
        public boolean read(OperationBlock block) {
            block.size = 0;
            while (waiting || !ended && steps.next()) {
                waiting = !block.fits(rows(steps.step()));
                if (waiting) {
                    return true;
                }
                add(steps.step(), block);
            }
            if (!ended) {
                ended = true;
                totals.set(cpu, new CpuTotals(events, allocs, frees, pieces, Math.max(first, 0), first < 0 ? 0 : time));
            }
            return block.size > 0;
        }

        /** Rows of a step at most. */
        private int rows(Source step) {
            return step.members() * (isOfPieces(step) ? 2 : 1) + step.allocatedOrder();
        }

        private boolean isOfPieces(Source step) {
            return step.order() < step.allocatedOrder();
        }

        private void add(Source step, OperationBlock block) {
            int at = block.size;
            if (isOfPieces(step)) {
                for (int member = 0; member < step.members(); member++) {
                    split(step, step.page(member), block);
                }
            }
            addStep(step, block);
            block.think[at] = step.time() - time;
            time = step.time();
            count(step);
        }

        /** Halves what a page is the first of until it stands alone. */
        private void split(Source step, int page, OperationBlock block) {
            int largest = size(step, page);
            for (int order = largest; order > 0; order--) {
                int flags = OperationBlock.IMPLIED | OperationBlock.USES_LEFT_OUT;
                int row = block.add(OperationBlock.SPLIT, order, 0, flags);
                block.page[row] = Plan.identity(page, step.use(), largest - order);
                block.upper[row] = Plan.identity(page + (1 << order - 1), step.use(), 0);
                block.gfp[row] = 0;
                block.pid[row] = step.pid();
                block.comm[row] = texts.freeComm[step.kind()];
                block.think[row] = 0;
            }
        }

        /** Order of what is left at a page when all before it is free. */
        private int size(Source step, int page) {
            return Math.min(step.allocatedOrder(), Integer.numberOfTrailingZeros(page));
        }

        private void addStep(Source step, OperationBlock block) {
            int kind = step.kind();
            int at = block.size;
            byte what = step.isAlloc() ? OperationBlock.ALLOC : OperationBlock.FREE;
            boolean leftOut = step.leavesUsesOut();
            int flags = OperationBlock.IN_TASK | (leftOut ? OperationBlock.USES_LEFT_OUT : 0);
            for (int member = 0; member < step.members(); member++) {
                int row = block.add(what, step.order(), texts.migratetype[kind], flags);
                int page = step.page(member);
                block.page[row] = leftOut
                        ? Plan.identity(page, step.use(), isOfPieces(step) ? size(step, page) : 0)
                        : Plan.identity(page, step.use());
                block.gfp[row] = texts.gfp[kind];
                block.pid[row] = step.pid();
                block.comm[row] = step.isAlloc() ? texts.comm[kind] : texts.freeComm[kind];
                block.think[row] = 0;
            }
            block.members(at, step.members());
        }

        private void count(Source step) {
            if (first < 0) {
                first = time;
            }
            events += step.members();
            if (step.isAlloc()) {
                allocs++;
            } else {
                frees += step.members();
                pieces += isOfPieces(step) ? step.members() : 0;
                events += step.isBatched() ? step.members() : 0;
            }
        }
    }
}
