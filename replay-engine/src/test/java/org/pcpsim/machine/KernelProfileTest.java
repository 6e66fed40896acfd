package org.pcpsim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelProfileTest {
    @ParameterizedTest
    @CsvSource({
        "6.12.95, 6.12",
        "6.12, 6.12",
        "6.15.9+deb13-amd64, 6.12",
        "6.16.0, 6.18",
        "6.17.0-rc7, 6.18",
        "6.18.44, 6.18",
        "6.19, 7.0",
        "6.20.1, 7.0",
        "7.0.0-14-generic, 7.0",
        "7.0-rc6, 7.0",
        "10.2.3, 7.0"
    })
    void aReleaseHasTheProfileOfItsRange(String release, String profile) {
        assertThat(KernelProfile.forRelease(release).name()).isEqualTo(profile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1.192", "6.8.1", "6.11.11", "5.15", "4.19.1"})
    void aReleaseWithoutAProfileNamesTheProfiles(String release) {
        assertThatThrownBy(() -> KernelProfile.forRelease(release))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(release)
                .hasMessageContaining("6.12, 6.18, 7.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linux", "6", "6.x", "-6.12", "6.12345678", "99999.1"})
    void whatIsNoReleaseIsRefused(String release) {
        assertThatThrownBy(() -> KernelProfile.forRelease(release))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("'" + release + "'");
    }

    @Test
    void onlySevenDrainsOverflowInChunksAndOnlyTwelveFreesHighOrdersEarly() {
        assertThat(KernelProfile.of("7.0").overflowChunk()).isEqualTo(DrainChunk.BATCH);
        assertThat(KernelProfile.of("6.18").overflowChunk()).isEqualTo(DrainChunk.NONE);
        assertThat(KernelProfile.of("6.12").overflowChunk()).isEqualTo(DrainChunk.NONE);
        assertThat(KernelProfile.of("7.0").freeHighRule()).isEqualTo(FreeHighRule.FREE_COUNT_PLUS_HALF_HIGH_MIN);
        assertThat(KernelProfile.of("6.18").freeHighRule()).isEqualTo(FreeHighRule.FREE_COUNT_PLUS_HALF_HIGH_MIN);
        assertThat(KernelProfile.of("6.12").freeHighRule()).isEqualTo(FreeHighRule.FREE_COUNT);
    }

    @Test
    void allProfilesTuneDecayInChunksAndFreeByThirtyOneFolios() {
        for (KernelProfile profile : KernelProfile.ALL) {
            assertThat(profile.autoTune() && profile.allocFactor() && profile.decay())
                    .isTrue();
            assertThat(profile.decayChunk()).isEqualTo(DrainChunk.BATCH);
            assertThat(profile.thpLists()).isEqualTo(2);
            assertThat(profile.folioBatch()).isEqualTo(31);
            assertThat(profile.fallback()).isEqualTo(FallbackRule.CLAIM);
        }
    }

    @Test
    void anUnknownProfileNamesTheProfiles() {
        assertThatThrownBy(() -> KernelProfile.of("6.8"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("'6.8'")
                .hasMessageContaining("6.12, 6.18, 7.0");
    }
}
