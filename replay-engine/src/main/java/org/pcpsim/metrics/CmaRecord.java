package org.pcpsim.metrics;

import java.util.List;
import java.util.Optional;
import org.pcpsim.result.Cma;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.LentChunks;
import org.pcpsim.zone.Zone;

/** Free pages of CMA blocks over a run, if there are such blocks; brought up to date only when a zone changes. Not thread-safe. */
final class CmaRecord {
    private final List<Zone> zones;
    private final long blocks;
    private long takenBefore;
    private long free;
    private long all;
    private long least;
    private double freeSum;
    private double shareSum;
    private long operations;
    private long since;

    CmaRecord(List<Zone> zones) {
        this.zones = zones;
        long count = 0;
        for (Zone zone : zones) {
            for (int block = 0; block < zone.frames().blocks(); block++) {
                count += zone.blocks().type(block) == Migratetype.CMA ? 1 : 0;
            }
        }
        blocks = count;
    }

    boolean isPresent() {
        return blocks > 0;
    }

    void restart() {
        freeSum = 0;
        shareSum = 0;
        operations = 0;
        since = 0;
        takenBefore = taken();
        read();
        least = free;
    }

    private long taken() {
        long pages = 0;
        for (Zone zone : zones) {
            pages += zone.fallback().cmaPages();
        }
        return pages;
    }

    private void read() {
        free = 0;
        all = 0;
        for (int z = 0; z < zones.size(); z++) {
            Zone zone = zones.get(z);
            LentChunks lent = zone.lists().lent();
            free += zone.freeCma() + lent.cmaPages();
            all += zone.freePages() + lent.pages();
        }
    }

    private double share() {
        return all == 0 ? 0 : (double) free / all;
    }

    /** The zones have changed since the last operation counted. */
    void changed() {
        add();
        read();
        least = Math.min(least, free);
    }

    private void add() {
        long times = operations - since;
        since = operations;
        freeSum += (double) free * times;
        shareSum += share() * times;
    }

    void operations(int more) {
        operations += more;
    }

    Optional<Cma> result() {
        if (!isPresent()) {
            return Optional.empty();
        }
        add();
        Cma.Free end = new Cma.Free(free, share());
        Cma.Free mean = operations == 0 ? end : new Cma.Free(freeSum / operations, shareSum / operations);
        return Optional.of(new Cma(blocks, taken() - takenBefore, end, mean, least));
    }
}
