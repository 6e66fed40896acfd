package org.pcpsim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.proc.Zoneinfo;

class MachineBuilderTest {
    private static final long GIB = 1L << 30;

    /** The measured machine of baseline spec section 17, as its zoneinfo prints it. */
    private static final Zoneinfo MEASURED = new Zoneinfo(List.of(
            recorded("DMA", 1, 3_840, 3_998, List.of(10L, 13L, 16L), List.of(0L, 3_019L, 24_090L, 24_090L, 24_090L), 1),
            recorded(
                    "DMA32",
                    4_096,
                    772_919,
                    782_336,
                    List.of(2_116L, 2_888L, 3_660L),
                    List.of(0L, 0L, 21_071L, 21_071L, 21_071L),
                    63),
            recorded(
                    "Normal",
                    1_048_576,
                    5_394_266,
                    5_505_024,
                    List.of(14_769L, 20_163L, 25_557L),
                    List.of(0L, 0L, 0L, 0L, 0L),
                    63),
            recorded("Movable", 0, 0, 0, List.of(32L, 32L, 32L), List.of(0L, 0L, 0L, 0L, 0L), 1),
            recorded("Device", 0, 0, 0, List.of(0L, 0L, 0L), List.of(0L, 0L, 0L, 0L, 0L), 1)));

    private static Zoneinfo.Zone recorded(
            String name, long startPfn, long managed, long present, List<Long> marks, List<Long> reserve, int batch) {
        List<Zoneinfo.Pageset> pagesets = List.of(
                new Zoneinfo.Pageset(0, 0, 0, batch, OptionalInt.empty(), OptionalInt.empty()),
                new Zoneinfo.Pageset(1, 0, 0, batch, OptionalInt.empty(), OptionalInt.empty()));
        return new Zoneinfo.Zone(
                0,
                name,
                managed,
                0,
                marks.get(0),
                marks.get(1),
                marks.get(2),
                present,
                present,
                managed,
                startPfn,
                reserve,
                pagesets);
    }

    private static MachineBuilder rfc() {
        return new MachineBuilder().preset("rfc-32c32g");
    }

    private static MachineBuilder measured() {
        return new MachineBuilder().zoneinfo(MEASURED);
    }

    private static ZoneSpec normal(Machine machine) {
        return Machines.zone(machine, 0, "Normal");
    }

    private static TraceHeader header(OptionalInt cpus, OptionalInt nodes, OptionalLong memory) {
        return new TraceHeader("", cpus, nodes, memory, Optional.empty(), Map.of(), Map.of(), 0);
    }

    @Test
    void withoutAnythingTheMachineIsThePreset() {
        assertThat(new MachineBuilder().build()).isEqualTo(rfc().build());
    }

    @Test
    void optionsAloneMeanTheKernelsOwnSysctls() {
        Machine machine = new MachineBuilder().cpus(8).memory(16 * GIB).build();
        assertThat(machine.source()).isEqualTo("options");
        assertThat(machine.settings()).isEqualTo(Settings.DEFAULT);
        assertThat(machine.cpus()).isEqualTo(8);
        assertThat(machine.memoryBytes()).isEqualTo(16 * GIB);
    }

    @Test
    void moreCpusOnAPresetSizeOnlyThePcpsAnew() {
        Machine machine = rfc().cpus(64).build();
        assertThat(machine.source()).isEqualTo("options, otherwise preset rfc-32c32g");
        assertThat(normal(machine).low()).isEqualTo(31_620);
        // 31620 / 64 = 494; 7410000 / 8 / 64 = 14472.
        assertThat(normal(machine).highMin()).isEqualTo(494);
        assertThat(normal(machine).highMax()).isEqualTo(14_472);
    }

    @Test
    void aRecordingsZonesAreAsPrintedWithPcpBoundsByTheFormulas() {
        Machine machine = measured().build();
        assertThat(machine.source()).isEqualTo("recording");
        assertThat(machine.zones()).extracting(ZoneSpec::name).containsExactly("DMA", "DMA32", "Normal");
        assertThat(machine.cpus()).isEqualTo(2);
        // 3998 + 782336 + 5505024 = 6291358 pages.
        assertThat(machine.memoryBytes()).isEqualTo(6_291_358L * 4096);
        assertThat(normal(machine).low()).isEqualTo(20_163);
        assertThat(normal(machine).highMin()).isEqualTo(10_081);
        assertThat(normal(machine).highMax()).isEqualTo(337_141);
        assertThat(machine.zones().get(1).lowmemReserve()).containsExactly(0L, 0L, 21_071L, 21_071L);
    }

