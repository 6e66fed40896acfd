package org.pcpsim.model.blockeconomy;

import org.pcpsim.zone.ChunkLists;
import org.pcpsim.zone.InvariantException;
import org.pcpsim.zone.Zone;

/** Verifies what a zone of whole blocks and the CPUs' buddies promise. Time in the number of blocks and free chunks. */
final class EconomyCheck {
    private final EconomyZone of;
    private final Zone zone;
    private final Buddies buddies;
    private final OwnedBlocks blocks;
    private final int cpus;
    private final int[] held;

    EconomyCheck(EconomyZone of, int cpus) {
        this.of = of;
        this.cpus = cpus;
        zone = of.zone;
        buddies = of.buddies;
        blocks = buddies.blocks;
        held = new int[zone.frames().blocks()];
    }

    /**
     * Verifies everything but what {@link Zone#check} does.
     *
     * @throws InvariantException naming the first fault
     */
    void run() {
        long pages = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            checkCpu(cpu);
            of.pushed.check(cpu);
            pages += buddies.count[cpu];
        }
        require(
                pages == zone.lists().lent().pages(),
                "counts " + zone.lists().lent().pages() + " pages on PCPs, found " + pages);
        int owned = 0;
        int partial = 0;
        for (int block = 0; block < held.length; block++) {
            owned += blocks.owner(block) < 0 ? 0 : 1;
            partial += held[block] > 0 && held[block] < blocks.size(block) ? 1 : 0;
            require(
                    held[block] == blocks.held(block),
                    "block " + block + " has " + held[block] + " free pages on its owner's PCP, counted "
                            + blocks.held(block));
            checkStock(block);
        }
        require(owned == blocks.owned(), "counts " + blocks.owned() + " owned blocks, found " + owned);
        require(partial == blocks.partial(), "counts " + blocks.partial() + " partly free blocks, found " + partial);
    }

    private void checkCpu(int cpu) {
        int pages = 0;
        for (int list = 0; list < Buddies.LISTS; list++) {
            int order = Math.min(list / Buddies.TYPES, OwnedBlocks.ORDER);
            int length = zone.checkPcpList(cpu, list, order);
            pages += length << order;
            if (order < OwnedBlocks.ORDER) {
                boolean known = (buddies.orders(cpu, list % Buddies.TYPES) & 1 << order) != 0;
                require(known == length > 0, "the orders of CPU " + cpu + " are wrong about list " + list);
            }
            ChunkLists lists = zone.lists();
            int at = lists.head(lists.pcpList(cpu, list));
            for (; at != Zone.NONE; at = lists.next(lists.pcpList(cpu, list), at)) {
                checkChunk(cpu, at, order);
            }
        }
        require(
                pages == buddies.count[cpu],
                "PCP of CPU " + cpu + " counts " + buddies.count[cpu] + " pages and has " + pages);
        require(of.bitmap.agrees(cpu, buddies.largest(cpu)), "the bitmap is wrong about CPU " + cpu);
    }

    private void checkChunk(int cpu, int pfn, int order) {
        int block = pfn >>> OwnedBlocks.ORDER;
        held[block] += 1 << order;
        require(
                blocks.owner(block) == cpu,
                "frame " + pfn + " is on the PCP of CPU " + cpu + ", which does not own its block");
        require(zone.isMarked(pfn), "frame " + pfn + " is on a PCP without mark");
        require(
                order == OwnedBlocks.ORDER || !zone.isMarkedOnPcp(pfn ^ 1 << order, order),
                "free buddies of order " + order + " at frame " + pfn + " are not merged");
    }

    /** In the zone lie whole blocks, of blocks that it cuts short those that are all free, and nobody owns them. */
    private void checkStock(int block) {
        if (block < zone.first() >>> OwnedBlocks.ORDER) {
            return;
        }
        boolean fragments = zone.fragmentPages(block) > 0;
        require(!fragments || blocks.isCut(block), "block " + block + " is in the zone in pieces");
        require(!fragments || zone.blocks().live(block) == 0, "block " + block + " is in the zone and given out");
        require(!fragments || blocks.owner(block) < 0, "block " + block + " is in the zone and owned");
        int first = blocks.firstFrame(block);
        boolean whole = zone.isFree(first, OwnedBlocks.ORDER) || zone.isFree(first & -1 << 10, 10);
        require(!whole || blocks.owner(block) < 0, "block " + block + " is free in the zone and owned");
    }

    private void require(boolean holds, String fault) {
        if (!holds) {
            throw new InvariantException(
                    "zone " + zone.spec().name() + " of node " + zone.spec().node() + ": " + fault);
        }
    }
}
