package org.pcpsim.workload;

import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationCursor;
import org.pcpsim.operation.OperationStreams;
import org.pcpsim.trace.Symbols;

/**
 * A workload as one stream for each CPU. A cursor works out what its CPU does by itself and holds a few KB for each source
 * that has a part in it; nothing is read and nothing grows with the number of operations.
 */
final class WorkloadStreams implements OperationStreams {
    private final Plan plan;
    private final long operations;
    private final Symbols symbols = new Symbols();
    private final PageTexts texts;

    WorkloadStreams(Plan plan, long operations) {
        this.plan = plan;
        this.operations = operations;
        texts = new PageTexts(plan.kinds(), symbols);
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
    public OperationCursor cursor(int cpu) {
        return new Cursor(new CpuSteps(plan, cpu, operations));
    }

    @Override
    public void close() {}

    private final class Cursor implements OperationCursor {
        private final CpuSteps steps;
        private boolean waiting;
        private boolean ended;
        private long time;

        Cursor(CpuSteps steps) {
            this.steps = steps;
        }

        @Override
        public boolean read(OperationBlock block) {
            block.size = 0;
            while (waiting || !ended && steps.next()) {
                waiting = !block.fits(steps.step().members());
                if (waiting) {
                    return true;
                }
                add(steps.step(), block);
            }
            ended = true;
            return block.size > 0;
        }

        private void add(Source step, OperationBlock block) {
            int kind = step.kind();
            int first = block.size;
            byte what = step.isAlloc() ? OperationBlock.ALLOC : OperationBlock.FREE;
            for (int member = 0; member < step.members(); member++) {
                int row = block.add(what, OperationBlock.IN_TASK);
                block.page[row] = Plan.identity(step.page(member), step.use());
                block.order[row] = (byte) step.order();
                block.migratetype[row] = texts.migratetype[kind];
                block.gfp[row] = texts.gfp[kind];
                block.pid[row] = step.pid();
                block.comm[row] = step.isAlloc() ? texts.comm[kind] : texts.freeComm[kind];
                block.think[row] = 0;
            }
            block.members[first] = (byte) step.members();
            block.think[first] = step.time() - time;
            time = step.time();
        }
    }
}