    @Test
    void moreCpusOnARecordingSizeOnlyThePcpsAnew() {
        Machine machine = measured().cpus(4).build();
        assertThat(machine.source()).isEqualTo("options, otherwise recording");
        assertThat(normal(machine).low()).isEqualTo(20_163);
        // 20163 / 4; 5394266 / 8 / 4.
        assertThat(normal(machine).highMin()).isEqualTo(5_040);
        assertThat(normal(machine).highMax()).isEqualTo(168_570);
    }

    @Test
    void anotherMemorySizeLaysTheZonesOutAnewButKeepsTheRecordingsCpusAndSysctls() {
        Machine machine = measured()
                .recordedSysctls(Map.of("vm.stat_interval", "150", "kernel.pid_max", "7"))
                .memory(8 * GIB)
                .build();
        assertThat(machine.cpus()).isEqualTo(2);
        assertThat(normal(machine).managed()).isEqualTo(1_288_192);
        assertThat(machine.settings().statIntervalNs()).isEqualTo(150_000_000_000L);
    }

    @Test
    void aRecordedHighFractionHoldsUntilItIsSetOtherwise() {
        Map<String, String> recorded = Map.of("vm.percpu_pagelist_high_fraction", "4000");
        Machine fixed = measured().recordedSysctls(recorded).build();
        assertThat(normal(fixed).highMin()).isEqualTo(674);
        assertThat(normal(fixed).highMax()).isEqualTo(674);
        Machine tuned = measured()
                .recordedSysctls(recorded)
                .set("vm.percpu_pagelist_high_fraction=0")
                .build();
        assertThat(normal(tuned).highMin()).isEqualTo(10_081);
        assertThat(normal(tuned).highMax()).isEqualTo(337_141);
    }

    @Test
    void aHeaderWithCpusAndMemoryIsLaidOutByTheDefault() {
        TraceHeader header = header(OptionalInt.of(4), OptionalInt.of(1), OptionalLong.of(8 * GIB));
        Machine machine = new MachineBuilder().header(header).build();
        assertThat(machine.source()).isEqualTo("trace header");
        assertThat(machine.cpus()).isEqualTo(4);
        assertThat(normal(machine).managed()).isEqualTo(1_288_192);
        assertThat(machine.settings()).isEqualTo(Settings.DEFAULT);
    }

    @Test
    void aHeaderWithCpusAloneHasTheRestOfThePreset() {
        TraceHeader header = header(OptionalInt.of(2), OptionalInt.empty(), OptionalLong.empty());
        Machine machine = new MachineBuilder().header(header).build();
        assertThat(machine.source()).isEqualTo("trace header, otherwise preset rfc-32c32g");
        assertThat(machine.cpus()).isEqualTo(2);
        assertThat(normal(machine).managed()).isEqualTo(7_410_000);
        // 31620 / 2.
        assertThat(normal(machine).highMin()).isEqualTo(15_810);
    }

    @Test
    void aRecordingGoesBeforeTheHeaderAndAPresetBeforeTheRecording() {
        TraceHeader header = header(OptionalInt.of(16), OptionalInt.of(1), OptionalLong.of(8 * GIB));
        assertThat(measured().header(header).build()).isEqualTo(measured().build());
        assertThat(measured().preset("rfc-32c32g").build()).isEqualTo(rfc().build());
    }

    @Test
    void explicitZonesStandAsGivenWithTheirReservesWorkedOut() {
        List<ZoneSpec> zones = List.of(
                ZoneSpec.of(0, "Normal", 1_048_576, 256_000, 5, 6, 7, 31, 8, 9),
                ZoneSpec.of(0, "DMA32", 4_096, 100_000, 1, 2, 3, 15, 4, 5));
        Machine machine =
                new MachineBuilder().zones("machine file m.json", 3, GIB, zones).build();
        assertThat(machine.zones()).extracting(ZoneSpec::name).containsExactly("DMA32", "Normal");
        assertThat(machine.source()).isEqualTo("machine file m.json");
        assertThat(machine.cpus()).isEqualTo(3);
        assertThat(machine.memoryBytes()).isEqualTo(GIB);
        ZoneSpec normal = normal(machine);
        assertThat(List.of(normal.min(), normal.low(), normal.high())).containsExactly(5L, 6L, 7L);
        // 256000 / 256.
        assertThat(machine.zones().get(0).lowmemReserve()).containsExactly(0L, 0L, 1_000L, 1_000L);
        assertThatThrownBy(() -> new MachineBuilder()
                        .zones("machine file m.json", 3, GIB, zones)
                        .memory(GIB)
                        .build())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("--memory");
    }

