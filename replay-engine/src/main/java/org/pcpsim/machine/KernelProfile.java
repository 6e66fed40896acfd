package org.pcpsim.machine;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of the allocator that differ between kernel versions (baseline spec section 18).
 *
 * @param name profile name such as {@code 7.0}
 * @param autoTune whether a PCP's {@code high} follows the load between {@code high_min} and {@code high_max}; else it
 *     stays at {@code high_min}
 * @param allocFactor whether refills double while allocations go on
 * @param decay whether the vmstat worker lowers {@code high} and drains what is above it
 * @param freeSizing how drains on overflow grow
 * @param freeHighRule when high-order frees drain early
 * @param overflowChunk what one lock hold of a drain on overflow frees
 * @param decayChunk what one lock hold of a decay frees
 * @param drainAllChunk what one lock hold of a drain of all PCPs frees
 * @param drainType which free list a page of a PCP goes back to
 * @param thpLists number of PCP lists for order 9
 * @param folioBatch folios freed together
 * @param folioRule which of those share a hold of the PCP lock
 * @param fallback how pages of another migratetype are taken
 */
public record KernelProfile(
        String name,
        boolean autoTune,
        boolean allocFactor,
        boolean decay,
        FreeSizing freeSizing,
        FreeHighRule freeHighRule,
        DrainChunk overflowChunk,
        DrainChunk decayChunk,
        DrainChunk drainAllChunk,
        DrainType drainType,
        int thpLists,
        int folioBatch,
        FolioRule folioRule,
        FallbackRule fallback) {

    /** Linux 6.19 to 7.x. */
    public static final KernelProfile V7_0 =
            claiming("7.0", DrainChunk.BATCH, FreeHighRule.FREE_COUNT_PLUS_HALF_HIGH_MIN);
    /** Linux 6.16 to 6.18; late stable releases decay in chunks. */
    public static final KernelProfile V6_18 =
            claiming("6.18", DrainChunk.NONE, FreeHighRule.FREE_COUNT_PLUS_HALF_HIGH_MIN);
    /** Linux 6.12 to 6.15; late stable releases decay in chunks. */
    public static final KernelProfile V6_12 = claiming("6.12", DrainChunk.NONE, FreeHighRule.FREE_COUNT);
    /** Linux 6.7 to 6.11: the first with tuned PCPs. */
    public static final KernelProfile V6_8 = new KernelProfile(
            "6.8",
            true,
            true,
            true,
            FreeSizing.COUNT,
            FreeHighRule.FREE_COUNT,
            DrainChunk.NONE,
            DrainChunk.NONE,
            DrainChunk.NONE,
            DrainType.CACHED,
            1,
            15,
            FolioRule.SINGLE_PAGES,
            FallbackRule.MOVE);
    /**
     * Linux 6.1 to 6.6: PCPs of fixed size; late stable releases of 6.1 have two lists for order 9 and drain all PCPs in
     * chunks.
     */
    public static final KernelProfile V6_1 = new KernelProfile(
            "6.1",
            false,
            false,
            false,
            FreeSizing.FACTOR,
            FreeHighRule.FREE_FACTOR,
            DrainChunk.NONE,
            DrainChunk.NONE,
            DrainChunk.SCALED_BATCH,
            DrainType.CACHED,
            2,
            15,
            FolioRule.SINGLE_PAGES,
            FallbackRule.MOVE);

    /** All profiles, oldest first. */
    public static final List<KernelProfile> ALL = List.of(V6_1, V6_8, V6_12, V6_18, V7_0);

    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:[^0-9].*)?");

    private static KernelProfile claiming(String name, DrainChunk overflowChunk, FreeHighRule freeHighRule) {
        return new KernelProfile(
                name,
                true,
                true,
                true,
                FreeSizing.COUNT,
                freeHighRule,
                overflowChunk,
                DrainChunk.BATCH,
                DrainChunk.SCALED_BATCH,
                DrainType.BLOCK,
                2,
                31,
                FolioRule.ALL,
                FallbackRule.CLAIM);
    }

    /**
     * The profile of that name.
     *
     * @throws SettingException naming the profiles there are
     */
    public static KernelProfile of(String name) {
        for (KernelProfile profile : ALL) {
            if (profile.name.equals(name)) {
                return profile;
            }
        }
        throw new SettingException("kernel profile", name, "one of " + names());
    }

    /**
     * The profile for a kernel release such as {@code 6.12.95} or {@code 7.0.0-14-generic}.
     *
     * @throws SettingException if the release is not one, or no profile covers it
     */
    public static KernelProfile forRelease(String release) {
        Matcher matcher = RELEASE.matcher(release);
        if (!matcher.matches()) {
            throw new SettingException("kernel release", release, "a release such as 6.12.95");
        }
        int version = Integer.parseInt(matcher.group(1)) * 10_000 + Integer.parseInt(matcher.group(2));
        if (version >= 6_0019) {
            return V7_0;
        }
        if (version >= 6_0016) {
            return V6_18;
        }
        if (version >= 6_0012) {
            return V6_12;
        }
        if (version >= 6_0007) {
            return V6_8;
        }
        if (version >= 6_0001) {
            return V6_1;
        }
        throw new SettingException("kernel release", release, "6.1 or later; the profiles are " + names());
    }

    private static String names() {
        return String.join(", ", ALL.stream().map(KernelProfile::name).toList());
    }
}
