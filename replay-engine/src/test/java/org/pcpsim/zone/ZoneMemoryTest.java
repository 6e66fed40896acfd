package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory grows with the part of a zone that is touched. */
class ZoneMemoryTest {
    private static final long TERABYTE_PAGES = 1L << 28;
    private static final int TERABYTE_BLOCKS = 1 << 19;
    private static final int GIGABYTE_PAGES = 1 << 18;

    /** Bytes of an untouched block, three ints each in Frames and in Pageblocks: less than 0.05 for each of its 512 pages. */
    private static final long BYTES_PER_BLOCK = 6 * 4;

    @Test
    void aBlockHasARowOnlyOnceItIsInPieces() {
        Zone zone = Zones.fresh(1 << 20, TERABYTE_PAGES);
        assertThat(zone.frames().rows()).isZero();

        for (int n = 0; n < GIGABYTE_PAGES; n++) {
            zone.setAllocated(zone.takeSmallest(0, MOVABLE), 0, MOVABLE, 0);
        }
        assertThat(zone.frames().rows()).isEqualTo(512);
        assertThat(zone.freePages()).isEqualTo(TERABYTE_PAGES - GIGABYTE_PAGES);

        for (int pfn = 0; pfn < GIGABYTE_PAGES; pfn++) {
            zone.clearAllocated(pfn, 0);
            zone.freeDirect(pfn, 0);
        }
        for (int n = 0; n < GIGABYTE_PAGES; n++) {
            zone.setAllocated(zone.takeSmallest(0, MOVABLE), 0, MOVABLE, 0);
        }
        // The rows of blocks that became whole serve the next ones.
        assertThat(zone.frames().rows()).isEqualTo(512);
    }

    @Test
    void anUntouchedBlockTakesTwentyFourBytes() throws IllegalAccessException {
        Zone zone = Zones.fresh(0, TERABYTE_PAGES);

        long bytes = 0;
        for (Object part : List.of(zone, zone.frames(), zone.blocks(), zone.lists(), zone.watermark())) {
            bytes += arrayBytes(part);
        }

        assertThat(bytes).isBetween(TERABYTE_BLOCKS * BYTES_PER_BLOCK, TERABYTE_BLOCKS * BYTES_PER_BLOCK + 4096);
    }

    /** Bytes in the arrays that an object holds, without those that these arrays hold. */
    private static long arrayBytes(Object part) throws IllegalAccessException {
        long bytes = 0;
        for (Field field : part.getClass().getDeclaredFields()) {
            Class<?> element = field.getType().getComponentType();
            if (element == null || java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
                continue;
            }
            field.setAccessible(true);
            int size = switch (element.getName()) {
                case "byte", "boolean" -> 1;
                case "short", "char" -> 2;
                case "int", "float" -> 4;
                default -> 8;
            };
            bytes += (long) size * Array.getLength(field.get(part));
        }
        return bytes;
    }
}