    @Test
    void aScaleFactorMovesLowAndHighAndThePcpButNotMin() {
        Machine machine = measured().set("vm.watermark_scale_factor=100").build();
        ZoneSpec normal = normal(machine);
        // 5394266 * 100 / 10000 = 53942: 14769 + 53942 = 68711; 68711 / 2 = 34355.
        assertThat(List.of(normal.min(), normal.low(), normal.high())).containsExactly(14_769L, 68_711L, 122_653L);
        assertThat(normal.highMin()).isEqualTo(34_355);
        assertThat(machine.source()).isEqualTo("recording, --set");
    }

    @Test
    void aWrittenMinFreeKbytesHoldsEvenBelowWhatKhugepagedWants() {
        Machine machine = measured().set("vm.min_free_kbytes=4000").build();
        ZoneSpec normal = normal(machine);
        // 1000 * 5394266 / 6171025 = 874; + 5394; + 5394.
        assertThat(List.of(normal.min(), normal.low(), normal.high())).containsExactly(874L, 6_268L, 11_662L);
        assertThat(machine.settings().minFreeKbytes()).hasValue(4_000);
    }

    @Test
    void hugePagesOffLowerTheMarksOfARecording() {
        ZoneSpec normal = normal(measured().set("thp=never").build());
        // 64 * 6171025 = 394945600, root 19873; 19873 / 4 = 4968; 4968 * 5394266 / 6171025 = 4342; + 5394.
        assertThat(List.of(normal.min(), normal.low())).containsExactly(4_342L, 9_736L);
    }

    @Test
    void reserveRatiosChangeOnlyReserves() {
        Machine plain = measured().build();
        Machine machine = measured().set("vm.lowmem_reserve_ratio=128, 0 32 0").build();
        // 772919 / 128 = 6038; 6167185 / 128 = 48181.
        assertThat(machine.zones().get(0).lowmemReserve()).containsExactly(0L, 6_038L, 48_181L, 48_181L);
        assertThat(machine.zones().get(1).lowmemReserve()).containsOnly(0L);
        assertThat(normal(machine)).isEqualTo(normal(plain));
    }

    @Test
    void settingsThatActWhileRunningAreRecordedAndChangeNoZone() {
        Machine machine = rfc().set("vm.stat_interval=150")
                .set("vm.watermark_boost_factor=0")
                .build();
        assertThat(machine.settings().statIntervalNs()).isEqualTo(150_000_000_000L);
        assertThat(machine.settings().boostFactor()).isZero();
        assertThat(machine.zones()).isEqualTo(rfc().build().zones());
    }

    @Test
    void whatStandsInForPartsNotModelledCanBeSet() {
        Machine machine =
                rfc().set("sim.decay_phase=together").set("sim.boost_ms=250").build();
        assertThat(machine.settings().decayPhase()).isEqualTo(DecayPhase.TOGETHER);
        assertThat(machine.settings().boostDelayNs()).isEqualTo(250_000_000L);
        assertThat(Settings.DEFAULT.decayPhase()).isEqualTo(DecayPhase.STAGGERED);
        assertThat(Settings.DEFAULT.boostDelayNs()).isEqualTo(1_000_000_000L);
    }

    @Test
    void zoneFiguresStandAsGivenAfterAllSysctlsWhateverTheirOrder() {
        Machine machine = rfc().set("node0.Normal.high_min=500")
                .set("node0.Normal.high_max=600")
                .set("vm.watermark_scale_factor=10")
                .set("node0.Normal.batch=7")
                .set("node0.DMA32.low=2000")
                .set("node0.Normal.start_pfn=2097152")
                .build();
        ZoneSpec normal = normal(machine);
        assertThat(List.of(normal.batch(), normal.highMin(), normal.highMax())).containsExactly(7, 500, 600);
        assertThat(normal.low()).isEqualTo(22_728);
        assertThat(normal.startPfn()).isEqualTo(2_097_152);
        assertThat(Machines.zone(machine, 0, "DMA32").low()).isEqualTo(2_000);
    }

