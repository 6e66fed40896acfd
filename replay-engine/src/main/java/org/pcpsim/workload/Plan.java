package org.pcpsim.workload;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.pcpsim.machine.SettingException;
import org.pcpsim.operation.OperationBlock;

/**
 * A workload with its parameters: independent sources, whose pages are freed on CPUs known beforehand.
 *
 * <p>Each source names its pages by itself: it owns {@link #regions} regions of {@link #regionPages} pages, one for each of
 * its last requests, used in turn. So every CPU can work out alone what it has to free.
 *
 * @param cpus number of CPUs
 * @param sources number of sources
 * @param regionPages pages that a request takes at most: a power of two
 * @param regions requests of one source whose pages are live at once, and one more; at most 32767
 * @param kinds kinds of pages
 * @param scripts requests of a source, from their beginning
 * @param sourcesOf sources that allocate or free on a CPU, in ascending order
 */
record Plan(
        int cpus,
        int sources,
        int regionPages,
        int regions,
        List<PageKind> kinds,
        IntFunction<Script> scripts,
        IntFunction<int[]> sourcesOf) {

    private static final long MOST_PAGES = 1 << 30;
    private static final int SPLIT_BITS = 4;

    /**
     * Checks that pages can be named.
     *
     * @throws SettingException if they are too many
     */
    Plan {
        long pages = (long) sources * regions * regionPages;
        if (Integer.bitCount(regionPages) != 1 || regions > Short.MAX_VALUE || regions < 2) {
            throw new IllegalArgumentException(
                    sources + " sources of " + regions + " regions of " + regionPages + " pages");
        }
        if (pages > MOST_PAGES) {
            throw new SettingException(
                    "workload: its sizes and cpus together", pages + " names of pages", "at most " + MOST_PAGES);
        }
        kinds = List.copyOf(kinds);
    }

    /** First page of a region of a source. */
    int firstPage(int source, int region) {
        return (source * regions + region) * regionPages;
    }

    /** The identity of a page: how often its region was used before. */
    static long identity(int page, int use) {
        return OperationBlock.identity(page, use);
    }

    /**
     * The same where uses may be left out: there is room for those of a chunk's halves.
     *
     * @param splits how often the page was the lower half of what was split in this use, 0–10
     */
    static long identity(int page, int use, int splits) {
        return OperationBlock.identity(page, (use << SPLIT_BITS | splits) & Integer.MAX_VALUE);
    }

    /** The least power of two that is not less. */
    static int powerOfTwo(int atLeast) {
        return atLeast <= 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }

    /** The only source, on every CPU. */
    static int[] theOnlySource(int cpu) {
        return new int[] {0};
    }

    /** Sources {@code first}, {@code first + step} … below {@code end}. */
    static int[] every(int first, int step, int end) {
        return IntStream.iterate(first, source -> source < end, source -> source + step)
                .toArray();
    }

    /** Sources in ascending order, each once. */
    static int[] inOrder(IntStream sources) {
        return sources.distinct().sorted().toArray();
    }
}
