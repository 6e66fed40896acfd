package org.pcpsim.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lifetimes of chunks, and how much was live at the most. Not thread-safe. */
final class LifetimeTable {
    private static final int ORDERS = 11;

    private final Decades decades = new Decades();
    private final Distribution all = new Distribution();
    private final List<Optional<Distribution>> byOrder = new ArrayList<>();
    private long peak;

    LifetimeTable() {
        for (int order = 0; order < ORDERS; order++) {
            byOrder.add(Optional.empty());
        }
    }

    void live(long pages) {
        peak = Math.max(peak, pages);
    }

    void died(int order, long lifetimeNs) {
        decades.add(lifetimeNs, 1, 1L << order);
        all.add(lifetimeNs, 1);
        Optional<Distribution> known = byOrder.get(order);
        if (known.isEmpty()) {
            known = Optional.of(new Distribution());
            byOrder.set(order, known);
        }
        known.get().add(lifetimeNs, 1);
    }

    Lifetimes result(long stillLive, long stillLivePages) {
        List<Lifetimes.Decade> ranges = new ArrayList<>();
        decades.forEach((from, to, chunks, pages) -> ranges.add(new Lifetimes.Decade(from, to, chunks, pages)));
        List<Lifetimes.Order> orders = new ArrayList<>();
        for (int order = 0; order < ORDERS; order++) {
            Optional<Distribution> known = byOrder.get(order);
            if (known.isPresent()) {
                orders.add(new Lifetimes.Order(order, known.get().count(), Percentiles.of(known.get())));
            }
        }
        return new Lifetimes(all.count(), stillLive, stillLivePages, peak, ranges, Percentiles.of(all), orders);
    }
}