    @ParameterizedTest
    @CsvSource({
        // The preset has high_min 988 and high_max 28945.
        "node0.Normal.high_min=5000000, 5000000, 28945",
        "node0.Normal.high_max=511, 988, 511"
    })
    void aBoundOfHighOnTheWrongSideOfTheOtherIsRefusedNamingBoth(String setting, String min, String max) {
        assertThatThrownBy(() -> rfc().set(setting).build())
                .isInstanceOf(SettingException.class)
                .hasMessage("node0.Normal.high_min: found '" + min
                        + "', expected at most node0.Normal.high_max, which is " + max);
        // Where nothing is tuned there is no high_max.
        assertThat(normal(rfc().kernel(KernelProfile.V6_1).set(setting).build()).highMin())
                .isEqualTo(Integer.parseInt(min));
    }

    @Test
    void managedOfAZoneWorksEverythingOutAnewBeforeOtherFigures() {
        Machine machine = rfc().set("node0.Normal.high_min=988")
                .set("vm.watermark_scale_factor=10")
                .set("node0.Normal.managed=3337160")
                .cpus(8)
                .build();
        // Row C of baseline spec section 14, with high_min given.
        ZoneSpec normal = normal(machine);
        assertThat(List.of(normal.min(), normal.low(), normal.high())).containsExactly(13_752L, 17_190L, 20_628L);
        assertThat(normal.highMin()).isEqualTo(988);
        assertThat(normal.highMax()).isEqualTo(52_143);
        // 3337160 / 256.
        assertThat(Machines.zone(machine, 0, "DMA32").lowmemReserve().get(2)).isEqualTo(13_035);
    }

    @Test
    void ofTwoValuesTheLaterHolds() {
        Machine machine = rfc().set("node0.Normal.batch=7")
                .set("thp=never")
                .set("node0.Normal.batch=15")
                .set("thp=madvise")
                .build();
        assertThat(normal(machine).batch()).isEqualTo(15);
        assertThat(machine.settings().thp()).isEqualTo(Thp.MADVISE);
    }

