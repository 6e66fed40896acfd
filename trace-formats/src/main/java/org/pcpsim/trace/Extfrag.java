package org.pcpsim.trace;

/** Packing of the {@code mm_page_alloc_extfrag} fields that have no column of their own into {@code aux}. */
public final class Extfrag {
    private Extfrag() {}

    /** Packs the three fields; orders 0–15, migratetypes 0–15. */
    public static int pack(int fallbackOrder, int fallbackMigratetype, boolean ownership) {
        return fallbackOrder | fallbackMigratetype << 4 | (ownership ? 1 << 8 : 0);
    }

    /** Order of the chunk that the allocation was taken from. */
    public static int fallbackOrder(int aux) {
        return aux & 0xf;
    }

    /** Migratetype of the list that the chunk was on. */
    public static int fallbackMigratetype(int aux) {
        return aux >> 4 & 0xf;
    }

    /** Whether the block took the requested type. */
    public static boolean ownership(int aux) {
        return (aux & 1 << 8) != 0;
    }
}
