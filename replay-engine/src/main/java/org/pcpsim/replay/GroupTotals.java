package org.pcpsim.replay;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.pcpsim.result.ByGroup;

/** Sums for each group of operations, told apart by a number. Not thread-safe. */
final class GroupTotals {
    /** Groups that are told apart in a result. */
    static final int MOST = 20;

    /** Number of the periodic workers. */
    static final int WORKERS = -1;
    /** Number of what nobody knows. */
    static final int UNKNOWN = -2;

    private static final long PS = 1000;

    /** Running totals of one group, times in ps. */
    static final class Group {
        long acquisitions;
        long pages;
        long hold;
        long wait;
        long remoteFrees;

        private void add(Group other) {
            acquisitions += other.acquisitions;
            pages += other.pages;
            hold += other.hold;
            wait += other.wait;
            remoteFrees += other.remoteFrees;
        }
    }

    private final Map<Integer, Group> groups = new HashMap<>();
    private int lastKey;
    private Optional<Group> last = Optional.empty();

    /** Forgets all. */
    void clear() {
        groups.clear();
        last = Optional.empty();
    }

    /** The group of that number, without counts if it is new. */
    Group of(int key) {
        if (last.isEmpty() || key != lastKey) {
            last = Optional.of(groups.computeIfAbsent(key, k -> new Group()));
            lastKey = key;
        }
        return last.get();
    }

    /**
     * The groups that took the lock most often, and the rest together.
     *
     * @param names of groups by number, empty for one that has none
     * @param waiting whether waits were counted
     */
    ByGroup result(Grouping by, IntFunction<String> names, boolean waiting) {
        List<Integer> keys = groups.keySet().stream()
                .sorted(Comparator.<Integer>comparingLong(key -> -groups.get(key).acquisitions)
                        .thenComparingLong(key -> -groups.get(key).hold)
                        .thenComparingLong(key -> -groups.get(key).remoteFrees)
                        .thenComparing(key -> name(key, names))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        Group rest = new Group();
        keys.stream().skip(MOST).forEach(key -> rest.add(groups.get(key)));
        return new ByGroup(
                by.name().toLowerCase(Locale.ROOT),
                keys.stream()
                        .limit(MOST)
                        .map(key -> figures(name(key, names), groups.get(key), waiting))
                        .toList(),
                new ByGroup.Rest(
                        Math.max(0, keys.size() - MOST),
                        rest.acquisitions,
                        rest.pages,
                        ns(rest.hold),
                        wait(rest, waiting),
                        rest.remoteFrees));
    }

    private static ByGroup.Group figures(String name, Group of, boolean waiting) {
        return new ByGroup.Group(name, of.acquisitions, of.pages, ns(of.hold), wait(of, waiting), of.remoteFrees);
    }

    private static OptionalLong wait(Group of, boolean waiting) {
        return waiting ? OptionalLong.of(ns(of.wait)) : OptionalLong.empty();
    }

    private static long ns(long ps) {
        return (ps + PS / 2) / PS;
    }

    private static String name(int key, IntFunction<String> names) {
        if (key == WORKERS) {
            return "(workers)";
        }
        if (key == UNKNOWN) {
            return "(unknown)";
        }
        String name = names.apply(key);
        return name.isEmpty() ? "(none)" : name;
    }
}