    @ParameterizedTest
    @CsvSource({
        "vm.watermark_scale_facto, vm.watermark_scale_factor",
        "watermark_boost_factor, vm.watermark_boost_factor",
        "node0.normal.highmin, node0.Normal.high_min",
        "node1.Normal.high_max, node0.Normal.high_max",
        "node0.Normal.startPfn, node0.Normal.start_pfn",
        "tph, thp"
    })
    void anUnknownPathNamesTheNearest(String path, String nearest) {
        assertThatThrownBy(() -> rfc().set(path + "=8").build())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("'" + path + "'")
                .hasMessageContaining("did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vm.percpu_pagelist_high_fraction=7",
                "vm.percpu_pagelist_high_fraction=-1",
                "vm.watermark_scale_factor=0",
                "vm.watermark_scale_factor=3001",
                "vm.watermark_scale_factor=ten",
                "vm.watermark_scale_factor=",
                "vm.stat_interval=0",
                "vm.stat_interval=99999999999999999999",
                "vm.watermark_boost_factor=2147483648",
                "vm.min_free_kbytes=32691361",
                "vm.lowmem_reserve_ratio=256,256,32",
                "vm.lowmem_reserve_ratio=256,256,32,0,0",
                "vm.lowmem_reserve_ratio=256,256,32,x",
                "thp=on",
                "sim.decay_phase=apart",
                "sim.boost_ms=-1",
                "cma=91",
                "cma=-1",
                "cma=half",
                "node0.Normal.batch=0",
                "node0.Normal.managed=0",
                "node0.DMA32.managed=1044481",
                "node0.Normal.low=50000",
                "node0.Normal.high_max=2147483648"
            })
    void aValueOutOfRangeNamesTheSetting(String setting) {
        String path = setting.substring(0, setting.indexOf('='));
        String zoneOrPath = path.startsWith("node0.Normal.low") ? "node0.Normal.high" : path;
        assertThatThrownBy(() -> rfc().set(setting).build())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(zoneOrPath)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "thp", "=8"})
    void aSettingWithoutAPathOrAValueIsRefused(String setting) {
        assertThatThrownBy(() -> rfc().set(setting))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("PATH=VALUE");
    }

    @Test
    void numbersOfCpusAndNodesOutOfRangeNameTheOption() {
        assertThatThrownBy(() -> new MachineBuilder().cpus(0))
                .isInstanceOf(SettingException.class)
                .hasMessage("--cpus: found '0', expected 1 to 8192");
        assertThatThrownBy(() -> new MachineBuilder().cpus(8193)).hasMessageContaining("--cpus");
        assertThatThrownBy(() -> new MachineBuilder().nodes(0)).hasMessageContaining("--nodes");
        assertThatThrownBy(() -> new MachineBuilder().nodes(65)).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> new MachineBuilder().preset("rfc"))
                .hasMessageContaining("--preset")
                .hasMessageContaining("rfc-32c32g");
    }

    @Test
    void aZoneinfoWithoutPagesIsRefused() {
        Zoneinfo empty = new Zoneinfo(List.of(MEASURED.zones().get(3)));
        assertThatThrownBy(() -> new MachineBuilder().zoneinfo(empty).build())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("zoneinfo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vm.percpu_pagelist_high_fraction=0",
                "vm.percpu_pagelist_high_fraction=8",
                "vm.watermark_scale_factor=1",
                "vm.watermark_scale_factor=3000",
                "vm.stat_interval=1",
                "vm.min_free_kbytes=0",
                "vm.lowmem_reserve_ratio=0,1,2,2147483647",
                "sim.boost_ms=0",
                "cma=0",
                "cma=90"
            })
    void bothEndsOfARangeBelongToIt(String setting) {
        assertThat(rfc().set(setting).build().source()).endsWith(", --set");
    }

    @Test
    void minFreeKbytesMayBeAllOfMemoryButNoMore() {
        // 3840 + 759000 + 7410000 pages of 4 KiB.
        long all = 4 * 8_172_840L;
        assertThat(rfc().set("vm.min_free_kbytes=" + all).build().settings().minFreeKbytes())
                .hasValue(all);
        MachineBuilder more = rfc().set("vm.min_free_kbytes=" + (all + 1));
        assertThatThrownBy(more::build)
                .hasMessageContaining("vm.min_free_kbytes")
                .hasMessageContaining("" + all);
    }

    @Test
    void aMachineMayHaveFrom1To8192Cpus() {
        assertThat(rfc().cpus(8192).build().cpus()).isEqualTo(8192);
        assertThat(rfc().cpus(1).build().cpus()).isEqualTo(1);
        List<ZoneSpec> zones = List.of(Machines.unsized(0, "Normal", 1_024, 1_024));
        assertThatThrownBy(() -> new MachineBuilder().zones("m.json", 8193, GIB, zones))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("cpus of m.json");
    }

    @Test
    void aPresetWithEveryNumberGivenAnewStillNamesItsSysctls() {
        Machine machine = rfc().cpus(8).nodes(1).memory(16 * GIB).build();
        assertThat(machine.source()).isEqualTo("options, otherwise preset rfc-32c32g");
        assertThat(MachineBuilder.presets()).contains("rfc-32c32g");
    }

    @Test
    void theShapeIsWhatIsSaidOfIt() {
        assertThat(rfc().topology("two dies").build().topology()).isEqualTo("two dies");
    }

    @Test
    void aScaleFactorGivesAMovableZoneTheStepOfAnOrdinaryOne() {
        // Min marks 600 + 400 of 1,000,000 lowmem pages: 1000 for the Movable zone of that size, a quarter is 250
        // pages;
        // the scale factor alone would give 100.
        ZoneSpec dma32 = ZoneSpec.of(0, "DMA32", 4_096, 600_000, 600, 900, 1_200, 63, 1, 1);
        ZoneSpec normal = ZoneSpec.of(0, "Normal", 1_048_576, 400_000, 400, 900, 1_200, 63, 1, 1);
        ZoneSpec movable = ZoneSpec.of(0, "Movable", 2_000_000, 1_000_000, 128, 900, 1_200, 63, 1, 1);
        Machine machine = new MachineBuilder()
                .zones("test", 2, 8 * GIB, List.of(dma32, normal, movable))
                .set("vm.watermark_scale_factor=1")
                .build();

        assertThat(machine.zones()).extracting(ZoneSpec::low).containsExactly(600L + 150, 400L + 100, 128L + 250);
        assertThat(machine.zones()).extracting(ZoneSpec::high).containsExactly(600L + 300, 400L + 200, 128L + 500);
    }
}
