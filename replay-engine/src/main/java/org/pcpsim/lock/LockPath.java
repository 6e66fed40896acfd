package org.pcpsim.lock;

/** Why a lock is asked for; the numbers index {@code zoneLock.byPath} of a result (baseline spec section 11). */
public final class LockPath {
    /** Bulk refill of a PCP list that ran empty. */
    public static final int REFILL = 0;
    /** Drain of a PCP that a free made overflow. */
    public static final int DRAIN = 1;
    /** Drain by the periodic decay of {@code high}. */
    public static final int DECAY = 2;
    /** Drain of a PCP of another node by the periodic worker. */
    public static final int REMOTE_EXPIRE = 3;
    /** Allocation of one chunk from the zone: orders without PCP lists, and misses that a refill could not serve. */
    public static final int DIRECT_ALLOC = 4;
    /** Free of one chunk to the zone: orders without PCP lists. */
    public static final int DIRECT_FREE = 5;
    /** Allocation of one chunk because the PCP lock was not to be had. */
    public static final int TRYLOCK_ALLOC = 6;
    /** Free of one chunk because the PCP lock was not to be had. */
    public static final int TRYLOCK_FREE = 7;
    /** Drain of every PCP under memory pressure. */
    public static final int DRAIN_ALL = 8;
    /** Anything else: highatomic reserves, for instance. */
    public static final int OTHER = 9;
    /** How many paths there are. */
    public static final int COUNT = 10;

    private static final String[] NAMES = {
        "refill",
        "drain",
        "decay",
        "remoteExpire",
        "directAlloc",
        "directFree",
        "trylockAlloc",
        "trylockFree",
        "drainAll",
        "other"
    };

    private LockPath() {}

    /** The name that results use. */
    public static String name(int path) {
        return NAMES[path];
    }
}
