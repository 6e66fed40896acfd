package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Symbols;

class TimeOrderedEventsTest {
    private static List<Long> row(EventBatch batch, int row) {
        return List.of(
                batch.time[row],
                (long) batch.kind[row],
                (long) batch.order[row],
                (long) batch.migratetype[row],
                (long) batch.cpu[row],
                batch.pfn[row],
                (long) batch.gfp[row],
                (long) batch.gfpText[row],
                (long) batch.pid[row],
                (long) batch.comm[row],
                (long) batch.context[row],
                (long) batch.aux[row]);
    }

    /** Against a stable sort: steps come in order, their events up to 10 us later. */
    @Test
    void eventsComeInTheOrderOfTimeWithAllTheyHave() {
        SplitMix64 random = new SplitMix64(11);
        List<List<Long>> given = new ArrayList<>();
        List<List<Long>> taken = new ArrayList<>();
        long[] largestHeld = {0};
        TimeOrderedEvents events = new TimeOrderedEvents((batch, symbols) -> {
            assertThat(batch.firstEvent).isEqualTo(taken.size());
            for (int row = 0; row < batch.size; row++) {
                taken.add(row(batch, row));
            }
        });
        Symbols symbols = new Symbols();
        EventBatch batch = new EventBatch();
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            now += random.nextInt(40);
            events.passTo(now);
            for (int i = random.nextInt(4); i > 0; i--) {
                int row = batch.add((byte) random.nextInt(7), random.nextInt(512), now + random.nextInt(10_000));
                batch.order[row] = (byte) random.nextInt(11);
                batch.migratetype[row] = (byte) (random.nextInt(4) - 1);
                batch.pfn[row] = random.nextInt(3) == 0 ? EventBatch.NO_PFN : random.nextLong() >>> 1;
                batch.gfp[row] = (int) random.nextLong();
                batch.gfpText[row] = random.nextInt(1 << 20);
                batch.pid[row] = (int) random.nextLong();
                batch.comm[row] = random.nextInt(1 << 20);
                batch.context[row] = random.nextInt(1 << 20);
                batch.aux[row] = (int) random.nextLong();
                given.add(row(batch, row));
            }
            if (batch.size > 500) {
                events.accept(batch, symbols);
                largestHeld[0] = Math.max(largestHeld[0], given.size() - taken.size());
                batch.clear(0);
            }
        }
        events.accept(batch, symbols);
        events.end(symbols);

        given.sort(Comparator.comparingLong(row -> row.get(0)));
        assertThat(taken.equals(given)).isTrue();
        // What lies before the step under way does not stay: 10 us are some 750 events, a batch is 4096.
        assertThat(largestHeld[0]).isLessThan(7_000);
    }
}
