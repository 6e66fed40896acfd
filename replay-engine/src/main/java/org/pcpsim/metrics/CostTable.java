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

    /** Every price a table has. */
    public static final List<String> NAMES = List.of(
            ALLOC, FREE, PCP_LOCK_LOCAL, PCP_LOCK_REMOTE, ZONE_LOCK, LIST_OP, SPLIT, MERGE, PAGE_TOUCH, PAGE_SCANNED);

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
     * The table in use when none is given.
     *
     * <p>What work costs does not depend on the lock that it is done under: the cache misses on {@code struct page}s come
     * when a chunk is first cut off or united, by whoever does that (dynamics, finding 5), and so are part of the prices
     * of splits and merges. Who touched a page last is not followed. Central prices give a pair of allocation and free
     * that hit the PCP 48 ns, a page that a refill splits off 55 ns, against 40–50 and 40–90 ns in what was published
     * (claims section C); a page that lay alone on the zone's list comes out too cheap at 20 ns. Prices of single steps
     * are derived so that these sums hold; they were not measured one by one.
     */
    public static CostTable standard() {
        String pair =
                "fixed part of a PCP hit: 115-185 cycles a pair (page_bench01 on LKML 2016-2023), a quarter each way";
        String handOff = "transfer of a cache line 20-60 ns near, 80-150 ns far; assumption";
        String instructions = "a few instructions, misses apart; assumption";
        String cold =
                "a few instructions and a cold struct page: 8 ns beside one used, 50 used elsewhere; so that a page"
                        + " through the zone costs 40-90 ns (LKML 2023-2026)";
        String warm = "struct page: 1.5 ns just used, 8 beside one used; assumption";
        return new CostTable(
                "standard-2",
                List.of(
                        new Cost(ALLOC, 8, 6, 12, "ns", pair),
                        new Cost(FREE, 8, 6, 12, "ns", pair),
                        new Cost(PCP_LOCK_LOCAL, 6, 4, 10, "ns", "uncontended trylock and unlock, line in cache"),
                        new Cost(PCP_LOCK_REMOTE, 60, 30, 106, "ns", handOff),
                        new Cost(ZONE_LOCK, 30, 15, 60, "ns", "own line 15, another CPU's 60; assumption"),
                        new Cost(LIST_OP, 2, 1, 4, "ns", instructions),
                        new Cost(SPLIT, 25, 8, 50, "ns", cold),
                        new Cost(MERGE, 25, 8, 50, "ns", cold),
                        new Cost(PAGE_TOUCH, 4, 1.5, 8, "ns", warm),
                        new Cost(PAGE_SCANNED, 1.5, 1, 5, "ns", instructions)));
    }
}
