package org.pcpsim.workload;

import java.util.Arrays;

/**
 * What one source does on one CPU: goes through the source's requests, makes this CPU's allocations and frees, and passes
 * over those of others a request at a time.
 *
 * <p>A request takes a span of time. First its CPU frees what is due on it, then it allocates; what is due on other CPUs
 * they free one after the other from the beginning of the same span, which ends when all is done. So a page is freed in a
 * later span than it was allocated in, and its name is used again in a later one still.
 *
 * <p>Memory: 17 bytes for each region. Constant time an operation, and a request. Not thread-safe.
 */
final class Source {
    private static final short NONE = -1;

    private final Plan plan;
    private final int number;
    private final int cpu;
    private final boolean keepsLast;
    private final Script script;
    private final Request request = new Request();
    private final int[] freeNs;
    private final int[] folios;

    private final short[] counts;
    private final byte[] orders;
    private final byte[] kinds;
    private final boolean[] splits;
    private final int[] freeCpus;
    private final int[] pids;
    private final short[] next;
    private final short[] firstDue;
    private final short[] lastDue;

    private long left;
    private int lastAllocating = -1;
    private int live;
    private int region = -1;
    private int use;
    private boolean begun;
    private long end;
    /** Where the next part of this CPU begins. */
    private long at;

    private short due = NONE;
    private boolean allocates;

    private int partLeft;
    private long partTime;
    private int partGap;

    // The step that next() has moved to.
    private long time;
    private boolean alloc;
    private int stepRegion;
    private int stepOrder;
    private int stepUse;
    private int position;
    private int stride;
    private int members;

    /**
     * Before the first step.
     *
     * @param allocs allocations of the source in all
     * @param keepsLast whether the last of them is never freed
     */
    Source(Plan plan, int number, int cpu, long allocs, boolean keepsLast) {
        this.plan = plan;
        this.number = number;
        this.cpu = cpu;
        this.keepsLast = keepsLast;
        left = allocs;
        script = plan.scripts().apply(number);
        freeNs = plan.kinds().stream().mapToInt(PageKind::freeNs).toArray();
        folios = plan.kinds().stream().mapToInt(PageKind::folios).toArray();
        int regions = plan.regions();
        counts = new short[regions];
        orders = new byte[regions];
        kinds = new byte[regions];
        splits = new boolean[regions];
        freeCpus = new int[regions];
        pids = new int[regions];
        next = new short[regions];
        firstDue = new short[regions];
        lastDue = new short[regions];
        Arrays.fill(firstDue, NONE);
    }

    /** Moves to the next allocation or folio batch of the CPU; false at the end. */
    boolean next() {
        while (partLeft == 0) {
            if (!nextPart() && !nextRequest()) {
                return false;
            }
        }
        time = partTime;
        position += members * stride;
        members = alloc ? 1 : Math.min(partLeft, folios[kinds[stepRegion]]);
        partLeft -= members;
        partTime += (long) members * partGap;
        return true;
    }

    /** Number of the source. */
    int number() {
        return number;
    }

    /** Time of the step in ns. */
    long time() {
        return time;
    }

    /** Whether it allocates. */
    boolean isAlloc() {
        return alloc;
    }

    /** Frees of the batch; 1 for an allocation. */
    int members() {
        return members;
    }

    /** Whether the frees are announced and then committed. */
    boolean isBatched() {
        return !alloc && folios[kinds[stepRegion]] > 1;
    }

    /** Name of a member's first page. */
    int page(int member) {
        return plan.firstPage(number, stepRegion) + position + member * stride;
    }

    /** How often that name was used before. */
    int use() {
        return stepUse;
    }

    /** Order of each member. */
    int order() {
        return stepOrder;
    }

    /** Order that they were allocated with. */
    int allocatedOrder() {
        return orders[stepRegion];
    }

    /** Number of their {@link PageKind}. */
    int kind() {
        return kinds[stepRegion];
    }

    /** Whether the CPU that allocates makes all uses of its names but does not use each every time. */
    boolean leavesUsesOut() {
        return freeCpus[stepRegion] != Request.EVERY_CPU;
    }

    /** Process. */
    int pid() {
        return pids[stepRegion];
    }

