package org.pcpsim.benchmarks.parts;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.replay.LivePages;

/** The table of traced pages: a random live page dies and another one becomes live. */
@State(Scope.Thread)
public class TracedPages {
    private static final int PAIRS = 1 << 16;

    /** Live pages, of which one in eight of the traced memory is. */
    @Param({"4096", "1048576"})
    public int pages;

    private LivePages live;
    private SplitMix64 random;
    private int[] page;

    /** Makes the pages live. */
    @Setup
    public void fill() {
        live = new LivePages();
        random = new SplitMix64(1);
        page = new int[pages];
        for (int i = 0; i < pages; i++) {
            page[i] = fresh();
        }
    }

    private int fresh() {
        int at = random.nextInt(8 * pages);
        while (live.addPage(at) == LivePages.NONE) {
            at = random.nextInt(8 * pages);
        }
        return at;
    }

    /** A free and an allocation. */
    @Benchmark
    @OperationsPerInvocation(2 * PAIRS)
    public void freeAndAlloc() {
        for (int i = 0; i < PAIRS; i++) {
            int slot = random.nextInt(pages);
            live.giveBack(live.removePage(page[slot]));
            page[slot] = fresh();
        }
    }
}
