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
        "6.1.192, 6.1",
        "6.1, 6.1",
        "6.6.45, 6.1",
        "6.7.1, 6.8",
        "6.8.0-45-generic, 6.8",
        "6.11.11, 6.8",
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
    @ValueSource(strings = {"6.0.12", "5.15", "4.19.1"})
    void aReleaseWithoutAProfileNamesTheProfiles(String release) {
        assertThatThrownBy(() -> KernelProfile.forRelease(release))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(release)
                .hasMessageContaining("6.1, 6.8, 6.12, 6.18, 7.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linux", "6", "6.x", "-6.12", "6.12345678", "99999.1"})
    void whatIsNoReleaseIsRefused(String release) {
        assertThatThrownBy(() -> KernelProfile.forRelease(release))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("'" + release + "'");
    }

    @Test
    void onlySevenDrainsOverflowInChunks() {
        for (KernelProfile profile : KernelProfile.ALL) {
            boolean seven = profile.name().equals("7.0");
            assertThat(profile.overflowChunk()).isEqualTo(seven ? DrainChunk.BATCH : DrainChunk.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "6.1, FREE_FACTOR, FACTOR, NONE, SCALED_BATCH, 2",
        "6.8, FREE_COUNT, COUNT, NONE, NONE, 1",
        "6.12, FREE_COUNT, COUNT, BATCH, SCALED_BATCH, 2",
        "6.18, FREE_COUNT_PLUS_HALF_HIGH_MIN, COUNT, BATCH, SCALED_BATCH, 2",
        "7.0, FREE_COUNT_PLUS_HALF_HIGH_MIN, COUNT, BATCH, SCALED_BATCH, 2"
    })
    void theColumnsOfTheVersionTable(
            String name,
            FreeHighRule freeHigh,
            FreeSizing sizing,
            DrainChunk decay,
            DrainChunk drainAll,
            int thpLists) {
        KernelProfile profile = KernelProfile.of(name);
        assertThat(profile.freeHighRule()).isEqualTo(freeHigh);
        assertThat(profile.freeSizing()).isEqualTo(sizing);
        assertThat(profile.decayChunk()).isEqualTo(decay);
        assertThat(profile.drainAllChunk()).isEqualTo(drainAll);
        assertThat(profile.thpLists()).isEqualTo(thpLists);
    }

    @Test
    void allButTheOldestTuneAndDecay() {
        for (KernelProfile profile : KernelProfile.ALL) {
            boolean tunes = !profile.name().equals("6.1");
            assertThat(profile.autoTune()).isEqualTo(tunes);
            assertThat(profile.allocFactor()).isEqualTo(tunes);
            assertThat(profile.decay()).isEqualTo(tunes);
        }
    }

    @ParameterizedTest
    @CsvSource({"6.1, true", "6.8, true", "6.12, false", "6.18, false", "7.0, false"})
    void upTo611SmallBatchesOfSinglePagesCachedTypesAndMovedBlocks(String name, boolean old) {
        KernelProfile profile = KernelProfile.of(name);
        assertThat(profile.folioBatch()).isEqualTo(old ? 15 : 31);
        assertThat(profile.folioRule()).isEqualTo(old ? FolioRule.SINGLE_PAGES : FolioRule.ALL);
        assertThat(profile.drainType()).isEqualTo(old ? DrainType.CACHED : DrainType.BLOCK);
        assertThat(profile.fallback()).isEqualTo(old ? FallbackRule.MOVE : FallbackRule.CLAIM);
    }

    @Test
    void anUnknownProfileNamesTheProfiles() {
        assertThatThrownBy(() -> KernelProfile.of("6.7"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("'6.7'")
                .hasMessageContaining("6.1, 6.8, 6.12, 6.18, 7.0");
    }
}
