package org.pcpsim.model.blockeconomy;

import org.pcpsim.machine.Machine;
import org.pcpsim.zone.Zone;

/**
 * Owners of the blocks that were partly free before the trace: those of its pages on PCPs, else the CPUs of the zone's node in
 * turn, by address ([INFERRED]). Whole free blocks beyond what a CPU keeps go to the zone. Blocks that are given out whole have
 * no owner before a page of them is freed.
 */
final class StartOwners {
    private final Machine machine;

    StartOwners(Machine machine) {
        this.machine = machine;
    }

    /** Gives a chunk that was on a CPU's PCP to its block's owner, which the CPU becomes if there is none. */
    static void fill(EconomyZone in, int cpu, int pfn, int order) {
        OwnedBlocks blocks = in.buddies.blocks;
        int block = pfn >>> OwnedBlocks.ORDER;
        if (blocks.owner(block) < 0) {
            blocks.give(block, cpu);
        }
        in.put(blocks.owner(block), pfn, order);
    }

    /** Gives every block that is partly free to a CPU, with what lies of it in the zone; leaves each what it keeps. */
    void deal(EconomyZone[] zones) {
        for (EconomyZone in : zones) {
            int[] cpus = cpusOf(in.zone.spec().node());
            in.stock.unite();
            OwnedBlocks blocks = in.buddies.blocks;
            int dealt = 0;
            for (int block = 0; block < in.zone.frames().blocks(); block++) {
                boolean free = blocks.owner(block) < 0 && in.zone.blocks().live(block) == 0;
                if (free || !hasFragment(in.zone, block)) {
                    continue;
                }
                if (blocks.owner(block) < 0) {
                    blocks.give(block, cpus[dealt++ % cpus.length]);
                }
                in.stock.adopt(blocks.owner(block), block);
                in.changed(blocks.owner(block));
            }
            for (int cpu = 0; cpu < machine.cpus(); cpu++) {
                in.giveBack(cpu, in.limits.blocks(cpu), Integer.MAX_VALUE);
            }
        }
    }

    private static boolean hasFragment(Zone zone, int block) {
        return block >= zone.first() >>> OwnedBlocks.ORDER && zone.fragmentPages(block) > 0;
    }

    private int[] cpusOf(int node) {
        int[] cpus = new int[machine.cpus()];
        int found = 0;
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            if (machine.nodeOf(cpu) == node) {
                cpus[found++] = cpu;
            }
        }
        if (found > 0) {
            return java.util.Arrays.copyOf(cpus, found);
        }
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            cpus[cpu] = cpu;
        }
        return cpus;
    }
}
