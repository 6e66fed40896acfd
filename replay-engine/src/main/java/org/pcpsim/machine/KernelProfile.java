package org.pcpsim.machine;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of the allocator that differ between kernel versions (baseline spec section 18).
 *
 * @param name profile name such as {@code 7.0}
 * @param autoTune whether a PCP's {@code high} follows the load between {@code high_min} and {@code high_max}
 * @param allocFactor whether refills double while allocations go on
 * @param decay whether the vmstat worker lowers {@code high} and drains what is above it
 * @param overflowChunk what one lock hold of a drain on overflow frees
 * @param decayChunk what one lock hold of a decay or of {@code drain_pages_zone} frees
 * @param freeHighRule when high-order frees drain early
 * @param thpLists number of PCP lists for order 9
 * @param folioBatch folios freed together
 * @param fallback how pages of another migratetype are taken
 */
public record KernelProfile(
        String name,
        boolean autoTune,
        boolean allocFactor,
        boolean decay,
        DrainChunk overflowChunk,
        DrainChunk decayChunk,
        FreeHighRule freeHighRule,
        int thpLists,
        int folioBatch,
        FallbackRule fallback) {

    /** Linux 6.19 to 7.x. */
    public static final KernelProfile V7_0 =
            tuning("7.0", DrainChunk.BATCH, FreeHighRule.FREE_COUNT_PLUS_HALF_HIGH_MIN);
    /** Linux 6.16 to 6.18; late stable releases decay in chunks. */
    public static final KernelProfile V6_18 =
            tuning("6.18", DrainChunk.NONE, FreeHighRule.FREE_COUNT_PLUS_HALF_HIGH_MIN);
    /** Linux 6.12 to 6.15; late stable releases decay in chunks. */
    public static final KernelProfile V6_12 = tuning("6.12", DrainChunk.NONE, FreeHighRule.FREE_COUNT);

    /** All profiles, oldest first. */
    public static final List<KernelProfile> ALL = List.of(V6_12, V6_18, V7_0);

    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:[^0-9].*)?");

    private static KernelProfile tuning(String name, DrainChunk overflowChunk, FreeHighRule freeHighRule) {
        return new KernelProfile(
                name, true, true, true, overflowChunk, DrainChunk.BATCH, freeHighRule, 2, 31, FallbackRule.CLAIM);
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
        throw new SettingException("kernel release", release, "6.12 or later; the profiles are " + names());
    }

    private static String names() {
        return String.join(", ", ALL.stream().map(KernelProfile::name).toList());
    }
}
