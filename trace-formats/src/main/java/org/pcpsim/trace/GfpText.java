package org.pcpsim.trace;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

/**
 * Meaning of the symbolic {@code gfp_flags} text, such as {@code GFP_KERNEL|__GFP_ZERO}, in {@link Gfp} bits.
 *
 * <p>The names and what they stand for are those of Linux {@code include/linux/gfp_types.h} from 6.1 to 7.0, and those
 * of older kernels where they do not contradict; {@code GFP_X} is taken for {@code __GFP_X} where no aggregate has that
 * name, as kernels before 4.5 printed it. Trace-format spec section 4.5. Thread-safe; costs a few map look-ups, so
 * readers keep the answer for each distinct text.
 */
public final class GfpText {
    private static final int RECLAIM = Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;
    private static final int HIGHUSER_MOVABLE = RECLAIM | Gfp.HIGHMEM | Gfp.MOVABLE;
    private static final int TRANSHUGE_LIGHT = (HIGHUSER_MOVABLE | Gfp.NOMEMALLOC) & ~RECLAIM;

    private static final Map<String, Integer> AGGREGATES = Map.ofEntries(
            entry("none", 0),
            entry("GFP_ATOMIC", Gfp.HIGH | Gfp.KSWAPD_RECLAIM),
            entry("GFP_NOWAIT", Gfp.KSWAPD_RECLAIM),
            entry("GFP_KERNEL", RECLAIM),
            entry("GFP_KERNEL_ACCOUNT", RECLAIM),
            entry("GFP_NOIO", RECLAIM),
            entry("GFP_NOFS", RECLAIM),
            entry("GFP_USER", RECLAIM),
            entry("GFP_TEMPORARY", RECLAIM | Gfp.RECLAIMABLE),
            entry("GFP_DMA", Gfp.DMA),
            entry("GFP_DMA32", Gfp.DMA32),
            entry("GFP_HIGHUSER", RECLAIM | Gfp.HIGHMEM),
            entry("GFP_HIGHUSER_MOVABLE", HIGHUSER_MOVABLE),
            entry("GFP_TRANSHUGE_LIGHT", TRANSHUGE_LIGHT),
            entry("GFP_TRANSHUGE", TRANSHUGE_LIGHT | Gfp.DIRECT_RECLAIM));

    /** Without the prefix {@code __GFP_}; a flag that no {@link Gfp} bit stands for has 0. */
    private static final Map<String, Integer> FLAGS = Map.ofEntries(
            entry("DMA", Gfp.DMA),
            entry("HIGHMEM", Gfp.HIGHMEM),
            entry("DMA32", Gfp.DMA32),
            entry("MOVABLE", Gfp.MOVABLE),
            entry("RECLAIMABLE", Gfp.RECLAIMABLE),
            entry("HIGH", Gfp.HIGH),
            entry("DIRECT_RECLAIM", Gfp.DIRECT_RECLAIM),
            entry("KSWAPD_RECLAIM", Gfp.KSWAPD_RECLAIM),
            entry("RECLAIM", RECLAIM),
            entry("WAIT", RECLAIM),
            entry("THISNODE", Gfp.THISNODE),
            entry("NOMEMALLOC", Gfp.NOMEMALLOC),
            entry("NORETRY", Gfp.NORETRY),
            entry("RETRY_MAYFAIL", Gfp.RETRY_MAYFAIL),
            entry("REPEAT", Gfp.RETRY_MAYFAIL),
            entry("MEMALLOC", Gfp.MEMALLOC),
            entry("ZERO", Gfp.ZERO),
            entry("IO", 0),
            entry("FS", 0),
            entry("ATOMIC", 0),
            entry("WRITE", 0),
            entry("NOWARN", 0),
            entry("NOFAIL", 0),
            entry("COMP", 0),
            entry("HARDWALL", 0),
            entry("ACCOUNT", 0),
            entry("COLD", 0),
            entry("NOTRACK", 0),
            entry("NOLOCKDEP", 0),
            entry("NO_OBJ_EXT", 0),
            entry("ZEROTAGS", 0),
            entry("SKIP_ZERO", 0),
            entry("SKIP_KASAN", 0),
            entry("SKIP_KASAN_POISON", 0),
            entry("SKIP_KASAN_UNPOISON", 0));

    /** The flags that {@link Gfp} has a bit of its own for. */
    private static final List<String> EACH = List.of(
            "DMA",
            "HIGHMEM",
            "DMA32",
            "MOVABLE",
            "RECLAIMABLE",
            "HIGH",
            "DIRECT_RECLAIM",
            "KSWAPD_RECLAIM",
            "THISNODE",
            "NOMEMALLOC",
            "NORETRY",
            "RETRY_MAYFAIL",
            "MEMALLOC",
            "ZERO");

    private GfpText() {}

    /**
     * {@link Gfp} bits of an allocation.
     *
     * @param text as printed; where it has no name that is known (empty as on 6.1, a bare number), {@link #ofMigratetype}
     *     answers instead
     * @param migratetype as the event prints it
     */
    public static int bits(String text, int migratetype) {
        return isSymbolic(text) ? bits(text) : ofMigratetype(migratetype);
    }

    /** Whether the text has at least one name that is known; {@code none} is one. */
    public static boolean isSymbolic(String text) {
        for (String name : text.split("\\|")) {
            if (lookUp(name) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Bits of all known names in the text; unknown names and numbers count as none. */
    public static int bits(String text) {
        int bits = 0;
        for (String name : text.split("\\|")) {
            bits |= Math.max(0, lookUp(name));
        }
        return bits;
    }

    /**
     * The guess where the text says nothing, from the most usual allocation of the migratetype: as of
     * {@code GFP_HIGHUSER_MOVABLE} for movable, else of {@code GFP_KERNEL}.
     */
    public static int ofMigratetype(int migratetype) {
        return switch (migratetype) {
            case Migratetype.MOVABLE -> RECLAIM | Gfp.MOVABLE | Gfp.HIGHMEM;
            case Migratetype.RECLAIMABLE -> RECLAIM | Gfp.RECLAIMABLE;
            default -> RECLAIM;
        };
    }

    /** A text that stands for these bits and no other: {@code none}, or a name for each, the lowest bit first. */
    public static String of(int bits) {
        StringBuilder text = new StringBuilder();
        for (String name : EACH) {
            int bit = FLAGS.get(name);
            if ((bits & bit) != 0) {
                text.append(text.length() == 0 ? "__GFP_" : "|__GFP_").append(name);
            }
        }
        return text.length() == 0 ? "none" : text.toString();
    }

    private static int lookUp(String name) {
        Integer aggregate = AGGREGATES.get(name);
        if (aggregate != null) {
            return aggregate;
        }
        if (name.startsWith("__GFP_")) {
            return FLAGS.getOrDefault(name.substring("__GFP_".length()), -1);
        }
        return name.startsWith("GFP_") ? FLAGS.getOrDefault(name.substring("GFP_".length()), -1) : -1;
    }
}
