package org.pcpsim.machine;

import java.util.ArrayList;
import java.util.List;

/** A zone whose figures are still being worked out; one field per figure of {@link ZoneSpec}, in pages. */
final class ZoneDraft {
    final int node;
    final int zoneClass;
    final String name;
    long startPfn;
    long managed;
    long min;
    long low;
    long high;
    long batch;
    long highMin;
    long highMax;
    final long[] lowmemReserve = new long[ZoneClass.COUNT];

    ZoneDraft(int node, int zoneClass, long startPfn, long managed) {
        this.node = node;
        this.zoneClass = zoneClass;
        this.name = ZoneClass.name(zoneClass);
        this.startPfn = startPfn;
        this.managed = managed;
    }

    static ZoneDraft of(ZoneSpec spec) {
        ZoneDraft draft = new ZoneDraft(spec.node(), spec.zoneClass(), spec.startPfn(), spec.managed());
        draft.min = spec.min();
        draft.low = spec.low();
        draft.high = spec.high();
        draft.batch = spec.batch();
        draft.highMin = spec.highMin();
        draft.highMax = spec.highMax();
        for (int i = 0; i < ZoneClass.COUNT; i++) {
            draft.lowmemReserve[i] = spec.lowmemReserve().get(i);
        }
        return draft;
    }

    /** How a setting names the zone: {@code node0.Normal}. */
    String path() {
        return "node" + node + "." + name;
    }

    ZoneSpec toSpec(int index) {
        List<Long> reserve = new ArrayList<>();
        for (long pages : lowmemReserve) {
            reserve.add(pages);
        }
        return new ZoneSpec(
                index,
                node,
                zoneClass,
                name,
                startPfn,
                managed,
                min,
                low,
                high,
                Math.toIntExact(batch),
                Math.toIntExact(highMin),
                Math.toIntExact(highMax),
                reserve);
    }
}
