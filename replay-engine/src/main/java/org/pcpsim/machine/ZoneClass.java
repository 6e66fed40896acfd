package org.pcpsim.machine;

import java.util.List;

/** Zone classes in ascending index, as the kernel numbers them on x86-64 (baseline spec section 2). */
public final class ZoneClass {
    /** Pages below 16 MiB. */
    public static final int DMA = 0;
    /** Pages below 4 GiB. */
    public static final int DMA32 = 1;
    /** Pages from 4 GiB up. */
    public static final int NORMAL = 2;
    /** Pages set aside for movable allocations. */
    public static final int MOVABLE = 3;
    /** Number of classes. */
    public static final int COUNT = 4;

    private static final List<String> NAMES = List.of("DMA", "DMA32", "Normal", "Movable");

    private ZoneClass() {}

    /**
     * The name that {@code /proc/zoneinfo} prints, such as {@code Normal}.
     *
     * @throws SettingException if there is no such class
     */
    public static String name(int zoneClass) {
        if (zoneClass < 0 || zoneClass >= COUNT) {
            throw new SettingException("zone class", Integer.toString(zoneClass), "0 to " + (COUNT - 1));
        }
        return NAMES.get(zoneClass);
    }

    /** The class of that name, or -1 if the model has no such zone ({@code Device}). */
    public static int ofName(String name) {
        return NAMES.indexOf(name);
    }
}
