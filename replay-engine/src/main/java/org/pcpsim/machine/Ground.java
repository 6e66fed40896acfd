package org.pcpsim.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.proc.Zoneinfo;

/**
 * What a machine is before the numbers and settings of the command line.
 *
 * @param name where it comes from, in words
 * @param cpus number of CPUs
 * @param nodes number of nodes
 * @param memoryBytes RAM in bytes
 * @param zones its zones
 * @param settings sysctls it has by itself
 * @param sized whether the zones have their figures already; else only {@code managed}
 */
record Ground(
        String name, int cpus, int nodes, long memoryBytes, List<ZoneDraft> zones, Settings settings, boolean sized) {

    static Ground ofPreset(Preset preset) {
        return new Ground(
                "preset " + preset.presetName,
                preset.cpus,
                preset.nodes,
                preset.memoryBytes,
                preset.zones(),
                preset.settings,
                false);
    }

    /** Zones with all figures but the reserves. */
    static Ground ofZones(String name, int cpus, long memoryBytes, List<ZoneSpec> specs) {
        if (specs.isEmpty()) {
            throw new SettingException("zones", "none", "at least one populated zone");
        }
        List<ZoneDraft> zones = new ArrayList<>();
        int nodes = 0;
        for (ZoneSpec spec : specs) {
            zones.add(ZoneDraft.of(spec));
            nodes = Math.max(nodes, spec.node() + 1);
        }
        zones.sort(Comparator.<ZoneDraft>comparingInt(z -> z.node).thenComparingInt(z -> z.zoneClass));
        return new Ground(name, cpus, nodes, memoryBytes, zones, Settings.DEFAULT, true);
    }

    /**
     * Zones as recorded; the PCP's bounds are worked out where the kernel prints none.
     *
     * @param settings the sysctls that the recording states, with which its figures agree already
     */
    static Ground ofRecording(Zoneinfo zoneinfo, Settings settings, TraceHeader header, Preset fallback) {
        RecordedZones recorded = new RecordedZones(zoneinfo);
        int cpus = recorded.cpus > 0 ? recorded.cpus : header.cpus().orElse(fallback.cpus);
        if (!recorded.printsPcpBounds) {
            new ZoneFigures(recorded.zones, cpus, recorded.nodes, settings).pcpBounds();
            recorded.lowerBoundsToShown();
        }
        return new Ground("recording", cpus, recorded.nodes, recorded.memoryBytes, recorded.zones, settings, true);
    }

    /** What a header says; CPUs alone leave the fallback's zones, a size or several nodes are laid out by the default. */
    static Ground ofHeader(TraceHeader header, Preset fallback) {
        Ground preset = ofPreset(fallback);
        boolean whole = header.cpus().isPresent() && header.memoryBytes().isPresent();
        String name = "trace header" + (whole ? "" : ", otherwise " + preset.name);
        int cpus = header.cpus().orElse(preset.cpus);
        int nodes = header.nodes().orElse(preset.nodes);
        long memory = header.memoryBytes().orElse(preset.memoryBytes);
        if (header.memoryBytes().isEmpty() && nodes == preset.nodes) {
            return new Ground(name, cpus, nodes, memory, preset.zones, preset.settings, false);
        }
        return new Ground(name, cpus, nodes, memory, List.of(), Settings.DEFAULT, false);
    }

    /** Whether the zones are still to be laid out. */
    boolean needsLayout() {
        return zones.isEmpty();
    }
}
