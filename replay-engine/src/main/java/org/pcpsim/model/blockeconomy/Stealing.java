package org.pcpsim.model.blockeconomy;

import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Request;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.AllocFlags;
import org.pcpsim.zone.Zone;

/**
 * Looks for pages of one zone on other CPUs' PCPs in three passes: a whole free block, which changes its owner; a chunk of the
 * type, whose block stays its owner's; a chunk of another type.
 *
 * <p>Each CPU's lock is tried. If nobody had anything and a lock was refused, all are asked again and waited for. An allocation of
 * order 9 asks for whole blocks only, the CPU itself first; so is the CPU itself in the last pass, and in all passes where
 * marks kept it from its own. Source: pcp-buddy spec section 7b; waiting is [INFERRED]. Per-CPU state in arrays. Not
 * thread-safe.
 */
final class Stealing {
    /** Nobody has anything. */
    static final int NOBODY = -1;

    private static final int WHOLE = 0;
    private static final int SAME_TYPE = 1;
    private static final int OTHER_TYPES = 2;
    private static final int PASSES = 3;

    /** For each migratetype the two others, in the order in which the zone buddy would turn to them. */
    private static final int[][] OTHERS = {
        {Migratetype.RECLAIMABLE, Migratetype.MOVABLE},
        {Migratetype.RECLAIMABLE, Migratetype.UNMOVABLE},
        {Migratetype.UNMOVABLE, Migratetype.MOVABLE}
    };

    private final Economy economy;
    private final int[] zone;
    private final int[] order;
    private final int[] type;
    private final int[] flags;
    private final int[] passes;
    private final int[] pass;
    private final int[] position;
    private final boolean[] own;
    private final boolean[] refused;
    private final boolean[] waits;

    Stealing(Economy economy) {
        this.economy = economy;
        int cpus = economy.cpus;
        zone = new int[cpus];
        order = new int[cpus];
        type = new int[cpus];
        flags = new int[cpus];
        passes = new int[cpus];
        pass = new int[cpus];
        position = new int[cpus];
        own = new boolean[cpus];
        refused = new boolean[cpus];
        waits = new boolean[cpus];
    }

    /**
     * Begins to look for a chunk; the CPU holds no lock.
     *
     * @param withOwn whether the CPU's own PCP is asked in every pass
     * @param allocFlags {@link AllocFlags}: whether other types and CMA blocks may be taken of
     * @return the first request, or {@link #NOBODY}
     */
    int begin(int cpu, int ofZone, int wantedOrder, int wantedType, boolean withOwn, int allocFlags) {
        zone[cpu] = ofZone;
        order[cpu] = wantedOrder;
        type[cpu] = wantedType;
        own[cpu] = withOwn || wantedOrder == OwnedBlocks.ORDER;
        flags[cpu] = allocFlags;
        refused[cpu] = false;
        waits[cpu] = false;
        if (wantedOrder >= OwnedBlocks.ORDER) {
            passes[cpu] = wantedOrder == OwnedBlocks.ORDER ? SAME_TYPE : 0;
        } else {
            passes[cpu] = (allocFlags & AllocFlags.NOFRAGMENT) == 0 ? PASSES : OTHER_TYPES;
        }
        enter(cpu, WHOLE);
        return next(cpu);
    }

    private void enter(int cpu, int newPass) {
        pass[cpu] = newPass;
        position[cpu] = own[cpu] || newPass == OTHER_TYPES ? 0 : 1;
        if (newPass < passes[cpu]) {
            economy.zones[zone[cpu]].bitmap.look();
        }
    }

    private int next(int cpu) {
        while (pass[cpu] < passes[cpu]) {
            if (position[cpu] > economy.cpus) {
                enter(cpu, pass[cpu] + 1);
                if (pass[cpu] == passes[cpu] && refused[cpu] && !waits[cpu]) {
                    waits[cpu] = true;
                    enter(cpu, WHOLE);
                }
                continue;
            }
            int wanted = pass[cpu] == WHOLE ? OwnedBlocks.ORDER : order[cpu];
            EconomyZone in = economy.zones[zone[cpu]];
            boolean isSelf = position[cpu] > 0 && victim(cpu) == cpu;
            if (!isSelf && (in.bitmap.mayHave(victim(cpu), wanted) || !in.pushed.isEmpty(victim(cpu)))) {
                int lock = economy.lock(zone[cpu], victim(cpu));
                return waits[cpu] ? Request.take(lock, LockPath.OTHER) : Request.tryTake(lock, LockPath.OTHER);
            }
            position[cpu]++;
        }
        return NOBODY;
    }

    /** The CPU at the present position: the CPU itself at 0, then all in the order in which it visits them. */
    private int victim(int cpu) {
        return position[cpu] == 0 ? cpu : economy.visits.of(cpu)[position[cpu] - 1];
    }

    /** Goes on after {@link #take} found nothing: the next request, or {@link #NOBODY}. */
    int goOn(int cpu) {
        position[cpu]++;
        return next(cpu);
    }

    /** Whether what was found is a whole block, which nobody owns now, and not the chunk itself. */
    boolean isBlock(int cpu) {
        return pass[cpu] == WHOLE;
    }

    /** Pages that what was found has taken off the lists of the CPU that was asked: a block taken from itself stays there. */
    int pages(int cpu) {
        return isBlock(cpu) && victim(cpu) != cpu ? OwnedBlocks.PAGES : 1 << order[cpu];
    }

    /** What the CPU that was asked has, {@link Zone#NONE} if nothing, or if it was refused; gives the lock back. */
    int take(int cpu, boolean granted) {
        economy.probes++;
        if (!granted) {
            economy.probesRefused++;
            refused[cpu] = true;
            return Zone.NONE;
        }
        int of = victim(cpu);
        EconomyZone from = economy.zones[zone[cpu]];
        economy.absorb(cpu, zone[cpu], of);
        int pfn = switch (pass[cpu]) {
            case WHOLE -> from.takeWhole(of, flags[cpu]);
            case SAME_TYPE -> from.takePiece(of, order[cpu], type[cpu], flags[cpu]);
            default -> takeOther(cpu, of, from);
        };
        if (pfn == Zone.NONE) {
            economy.probesInVain++;
        } else {
            from.changed(of);
            count(cpu, of);
        }
        economy.locks.drop(cpu, economy.lock(zone[cpu], of));
        return pfn;
    }

    private int takeOther(int cpu, int of, EconomyZone from) {
        for (int other : OTHERS[type[cpu]]) {
            int pfn = from.buddies.take(of, order[cpu], other);
            if (pfn != Zone.NONE) {
                from.zone.fallback().countExtfrag(order[cpu], other, false);
                return pfn;
            }
        }
        return Zone.NONE;
    }

    private void count(int cpu, int of) {
        economy.bereave(cpu, of);
        if (of == cpu) {
            return;
        }
        switch (pass[cpu]) {
            case WHOLE -> economy.blocksStolen++;
            case SAME_TYPE -> economy.chunksStolen++;
            default -> economy.chunksStolenOfOtherTypes++;
        }
    }
}
