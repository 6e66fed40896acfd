package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.StepEngine;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationWord;
import org.pcpsim.zone.Zone;

/** What is looked at ahead of time is not known yet: it may be of an earlier allocation, or nothing at all. */
class PrefetchTest {
    private static final Machine MACHINE =
            Machine.builder().cpus(2).nodes(1).memory(8L << 30).build();
    private static final int END = (int) MACHINE.endPfn();

    private final List<Zone> zones = StepEngine.of("baseline", MACHINE).model().zones();
    private final Prefetch prefetch = new Prefetch(zones);

    @Test
    void pagesOfFreesMayLieInNoZone() {
        Operations batch = new Operations();
        int[] pages = {END - 1, 0, -1, END, Integer.MAX_VALUE, 1, Integer.MIN_VALUE, END - 1};
        for (int handle = 0; handle < pages.length; handle++) {
            batch.add(OperationWord.of(Operations.FREE, 0, 0, 0, 0), handle, handle, handle, 0, handle);
        }

        assertThatCode(() -> prefetch.frees(batch, 0, pages)).doesNotThrowAnyException();
        assertThatCode(() -> prefetch.frees(batch, pages.length - 1, pages)).doesNotThrowAnyException();
    }

    @Test
    void identitiesMayNeverHaveHadAPage() {
        TimedPages pages = new TimedPages();
        pages.put(OperationBlock.identity(3, 0), END - 1, 0);
        pages.put(OperationBlock.identity(4, 0), -1, 0);
        OperationBlock block = new OperationBlock();
        for (int number : new int[] {3, 4, 5, 1_000_000, Integer.MAX_VALUE >> 1}) {
            int row = block.add(OperationBlock.FREE, 0, 0, 0);
            block.page[row] = OperationBlock.identity(number, 7);
        }
        PageTouches touches = new PageTouches(2, END, 1000);

        assertThatCode(() -> prefetch.operations(block, 0, block.size, pages, touches))
                .doesNotThrowAnyException();
    }
}
