package org.pcpsim.replay;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.pcpsim.model.AllocatorModel;

/**
 * What tasks of the trace reclaimed for themselves, held until an allocation in the model has to reclaim.
 *
 * <p>Direct reclaim answers an allocation that finds no zone above its min mark, so it comes when a refill has just emptied a
 * zone. The model's refills come at other allocations than the kernel's; its reclaim goes where its own shortages are. What one
 * <em>call</em> freed stays together: folio batches of a CPU up to one that is not full, or up to the CPU's next allocation. A call
 * isolates 64 folios at most, so longer runs of batches are something else (truncation) and are freed when they come.
 *
 * <p>A CPU that must reclaim frees the oldest call on its own PCP and reclaims for as long as its frees took in the trace. Meanwhile
 * the trace goes on: the CPU's allocations are served below the marks, other CPUs find the same shortage and reclaim, kswapd
 * frees. If it is still short when the time is over, it drains all PCPs, and if that is not enough either it reclaims again. When
 * kswapd goes to sleep, and at the end, what is held is freed where the trace freed it. Source: baseline spec section 7. Memory
 * in the frees that are held. Not thread-safe.
 */
final class DirectReclaim {
    /** Most folios that one call isolates: twice {@code SWAP_CLUSTER_MAX}. */
    private static final int LONGEST_CALL = 64;

    private static final long NEVER = Long.MAX_VALUE;

    private final ModelRun run;
    private final int folioBatch;
    private final Deque<Call> calls = new ArrayDeque<>();
    private final Call[] open;
    private final int[] lengths;
    /** Until when each CPU reclaims, in ns, or {@link #NEVER}. */
    private final long[] busy;
    /** Whether a CPU's next allocation is the design's to serve, from other CPUs' PCPs. */
    private final boolean[] asksOthers;
    /** Order and gfp flags of the allocation that each CPU reclaims for. */
    private final int[] orderOf;

    private final int[] gfpOf;
    /** The first of {@link #busy}. */
    private long nextEnd = NEVER;

    /** Whether the trace has had a free that may be held. */
    private boolean needed;

    private long pages;
    private int openCalls;
    private long event;
    private long time;

    /** Pages of one call, in the order that they were freed in. */
    private static final class Call {
        private final int cpu;
        private int[] page = new int[LONGEST_CALL];
        private byte[] order = new byte[LONGEST_CALL];
        private long[] event = new long[LONGEST_CALL];
        private final long start;
        private long end;
        private int size;

        Call(int cpu, long start) {
            this.cpu = cpu;
            this.start = start;
        }

        void add(int ofPage, int ofOrder, long ofEvent) {
            if (size == page.length) {
                page = Arrays.copyOf(page, size * 2);
                order = Arrays.copyOf(order, size * 2);
                event = Arrays.copyOf(event, size * 2);
            }
            page[size] = ofPage;
            order[size] = (byte) ofOrder;
            event[size++] = ofEvent;
        }
    }

    DirectReclaim(ModelRun run, int cpus, int folioBatch) {
        this.run = run;
        this.folioBatch = folioBatch;
        open = new Call[cpus];
        lengths = new int[cpus];
        busy = new long[cpus];
        Arrays.fill(busy, NEVER);
        asksOthers = new boolean[cpus];
        orderOf = new int[cpus];
        gfpOf = new int[cpus];
    }

    /** Whether there is, or was, anything to do here: {@link #look} and {@link #beforeAlloc} are to be called only then. */
    boolean isNeeded() {
        return needed;
    }

    /** Whether it holds no pages and no CPU reclaims: the next allocations make no difference to it, but for the first. */
    boolean isIdle() {
        return !needed || nextEnd == NEVER && !holdsAny();
    }

    /** Pages held. */
    long pages() {
        return pages;
    }

    private boolean holdsAny() {
        return openCalls > 0 || !calls.isEmpty();
    }