    /** The next part of the open request that is this CPU's. */
    private boolean nextPart() {
        boolean own = request.cpu == cpu;
        while (due != NONE) {
            int freed = due;
            due = next[freed];
            if (own ? isOwn(freed) : isOther(freed)) {
                long begin = at;
                at += duration(freed);
                if (freeCpus[freed] == cpu || freeCpus[freed] == Request.EVERY_CPU) {
                    beginFree(freed, begin);
                    return true;
                }
            }
        }
        if (allocates) {
            allocates = false;
            beginPart(true, region, 0, 1, counts[region], at, request.gapNs);
            return true;
        }
        return false;
    }

    private void beginFree(int freed, long begin) {
        boolean every = freeCpus[freed] == Request.EVERY_CPU;
        int first = every ? cpu : 0;
        int step = every ? plan.cpus() : 1;
        int count = counts[freed] - (keepsLast && left == 0 && freed == lastAllocating ? 1 : 0);
        int mine = count <= first ? 0 : (count - first + step - 1) / step;
        if (splits[freed]) {
            beginPart(false, freed, 0, 1, mine << orders[freed], begin, freeNs[kinds[freed]]);
            stepOrder = 0;
            stride = 1;
        } else {
            beginPart(false, freed, first, step, mine, begin, freeNs[kinds[freed]]);
        }
    }

    private void beginPart(boolean allocating, int of, int first, int step, int count, long begin, int gap) {
        alloc = allocating;
        stepRegion = of;
        stepOrder = orders[of];
        stepUse = of <= region ? use : use - 1;
        stride = step << orders[of];
        position = first << orders[of];
        members = 0;
        partLeft = count;
        partTime = begin;
        partGap = gap;
    }

    /** Opens the next request; false at the end. */
    private boolean nextRequest() {
        if (left == 0 && live == 0) {
            return false;
        }
        if (begun) {
            firstDue[region] = NONE;
        }
        begun = true;
        region++;
        if (region == plan.regions()) {
            region = 0;
            use++;
        }
        write();
        due = firstDue[region];
        long own = (long) counts[region] * request.gapNs;
        long others = 0;
        for (int freed = due; freed != NONE; freed = next[freed]) {
            live--;
            long duration = duration(freed);
            own += isOwn(freed) ? duration : 0;
            others += isOther(freed) ? duration : 0;
        }
        at = end + request.pauseNs;
        end = at + Math.max(own, others);
        allocates = request.cpu == cpu && counts[region] > 0;
        return true;
    }

    /** Takes down the request of the region, if the source still allocates. */
    private void write() {
        if (left == 0) {
            request.count = 0;
            request.pauseNs = 0;
            counts[region] = 0;
            return;
        }
        script.next(request);
        int count = (int) Math.min(request.count, left);
        if ((long) count << request.order > plan.regionPages() || request.life < 1 || request.life >= plan.regions()) {
            throw new IllegalStateException(count + " pages of order " + request.order + " for " + request.life
                    + " requests do not fit the plan: " + plan);
        }
        counts[region] = (short) count;
        orders[region] = (byte) request.order;
        kinds[region] = (byte) request.kind;
        splits[region] = request.split;
        freeCpus[region] = request.freeCpu;
        pids[region] = request.pid;
        if (count > 0) {
            left -= count;
            live++;
            lastAllocating = region;
            fallDue(region, (region + request.life) % plan.regions());
        }
    }

    private void fallDue(int freed, int when) {
        next[freed] = NONE;
        if (firstDue[when] == NONE) {
            firstDue[when] = (short) freed;
        } else {
            next[lastDue[when]] = (short) freed;
        }
        lastDue[when] = (short) freed;
    }

    private boolean isOwn(int freed) {
        return freeCpus[freed] == request.cpu || freeCpus[freed] == Request.EVERY_CPU;
    }

    private boolean isOther(int freed) {
        return freeCpus[freed] != request.cpu;
    }

    private long duration(int freed) {
        int count = counts[freed];
        if (freeCpus[freed] == Request.EVERY_CPU) {
            count = (count + plan.cpus() - 1) / plan.cpus();
        }
        return ((long) count << (splits[freed] ? orders[freed] : 0)) * freeNs[kinds[freed]];
    }
}
