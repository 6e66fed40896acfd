package org.pcpsim.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A design with parameters set otherwise, under its own name: what holds for every design must hold for it. */
public record Form(ModelFactory design, Map<String, String> values) implements ModelFactory {
    /** Forms of designs that are designs of their own as far as paths and states go. */
    public static List<Form> all() {
        ModelFactory buddy = Models.named("pcp-buddy");
        ModelFactory economy = Models.named("block-economy");
        ModelFactory premerge = Models.named("pcp-premerge");
        return List.of(
                new Form(premerge, Map.of("window", "ALL_PCPS", "drainAll", "TARGETED", "targetWant", "8")),
                new Form(buddy, Map.of("freeLock", "REMOTE_LLIST")),
                new Form(buddy, Map.of("adoptPartial", "ON", "perTypeOwnedLists", "ON", "freeLock", "REMOTE_LLIST")),
                new Form(economy, Map.of("freeLock", "REMOTE_LLIST", "victims", "BITMAP")));
    }

    @Override
    public String toString() {
        return design.name() + " " + new TreeMap<>(values);
    }

    @Override
    public String name() {
        return design.name();
    }

    @Override
    public String summary() {
        return design.summary();
    }

    @Override
    public Set<EventData> needs() {
        return design.needs();
    }

    @Override
    public AllocatorModel create(ModelContext context) {
        Parameters given = Parameters.of(name(), design.parameters(), values);
        return design.create(new ModelContext(
                context.machine(), context.locks(), context.work(), given, context.observer(), context.distances()));
    }
}
