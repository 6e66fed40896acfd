package org.pcpsim.machine;

import java.util.List;

/**
 * The figures of one populated zone; every size is in 4 KiB pages.
 *
 * <p>Immutable. Values are checked: a zone has at least one page, marks ascend, {@code batch} is at least 1.
 * {@code highMin} may exceed {@code highMax}, as in the kernel when the low mark is more than an eighth of the zone; the
 * specification's {@code clamp(x, lo, hi) = min(max(x, lo), hi)} then gives {@code highMax}.
 *
 * @param index position in {@link Machine#zones}
 * @param node NUMA node
 * @param zoneClass one of {@link ZoneClass}
 * @param name name in {@code /proc/zoneinfo}
 * @param startPfn first page frame
 * @param managed pages given to the allocator
 * @param min stored min mark, without boost
 * @param low stored low mark
 * @param high stored high mark
 * @param batch pages a PCP moves at a time
 * @param highMin lower bound of a PCP's {@code high}
 * @param highMax upper bound of a PCP's {@code high}; without meaning under a profile that does not tune it
 * @param lowmemReserve pages kept from requests of a higher zone class, by requested class 0 to 3
 */
public record ZoneSpec(
        int index,
        int node,
        int zoneClass,
        String name,
        long startPfn,
        long managed,
        long min,
        long low,
        long high,
        int batch,
        int highMin,
        int highMax,
        List<Long> lowmemReserve) {

    /**
     * Checks the figures.
     *
     * @throws SettingException naming the figure that cannot be
     */
    public ZoneSpec {
        ZoneClass.name(zoneClass);
        lowmemReserve = List.copyOf(lowmemReserve);
        require(node >= 0, name, "node", node, "0 or more");
        String zone = "node" + node + "." + name;
        require(index >= 0, zone, "index", index, "0 or more");
        require(startPfn >= 0, zone, "start_pfn", startPfn, "0 or more");
        require(managed >= 1, zone, "managed", managed, "at least 1 page");
        require(min >= 0, zone, "min", min, "0 or more");
        require(low >= min, zone, "low", low, "at least min, which is " + min);
        require(high >= low, zone, "high", high, "at least low, which is " + low);
        require(batch >= 1, zone, "batch", batch, "at least 1");
        require(highMin >= 0, zone, "high_min", highMin, "0 or more");
        require(highMax >= 0, zone, "high_max", highMax, "0 or more");
        require(
                lowmemReserve.size() == ZoneClass.COUNT,
                zone,
                "lowmem_reserve",
                lowmemReserve.size(),
                ZoneClass.COUNT + " numbers");
    }

    /**
     * A zone as a machine file gives it: by name, without an index and reserving nothing; {@link MachineBuilder#zones}
     * fills those in.
     *
     * @throws SettingException if the name is not one of {@link ZoneClass}, or a figure cannot be
     */
    public static ZoneSpec of(
            int node,
            String name,
            long startPfn,
            long managed,
            long min,
            long low,
            long high,
            int batch,
            int highMin,
            int highMax) {
        int zoneClass = ZoneClass.ofName(name);
        if (zoneClass < 0) {
            throw new SettingException("zone name", name, "DMA, DMA32, Normal or Movable");
        }
        List<Long> nothing = List.of(0L, 0L, 0L, 0L);
        return new ZoneSpec(
                0, node, zoneClass, name, startPfn, managed, min, low, high, batch, highMin, highMax, nothing);
    }

    private static void require(boolean holds, String zone, String figure, long value, String allowed) {
        if (!holds) {
            throw new SettingException(zone + "." + figure, Long.toString(value), allowed);
        }
    }

    /** First page frame after the zone: {@code startPfn + managed}; the model has no holes inside a zone. */
    public long endPfn() {
        return startPfn + managed;
    }
}
