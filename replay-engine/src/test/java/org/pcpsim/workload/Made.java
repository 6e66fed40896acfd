package org.pcpsim.workload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationCursor;
import org.pcpsim.operation.OperationStreams;

/** All operations of a workload, read from the streams of its CPUs. */
record Made(WorkloadRun run, List<Op> ops) {
    /** One operation: its CPU and time, and the identity of its pages. */
    record Op(int cpu, long time, boolean alloc, long page, int order, int migratetype, int pid, String comm) {
        int pages() {
            return 1 << order;
        }

        /** The part of the identity that is used again. */
        int number() {
            return (int) page;
        }
    }

    /** The operations in the order of time. */
    static Made of(String name, String... assignments) {
        WorkloadRun run = run(name, assignments);
        List<Op> ops = new ArrayList<>();
        try (OperationStreams streams = run.streams()) {
            for (int cpu = 0; cpu < streams.cpus(); cpu++) {
                ops.addAll(ofCpu(streams, cpu, Integer.MAX_VALUE));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        ops.sort(Comparator.comparingLong(Op::time));
        return new Made(run, ops);
    }

    static WorkloadRun run(String name, String... assignments) {
        Workload workload = Workloads.all().stream()
                .filter(w -> w.name().equals(name))
                .findFirst()
                .orElseThrow();
        Map<String, String> given = new HashMap<>();
        for (String assignment : assignments) {
            WorkloadRun.assign(workload, assignment, given);
        }
        return WorkloadRun.of(workload, given);
    }

    /** The first operations of one CPU, in its order. */
    static List<Op> ofCpu(OperationStreams streams, int cpu, int most) throws IOException {
        List<Op> ops = new ArrayList<>();
        OperationCursor cursor = streams.cursor(cpu);
        OperationBlock block = new OperationBlock();
        long time = 0;
        while (ops.size() < most && cursor.read(block)) {
            for (int row = 0; row < block.size && ops.size() < most; row++) {
                if (block.think[row] < 0) {
                    throw new AssertionError("think time " + block.think[row]);
                }
                time += block.think[row];
                ops.add(new Op(
                        cpu,
                        time,
                        block.op(row) == OperationBlock.ALLOC,
                        block.page[row],
                        block.order(row),
                        block.migratetype(row),
                        block.pid[row],
                        streams.symbols().text(block.comm[row])));
            }
        }
        return ops;
    }

    List<Op> allocs() {
        return ops.stream().filter(Op::alloc).toList();
    }

    List<Op> frees() {
        return ops.stream().filter(op -> !op.alloc()).toList();
    }

    /** Operations by their pages' identity: the allocation of each. */
    Map<Long, Op> allocsByPage() {
        Map<Long, Op> byPage = new HashMap<>();
        allocs().forEach(op -> byPage.put(op.page(), op));
        return byPage;
    }

    /** Share of the frees on another CPU than the allocation's, 0 to 1. */
    double remoteShare() {
        Map<Long, Op> allocs = allocsByPage();
        return (double) frees().stream()
                        .filter(op -> allocs.get(op.page()).cpu() != op.cpu())
                        .count()
                / frees().size();
    }

    /** Most pages live at once. */
    long mostLive() {
        long live = 0;
        long most = 0;
        for (Op op : ops) {
            live += op.alloc() ? op.pages() : -op.pages();
            most = Math.max(most, live);
        }
        return most;
    }
}
