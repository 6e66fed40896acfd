package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LivePagesTest {
    @Test
    void everyPageOfAnAllocationLeadsToItAcrossBlockBorders() {
        LivePages live = new LivePages();
        int handle = live.add(510, 2);

        for (long page = 510; page < 514; page++) {
            assertThat(live.at(page)).isEqualTo(handle);
        }
        assertThat(live.at(509)).isEqualTo(LivePages.NONE);
        assertThat(live.at(514)).isEqualTo(LivePages.NONE);
        assertThat(live.pages()).isEqualTo(4);
    }

    @Test
    void memoryFollowsTheLivePagesNotTheTrace() {
        LivePages live = new LivePages();
        for (long block = 0; block < 100_000; block++) {
            int handle = live.add(block * 512 * 977, 0);
            live.remove(handle);
            live.giveBack(handle);
        }

        assertThat(live.rows()).isEqualTo(1);
        assertThat(live.handles()).isEqualTo(1);
    }

    @Test
    void aPageAllocatedByItselfIsToldFromAPiece() {
        LivePages live = new LivePages();
        int page = live.add(7, 0);
        int pair = live.add(8, 1);
        live.split(pair);

        assertThat(live.removePage(6)).isEqualTo(LivePages.NONE);
        assertThat(live.removePage(8)).isEqualTo(LivePages.NONE);
        assertThat(live.removePage(9)).isEqualTo(LivePages.NONE);
        assertThat(live.removePage(7)).isEqualTo(page);
        assertThat(live.removePage(7)).isEqualTo(LivePages.NONE);
        assertThat(live.pages()).isEqualTo(2);
    }

    @Test
    void theNextLivePageIsFoundAcrossBlocks() {
        LivePages live = new LivePages();
        live.add(5000, 0);

        assertThat(live.next(0, 10_000)).isEqualTo(5000);
        assertThat(live.next(5000, 10_000)).isEqualTo(5000);
        assertThat(live.next(5001, 10_000)).isEqualTo(10_000);
        assertThat(live.next(0, 5000)).isEqualTo(5000);
    }

    @Test
    void pagesOfAnyNumberHaveTheirOwnRows() {
        LivePages live = new LivePages();
        long[] pfns = {0, 511, 512, (1L << 31) - 1, 1L << 31, 1L << 40, Long.MAX_VALUE - 8, -1};
        int[] handles = new int[pfns.length];
        for (int i = 0; i < pfns.length; i++) {
            handles[i] = live.add(pfns[i], 0);
        }
        for (int i = 0; i < pfns.length; i++) {
            assertThat(live.at(pfns[i])).isEqualTo(handles[i]);
        }
        for (int i = 0; i < pfns.length; i++) {
            assertThat(live.removePage(pfns[i])).isEqualTo(handles[i]);
        }
        assertThat(live.pages()).isZero();
    }

    @Test
    void agreesWithAPlainMapOnRandomSequences() {
        long seed = 20260423;
        Random random = new Random(seed);
        LivePages live = new LivePages();
        Map<Long, Integer> pages = new HashMap<>();
        List<Integer> handles = new ArrayList<>();
        for (int step = 0; step < 6_000; step++) {
            if (handles.isEmpty() || random.nextInt(100) < 52) {
                int order = random.nextInt(11);
                long pfn = random.nextInt(400) * 1024L * (1 + random.nextInt(1000)) + random.nextInt(3);
                boolean dead = true;
                for (long page = pfn; page < pfn + (1L << order); page++) {
                    dead &= !pages.containsKey(page);
                }
                if (dead) {
                    int handle = live.add(pfn, order);
                    handles.add(handle);
                    for (long page = pfn; page < pfn + (1L << order); page++) {
                        pages.put(page, handle);
                    }
                }
            } else {
                int handle = handles.get(random.nextInt(handles.size()));
                if (random.nextInt(4) == 0 && live.order(handle) > 0) {
                    int upper = live.split(handle);
                    handles.add(upper);
                    for (long page = live.first(upper); page < live.first(upper) + (1L << live.order(upper)); page++) {
                        pages.put(page, upper);
                    }
                } else {
                    for (long page = live.first(handle);
                            page < live.first(handle) + (1L << live.order(handle));
                            page++) {
                        pages.remove(page);
                    }
                    handles.remove((Integer) handle);
                    live.remove(handle);
                    live.giveBack(handle);
                }
            }
            assertThat(live.pages()).as("seed %d step %d", seed, step).isEqualTo(pages.size());
            if (step % 1000 == 0) {
                pages.forEach((page, handle) ->
                        assertThat(live.at(page)).as("seed %d", seed).isEqualTo(handle));
            }
        }
    }

    @Test
    void aPageThatIsLiveAlreadyIsNotAddedByItself() {
        LivePages live = new LivePages();
        int pair = live.add(8, 1);

        assertThat(live.addPage(9)).isEqualTo(LivePages.NONE);
        assertThat(live.at(9)).isEqualTo(pair);
        assertThat(live.pages()).isEqualTo(2);
        assertThat(live.addPage(10)).isNotEqualTo(pair);
        assertThat(live.handles()).isEqualTo(2);
        assertThat(live.addPage(10)).isEqualTo(LivePages.NONE);
    }

    /** A handle's last allocation does not shine through. */
    @Test
    void whatAPageAddedByItselfIsIsKnownOnceItIsLookedUp() {
        LivePages live = new LivePages();
        int chunk = live.add(512, 3);
        live.remove(chunk);
        live.giveBack(chunk);
        int page = live.addPage(77);

        assertThat(page).isEqualTo(chunk);
        assertThat(live.at(77)).isEqualTo(page);
        assertThat(live.first(page)).isEqualTo(77);
        assertThat(live.order(page)).isZero();
        assertThat(live.allocatedOrder(page)).isZero();
        live.remove(page);
        assertThat(live.at(77)).isEqualTo(LivePages.NONE);
        assertThat(live.pages()).isZero();
    }

    /** Too many blocks, too far up, to be found by their number alone. */
    @Test
    void thousandsOfFarBlocksAreFoundWhileOthersGo() {
        LivePages live = new LivePages();
        long first = 1L << 40;
        Map<Long, Integer> handles = new HashMap<>();
        for (int block = 0; block < 2000; block++) {
            long pfn = first + block * 7L * 512 + block % 512;
            handles.put(pfn, live.add(pfn, 0));
        }
        assertThat(live.pages()).isEqualTo(2000);
        handles.forEach((pfn, handle) -> assertThat(live.at(pfn)).isEqualTo(handle));

        List<Long> gone = handles.keySet().stream().filter(pfn -> pfn % 3 == 0).toList();
        for (long pfn : gone) {
            assertThat(live.removePage(pfn)).isEqualTo(handles.remove(pfn));
        }
        assertThat(live.pages()).isEqualTo(handles.size());
        handles.forEach((pfn, handle) -> assertThat(live.at(pfn)).isEqualTo(handle));
        gone.forEach(pfn -> assertThat(live.at(pfn)).isEqualTo(LivePages.NONE));
    }
}
