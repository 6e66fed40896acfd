package org.pcpsim.lock;

/**
 * Who touched each {@code struct page} last, and how often which kind of touch came.
 *
 * <p>A touch is <em>recent</em> if the same CPU touched the page last, not long ago; <em>near</em> if it is none of these but
 * lies beside the page that the CPU touched before; <em>old</em> if the same CPU touched it last, long ago; else
 * <em>other</em> or <em>never</em>. Source: dynamics spec, finding 5 and (d)1. Memory: 4 KiB for each pageblock with a touched
 * page. Constant time a touch. Not thread-safe.
 */
public final class PageTouches {
    /** By the same CPU, not long ago. */
    public static final int RECENT = 0;
    /** Beside the page touched before. */
    public static final int NEAR = 1;
    /** By the same CPU, long ago. */
    public static final int OLD = 2;
    /** By another CPU. */
    public static final int OTHER = 3;
    /** By nobody. */
    public static final int NEVER = 4;
    /** Number of kinds. */
    public static final int KINDS = 5;

    /** A record that records nothing, and takes no prices. */
    public static final PageTouches NONE = new PageTouches();

    private static final int BLOCK_SHIFT = 9;
    private static final int BLOCK_PAGES = 1 << BLOCK_SHIFT;
    private static final int TIME_BITS = 49;
    private static final long TIME = (1L << TIME_BITS) - 1;

    /** Touches by kind, unless they are counted {@linkplain #into elsewhere}; only grow. */
    public final long[] counts = new long[KINDS];

    private long[] counted = counts;
    private long[] prices = new long[KINDS];
    private long cost;

    private final boolean on;
    private final long recent;
    /** CPU + 1 and time of the last touch of each page of a block. */
    private final long[][] blocks;

    private final int[] lastPage;
    private int cpu;
    private long now;

    private PageTouches() {
        on = false;
        recent = 0;
        blocks = new long[0][];
        lastPage = new int[0];
    }

    /**
     * Of pages that nobody touched yet.
     *
     * @param cpus CPUs, at most 8192
     * @param pages one more than the highest page frame number
     * @param recent what is not long ago, in ns
     */
    public PageTouches(int cpus, long pages, long recent) {
        on = true;
        this.recent = recent;
        blocks = new long[(int) (pages + BLOCK_PAGES - 1 >>> BLOCK_SHIFT)][];
        lastPage = new int[cpus];
        java.util.Arrays.fill(lastPage, -2);
    }

    /** Whether touches are recorded. */
    public boolean isOn() {
        return on;
    }

    /** From now on a CPU touches pages, at a time in ns of less than 6 days. */
    public void by(int nextCpu, long time) {
        cpu = nextCpu;
        now = time;
    }

    /** From now on touches are counted there, by kind. */
    public void into(long[] byKind) {
        counted = on ? byKind : counts;
    }

    /** From now on a touch of each kind costs this, in any unit. */
    public void price(long[] byKind) {
        if (on) {
            prices = byKind.clone();
        }
    }

    /** What all touches have cost; only grows. */
    public long cost() {
        return cost;
    }

    /**
     * Brings what is kept of a page into the cache.
     *
     * @return something that depends on what was read
     */
    public long prefetch(int page) {
        long[] block = blocks[page >>> BLOCK_SHIFT];
        return block == null ? 0 : block[page & BLOCK_PAGES - 1];
    }

    /** The CPU touches a page. */
    public void touch(int page) {
        long[] block = blocks[page >>> BLOCK_SHIFT];
        if (block == null) {
            block = new long[BLOCK_PAGES];
            blocks[page >>> BLOCK_SHIFT] = block;
        }
        int in = page & BLOCK_PAGES - 1;
        long last = block[in];
        block[in] = cpu + 1L << TIME_BITS | now & TIME;
        int kind = kind(page, last);
        counted[kind]++;
        cost += prices[kind];
        lastPage[cpu] = page;
    }

    private int kind(int page, long last) {
        boolean same = last >>> TIME_BITS == cpu + 1L;
        if (same && now - (last & TIME) <= recent) {
            return RECENT;
        }
        int step = page - lastPage[cpu];
        if (step == 1 || step == -1) {
            return NEAR;
        }
        return same ? OLD : last == 0 ? NEVER : OTHER;
    }
}