    /** Whether a chunk that the trace frees, the model's page of a row, is held from now on. */
    boolean takes(Operations batch, int row, int page) {
        int cpu = batch.cpu(row);
        if ((batch.flags(row) & Operations.LIKE_RECLAIM) == 0
                || lengths[cpu] >= LONGEST_CALL
                || !run.model().kswapdAwake()) {
            return false;
        }
        needed = true;
        if (open[cpu] == null) {
            open[cpu] = new Call(cpu, batch.time(row));
            openCalls++;
        }
        open[cpu].add(page, batch.order(row), batch.event(row));
        open[cpu].end = batch.time(row);
        pages += 1L << batch.order(row);
        return true;
    }

    /** The folio batch that begins at a row is over. */
    void batchEnds(Operations batch, int first) {
        if ((batch.flags(first) & Operations.LIKE_RECLAIM) == 0) {
            return;
        }
        needed = true;
        int cpu = batch.cpu(first);
        lengths[cpu] += batch.members(first);
        if (batch.members(first) < folioBatch) {
            endCall(cpu);
        } else if (lengths[cpu] >= LONGEST_CALL && open[cpu] != null) {
            Call call = open[cpu];
            open[cpu] = null;
            openCalls--;
            free(call, cpu);
        }
    }

    private void endCall(int cpu) {
        lengths[cpu] = 0;
        if (open[cpu] != null) {
            calls.add(open[cpu]);
            open[cpu] = null;
            openCalls--;
        }
    }

    /** The CPU is about to allocate. */
    void beforeAlloc(int cpu, int order, int gfp) {
        endCall(cpu);
        if (calls.isEmpty() && busy[cpu] == NEVER) {
            return;
        }
        AllocatorModel model = run.model();
        if (busy[cpu] == NEVER && !asksOthers[cpu] && model.mustReclaim(cpu, order, gfp)) {
            orderOf[cpu] = order;
            gfpOf[cpu] = gfp;
            begin(cpu);
        }
        if (busy[cpu] != NEVER && model.mustReclaim(cpu, order, gfp)) {
            model.reclaiming(cpu);
        }
        asksOthers[cpu] = false;
    }

    /** A CPU begins to reclaim what the oldest call did, for as long as its frees took. */
    private void begin(int cpu) {
        Call call = calls.remove();
        free(call, cpu);
        busy[cpu] = time + call.end - call.start;
        nextEnd = Math.min(nextEnd, busy[cpu]);
    }

    /** The time of a CPU's reclaim is over. */
    private void end(int cpu) {
        busy[cpu] = NEVER;
        AllocatorModel model = run.model();
        if (!model.mustReclaim(cpu, orderOf[cpu], gfpOf[cpu])) {
            return;
        }
        if (!model.drainsAllWhenShort()) {
            asksOthers[cpu] = true;
            return;
        }
        run.drainForAlloc(cpu);
        if (!calls.isEmpty() && model.mustReclaim(cpu, orderOf[cpu], gfpOf[cpu])) {
            begin(cpu);
        }
    }

    /** The event at hand, and its time: ends what is over by then, and frees what is held if no kswapd is at work any more. */
    void look(long atEvent, long atTime) {
        event = atEvent;
        time = atTime;
        if (nextEnd <= time) {
            nextEnd = NEVER;
            for (int cpu = 0; cpu < busy.length; cpu++) {
                if (busy[cpu] <= time) {
                    end(cpu);
                }
                nextEnd = Math.min(nextEnd, busy[cpu]);
            }
        }
        if (holdsAny() && !run.model().kswapdAwake()) {
            freeAll();
        }
    }

    /** Frees what is held where the trace freed it. */
    void freeAll() {
        for (int cpu = 0; cpu < open.length; cpu++) {
            endCall(cpu);
        }
        while (!calls.isEmpty()) {
            Call call = calls.remove();
            free(call, call.cpu);
        }
    }

    private void free(Call call, int cpu) {
        int staged = 0;
        for (int i = 0; i < call.size; i++) {
            run.stage(cpu, staged++, call.page[i], call.order[i], call.event[i], event, time);
            pages -= 1L << call.order[i];
            if (staged == folioBatch || i == call.size - 1) {
                run.freeStaged(cpu, staged, Operations.IN_TASK);
                staged = 0;
            }
        }
    }
}
