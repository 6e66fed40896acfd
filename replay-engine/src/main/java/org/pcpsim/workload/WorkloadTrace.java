package org.pcpsim.workload;

import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TimeOrder;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/**
 * A workload as the trace that a kernel would have written of it: the streams of all CPUs merged by time, ties by CPU.
 *
 * <p>All events of a folio batch have one time: first its frees, then their commits. Holds what the streams hold. Not
 * thread-safe.
 */
final class WorkloadTrace implements TraceReader {
    /** Keeps page frame 0 free, which some formats take for none; a multiple of the largest chunk. */
    private static final long FIRST_PFN = 1 << 12;

    private final TraceHeader header;
    private final Symbols symbols = new Symbols();
    private final PageTexts texts;
    private final CpuSteps[] cpus;
    private final TimeOrder order;
    private long events;

    WorkloadTrace(TraceHeader header, Plan plan, long operations) {
        this.header = header;
        texts = new PageTexts(plan.kinds(), symbols);
        cpus = new CpuSteps[plan.cpus()];
        order = new TimeOrder(cpus.length);
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            cpus[cpu] = new CpuSteps(plan, cpu, operations);
            if (cpus[cpu].next()) {
                order.add(cpu, cpus[cpu].step().time());
            }
        }
    }

    @Override
    public TraceHeader header() {
        return header;
    }

    @Override
    public Symbols symbols() {
        return symbols;
    }

    @Override
    public boolean read(EventBatch batch) {
        batch.clear(events);
        while (!order.isEmpty()) {
            int cpu = order.first();
            Source step = cpus[cpu].step();
            if (batch.size + 2 * step.members() > EventBatch.CAPACITY) {
                break;
            }
            add(step, cpu, batch);
            if (cpus[cpu].next()) {
                order.move(cpus[cpu].step().time());
            } else {
                order.remove();
            }
        }
        events += batch.size;
        return batch.size > 0;
    }

    @Override
    public void close() {}

    private void add(Source step, int cpu, EventBatch batch) {
        if (step.isAlloc()) {
            int kind = step.kind();
            int row = row(EventKind.ALLOC, step, 0, cpu, batch);
            batch.migratetype[row] = texts.migratetype[kind];
            batch.gfp[row] = texts.gfp[kind];
            batch.gfpText[row] = texts.gfpText[kind];
            batch.comm[row] = texts.comm[kind];
            return;
        }
        for (int member = 0; member < step.members(); member++) {
            row(EventKind.FREE, step, member, cpu, batch);
        }
        for (int member = 0; step.isBatched() && member < step.members(); member++) {
            batch.order[row(EventKind.FREE_BATCHED, step, member, cpu, batch)] = 0;
        }
    }

    private int row(byte kind, Source step, int member, int cpu, EventBatch batch) {
        int row = batch.add(kind, cpu, step.time());
        batch.pfn[row] = FIRST_PFN + step.page(member);
        batch.order[row] = (byte) step.order();
        batch.pid[row] = step.pid();
        batch.comm[row] = texts.freeComm[step.kind()];
        return row;
    }
}
