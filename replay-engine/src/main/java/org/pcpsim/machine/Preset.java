package org.pcpsim.machine;

import java.util.List;

/** Machines that are known by name. */
enum Preset {
    /**
     * The machine of the RFC: 32 CPUs, 32 GiB, one node. The scale factor of 22 makes its stated {@code high_min} of
     * 988 come out of the formulas (baseline spec section 14).
     */
    RFC_32C32G("rfc-32c32g", 32, 1, 32L << 30, new long[] {3_840, 759_000, 7_410_000}, 22);

    private static final long[] ZONE_START = {1, 4_096, 1_048_576};

    final String presetName;
    final int cpus;
    final int nodes;
    final long memoryBytes;
    final Settings settings;
    private final long[] managed;

    Preset(String presetName, int cpus, int nodes, long memoryBytes, long[] managed, int scaleFactor) {
        this.presetName = presetName;
        this.cpus = cpus;
        this.nodes = nodes;
        this.memoryBytes = memoryBytes;
        this.managed = managed;
        this.settings = Settings.DEFAULT.withScaleFactor(scaleFactor).withThp(Thp.ALWAYS);
    }

    /** The zones, with only {@code managed} worked out. */
    List<ZoneDraft> zones() {
        return List.of(
                new ZoneDraft(0, ZoneClass.DMA, ZONE_START[0], managed[0]),
                new ZoneDraft(0, ZoneClass.DMA32, ZONE_START[1], managed[1]),
                new ZoneDraft(0, ZoneClass.NORMAL, ZONE_START[2], managed[2]));
    }

    static Preset of(String name) {
        for (Preset preset : values()) {
            if (preset.presetName.equals(name)) {
                return preset;
            }
        }
        throw new SettingException("--preset", name, "one of " + RFC_32C32G.presetName);
    }
}
