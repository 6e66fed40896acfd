package org.pcpsim.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Prices of all units of work, each with a low and a high end and its source. Immutable.
 *
 * @param name what results call the table
 * @param costs one for each of {@link #NAMES}, in that order
 */
public record CostTable(String name, List<Cost> costs) {
    /** Fixed part of an allocation. */
    public static final String ALLOC = "alloc";
    /** Fixed part of a free. */
    public static final String FREE = "free";
    /** Taking and dropping the CPU's own PCP lock. */
    public static final String PCP_LOCK_LOCAL = "pcpLockLocal";
    /** Taking and dropping another CPU's PCP lock. */
    public static final String PCP_LOCK_REMOTE = "pcpLockRemote";
    /** Taking and dropping {@code zone->lock}. */
    public static final String ZONE_LOCK = "zoneLock";
    /** Putting a chunk on a list or taking it off, touches not included. */
    public static final String LIST_OP = "listOp";
    /** Halving a chunk: the first touch of the upper half's {@code struct page}, its list operation not included. */
    public static final String SPLIT = "split";
    /** Uniting two buddies: the first touch of the buddy's {@code struct page}, its list operation not included. */
    public static final String MERGE = "merge";
    /** Touching a {@code struct page} that was touched before. */
    public static final String PAGE_TOUCH = "pageTouch";
    /** Stepping over a page while scanning a block. */
    public static final String PAGE_SCANNED = "pageScanned";
    /** Timed: taking and dropping {@code zone->lock} whose line is in the CPU's own cache. */
    public static final String ZONE_LOCK_LOCAL = "zoneLockLocal";
    /** Timed: a lock's line comes from another core that shares the last-level cache. */
    public static final String HAND_OFF_COMPLEX = "handOffComplex";
    /** Timed: a lock's line comes from elsewhere in the socket. */
    public static final String HAND_OFF_SOCKET = "handOffSocket";
    /** Timed: a lock's line comes from another socket. */
    public static final String HAND_OFF_REMOTE = "handOffRemote";
    /** Timed: halving a chunk, touches and list operations not included. */
    public static final String SPLIT_STEP = "splitStep";
    /** Timed: uniting two buddies, touches and list operations not included. */
    public static final String MERGE_STEP = "mergeStep";
    /** Timed: touching a {@code struct page} that the CPU touched last, not long ago. */
    public static final String TOUCH_RECENT = "touchRecent";
    /** Timed: touching a {@code struct page} beside the one touched before. */
    public static final String TOUCH_NEAR = "touchNear";
    /** Timed: touching a {@code struct page} that the CPU touched last, long ago. */
    public static final String TOUCH_OLD = "touchOld";
    /** Timed: touching a {@code struct page} that another CPU touched last. */
    public static final String TOUCH_OTHER = "touchOther";
    /** Timed: touching a {@code struct page} for the first time. */
    public static final String TOUCH_NEVER = "touchNever";
    /** Timed: what is not long ago. */
    public static final String RECENT = "recent";
    /** Timed: clearing 4 KiB that are in the cache. */
    public static final String DATA_WARM = "dataWarm";
    /** Timed: clearing 4 KiB that are not. */
    public static final String DATA_COLD = "dataCold";
    /** Timed: recording one event. */
    public static final String TRACED_EVENT = "tracedEvent";

    /** Every price a table has. */
    public static final List<String> NAMES = List.of(
            ALLOC,
            FREE,
            PCP_LOCK_LOCAL,
            PCP_LOCK_REMOTE,
            ZONE_LOCK,
            LIST_OP,
            SPLIT,
            MERGE,
            PAGE_TOUCH,
            PAGE_SCANNED,
            ZONE_LOCK_LOCAL,
            HAND_OFF_COMPLEX,
            HAND_OFF_SOCKET,
            HAND_OFF_REMOTE,
            SPLIT_STEP,
            MERGE_STEP,
            TOUCH_RECENT,
            TOUCH_NEAR,
            TOUCH_OLD,
            TOUCH_OTHER,
            TOUCH_NEVER,
            RECENT,
            DATA_WARM,
            DATA_COLD,
            TRACED_EVENT);

    /** One end of a table, or its middle. */
    public enum End {
        /** Low end of every price. */
        LOW,
        /** Central prices. */
        CENTRAL,
        /** High end of every price. */
        HIGH
    }

    /**
     * Puts the costs in order.
     *
     * @throws IllegalArgumentException if a price is missing, unknown or given twice
     */
    public CostTable {
        Set<String> given = new HashSet<>();
        for (Cost cost : costs) {
            if (!NAMES.contains(cost.name()) || !given.add(cost.name())) {
                throw new IllegalArgumentException(
                        "found cost '" + cost.name() + "', expected each of " + String.join(", ", NAMES) + " once");
            }
        }
        List<Cost> ordered = new ArrayList<>();
        for (String each : NAMES) {
            ordered.add(costs.stream()
                    .filter(cost -> cost.name().equals(each))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("found no cost '" + each + "', expected one")));
        }
        costs = List.copyOf(ordered);
    }

    /** The price of a unit of work, one of {@link #NAMES}. */
    public Cost cost(String unit) {
        return costs.get(NAMES.indexOf(unit));
    }

    /** The price of a unit of work at one end, in picoseconds. */
    long picoseconds(String unit, End end) {
        Cost cost = cost(unit);
        double ns = switch (end) {
            case LOW -> cost.low();
            case CENTRAL -> cost.value();
            case HIGH -> cost.high();
        };
        return Math.round(ns * 1000);
    }

    /**
     * The table in use when none is given, {@code standard-costs.json}.
     *
     * <p>In trace order what work costs does not depend on the lock that it is done under: the cache misses on {@code struct page}s come
     * when a chunk is first cut off or united, by whoever does that (dynamics, finding 5), and so are part of the prices
     * of splits and merges. Who touched a page last is not followed. Central prices give a pair of allocation and free
     * that hit the PCP 48 ns, a page that a refill splits off 55 ns, against 40–50 and 40–90 ns in what was published
     * (claims section C); a page that lay alone on the zone's list comes out too cheap at 20 ns. Prices of single steps
     * are derived so that these sums hold; they were not measured one by one. Timed order follows who touched a page last
     * and who held a lock last, and so has prices of its own.
     */
    public static CostTable standard() {
        return CostFile.STANDARD;
    }
}
