package org.pcpsim.replay;

import org.pcpsim.machine.Machine;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.result.ByGroup;
import org.pcpsim.trace.GfpText;
import org.pcpsim.trace.Symbols;

/**
 * Counts by group what operations do under {@code zone->lock}, and wait for it, in timed order.
 *
 * <p>What a CPU does counts for the group of the operation that it has begun last: of a folio batch, of its first member; its
 * frees on other CPUs than the allocation's each for its own. Costs some look-ups an operation, and 16 bytes for each page that is
 * live at once. Not thread-safe.
 */
final class TimedGroups {
    private static final long BITS = 0xFFFF_FFFFL;

    private final Grouping by;
    private final Symbols symbols;
    private final Machine machine;
    private final GroupTotals totals = new GroupTotals();
    private final int[] current;

    /** Where each identity was allocated, and, in place of a time, with which flags. */
    private final TimedPages origins = new TimedPages();

    /**
     * Without counts.
     *
     * @param symbols in which streams name processes
     */
    TimedGroups(Grouping by, Symbols symbols, Machine machine) {
        this.by = by;
        this.symbols = symbols;
        this.machine = machine;
        current = new int[machine.cpus()];
    }

    /** The warmup has passed; what was counted is forgotten, what is allocated is not. */
    void forget() {
        totals.clear();
    }

    /** A CPU's worker begins a pass. */
    void works(int cpu) {
        current[cpu] = GroupTotals.WORKERS;
    }

    /** A CPU begins an allocation, a free or a folio batch. */
    void begins(int cpu, OperationBlock block, int first) {
        current[cpu] = key(cpu, block, first);
        totals.of(current[cpu]);
        if (block.op(first) == OperationBlock.ALLOC) {
            origins.put(block.page[first], cpu, block.gfp[first] & BITS);
            return;
        }
        for (int row = first; row < first + block.members(first); row++) {
            if (block.op(row) == OperationBlock.FREE) {
                int key = key(cpu, block, row);
                if (origins.page(block.page[row]) != cpu) {
                    totals.of(key).remoteFrees++;
                }
                origins.free(block.page[row], 0);
            }
        }
    }

    /** An allocation becomes two. */
    void split(OperationBlock block, int row) {
        long gfp = origins.from(block.page[row]);
        int cpu = origins.page(block.page[row]);
        origins.free(block.page[row], 0);
        origins.put(OperationBlock.lower(block.page[row]), cpu, gfp);
        origins.put(block.upper[row], cpu, gfp);
    }

    private int key(int cpu, OperationBlock block, int row) {
        return switch (by) {
            case ORDER -> block.order(row);
            case CPU -> cpu;
            case NODE -> machine.nodeOf(cpu);
            case COMM -> block.comm[row];
            case PID -> block.pid[row];
            case GFP ->
                switch (block.op(row)) {
                    case OperationBlock.ALLOC -> block.gfp[row];
                    case OperationBlock.FREE -> (int) origins.from(block.page[row]);
                    default -> GroupTotals.UNKNOWN;
                };
        };
    }

    /** A CPU has taken the lock of a zone. */
    void took(int cpu) {
        totals.of(current[cpu]).acquisitions++;
    }

    /** A CPU has waited for it, in ps. */
    void waited(int cpu, long time) {
        totals.of(current[cpu]).wait += time;
    }

    /** A CPU has held it, in ps. */
    void held(int cpu, long time) {
        totals.of(current[cpu]).hold += time;
    }

    /** A CPU has moved pages under it. */
    void moved(int cpu, long pages) {
        if (pages > 0) {
            totals.of(current[cpu]).pages += pages;
        }
    }

    /** The groups that took the lock most often, and the rest together. */
    ByGroup result() {
        return totals.result(by, this::name, true);
    }

    private String name(int key) {
        return switch (by) {
            case COMM -> symbols.text(key);
            case GFP -> GfpText.of(key);
            default -> Integer.toString(key);
        };
    }
}
