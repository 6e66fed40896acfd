package org.pcpsim.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.proc.Zoneinfo;

/**
 * Builds a {@link Machine} from what is known of it.
 *
 * <p>The zones come from the first of: an explicit list, a named preset, a recording's zoneinfo, the trace's header, the
 * preset {@code rfc-32c32g}. {@link #cpus}, {@link #nodes} and {@link #memory} go before any of these: another memory
 * size or number of nodes lays the zones out anew by the default layout, another number of CPUs only sizes the PCPs anew.
 * What is not given is taken from the source below.
 *
 * <p>Then come the settings, in this order: a recording's sysctls (its printed figures already agree with them); the
 * sysctls of {@link #set}, which work out anew the figures that depend on them; {@code managed} of single zones, which
 * works out everything anew; the other figures of single zones, which stand as they are given. Of two values for one
 * path the later holds.
 *
 * <p>Not thread-safe; use once.
 */
public final class MachineBuilder {
    private static final Preset FALLBACK = Preset.RFC_32C32G;

    private Optional<Preset> preset = Optional.empty();
    private Optional<Zoneinfo> zoneinfo = Optional.empty();
    private Optional<Ground> explicit = Optional.empty();
    private TraceHeader header = TraceHeader.EMPTY;
    private OptionalInt cpus = OptionalInt.empty();
    private OptionalInt nodes = OptionalInt.empty();
    private OptionalLong memoryBytes = OptionalLong.empty();
    private Optional<String> topology = Optional.empty();
    private KernelProfile kernel = KernelProfile.V7_0;
    private final Map<String, String> recordedSysctls = new TreeMap<>();
    private final Assignments assignments = new Assignments();

    /** A builder that knows nothing yet. */
    public MachineBuilder() {}

    /**
     * Names a preset.
     *
     * @throws SettingException naming the presets there are
     */
    public MachineBuilder preset(String name) {
        preset = Optional.of(Preset.of(name));
        return this;
    }

    /** Names of the presets. */
    public static List<String> presets() {
        List<String> names = new ArrayList<>();
        for (Preset known : Preset.values()) {
            names.add(known.presetName);
        }
        return names;
    }

    /** Sets the number of CPUs, 1 to {@link Machine#MAX_CPUS}. */
    public MachineBuilder cpus(int count) {
        requireCpus("--cpus", count);
        cpus = OptionalInt.of(count);
        return this;
    }

    private static void requireCpus(String setting, int count) {
        if (count < 1 || count > Machine.MAX_CPUS) {
            throw new SettingException(setting, Integer.toString(count), "1 to " + Machine.MAX_CPUS);
        }
    }

    /** Sets the number of nodes, 1 to {@link Machine#MAX_NODES}. */
    public MachineBuilder nodes(int count) {
        if (count < 1 || count > Machine.MAX_NODES) {
            throw new SettingException("--nodes", Integer.toString(count), "1 to " + Machine.MAX_NODES);
        }
        nodes = OptionalInt.of(count);
        return this;
    }

    /** Sets the memory size in bytes: at least 32 MiB a node, at most 8 TiB; checked when building. */
    public MachineBuilder memory(long bytes) {
        memoryBytes = OptionalLong.of(bytes);
        return this;
    }

    /**
     * Gives a whole machine, as a machine file does. The zones' index and lowmem reserve are worked out; the rest stands.
     *
     * @param source where it comes from, for {@link Machine#source}
     * @param cpuCount number of CPUs
     * @param bytes RAM in bytes
     * @throws SettingException if there is no zone or a number is out of range
     */
    public MachineBuilder zones(String source, int cpuCount, long bytes, List<ZoneSpec> zones) {
        requireCpus("cpus of " + source, cpuCount);
        explicit = Optional.of(Ground.ofZones(source, cpuCount, bytes, zones));
        return this;
    }

    /** Gives the zoneinfo of a recording. */
    public MachineBuilder zoneinfo(Zoneinfo recorded) {
        zoneinfo = Optional.of(recorded);
        return this;
    }

    /** Gives the sysctls that a recording states, by path; those the model does not know are left out. */
    public MachineBuilder recordedSysctls(Map<String, String> sysctls) {
        recordedSysctls.putAll(sysctls);
        return this;
    }

    /** Gives what the trace says of its machine. */
    public MachineBuilder header(TraceHeader traceHeader) {
        header = traceHeader;
        return this;
    }

    /** Chooses the version-dependent rules; 7.0 if not called. */
    public MachineBuilder kernel(KernelProfile profile) {
        kernel = profile;
        return this;
    }

    /** Describes the machine's shape in words; nodes and CPUs if not called. */
    public MachineBuilder topology(String words) {
        topology = Optional.of(words);
        return this;
    }

    /**
     * Sets one figure: {@code PATH=VALUE}, PATH a sysctl, {@code thp}, or {@code nodeN.ZONE.FIGURE}.
     *
     * @throws SettingException if there is no {@code =}; paths and values are checked when building
     */
    public MachineBuilder set(String assignment) {
        assignments.add(assignment);
        return this;
    }

    /**
     * Builds the machine.
     *
     * @throws SettingException naming a setting that is unknown, out of range, or does not fit the others
     */
    public Machine build() {
        Ground ground = ground();
        int cpuCount = cpus.orElse(ground.cpus());
        int nodeCount = nodes.orElse(ground.nodes());
        long memory = memoryBytes.orElse(ground.memoryBytes());
        boolean laidOut = ground.needsLayout() || memoryBytes.isPresent() || nodeCount != ground.nodes();
        if (laidOut && explicit.isPresent()) {
            throw new SettingException(
                    "--memory and --nodes do not go with " + ground.name() + ", which gives the zones");
        }
        List<ZoneDraft> zones = laidOut ? Layout.zones(memory, nodeCount) : ground.zones();
        // The fallback's own sysctls belong to its zones; a machine of another size starts with the kernel's.
        boolean kernelDefaults = laidOut && preset.isEmpty();
        Settings settings = withRecordedSysctls(kernelDefaults ? Settings.DEFAULT : ground.settings());
        ZoneFigures figures = new ZoneFigures(zones, cpuCount, nodeCount, settings);
        if (laidOut || !ground.sized()) {
            figures.all();
        } else if (cpuCount != ground.cpus()) {
            figures.pcpBounds();
        }
        if (explicit.isPresent()) {
            figures.lowmemReserves();
        }
        settings = assignments.applySysctls(zones, cpuCount, nodeCount, settings);
        assignments.applyZoneFigures(zones, cpuCount, nodeCount, settings);
        if (kernel.autoTune()) {
            assignments.requireOrderedBounds(zones);
        }
        requireReachableMin(zones, settings);
        return new Machine(
                source(ground),
                cpuCount,
                nodeCount,
                memory,
                kernel,
                topology.orElse(count(nodeCount, "node") + ", " + count(cpuCount, "CPU")),
                specs(zones),
                settings);
    }

    private Ground ground() {
        if (explicit.isPresent()) {
            return explicit.get();
        }
        if (preset.isPresent()) {
            return Ground.ofPreset(preset.get());
        }
        if (zoneinfo.isPresent()) {
            return Ground.ofRecording(zoneinfo.get(), withRecordedSysctls(Settings.DEFAULT), header, FALLBACK);
        }
        boolean headerSays = header.cpus().isPresent()
                || header.nodes().isPresent()
                || header.memoryBytes().isPresent();
        return headerSays ? Ground.ofHeader(header, FALLBACK) : Ground.ofPreset(FALLBACK);
    }

    private Settings withRecordedSysctls(Settings ground) {
        Settings settings = ground;
        for (Map.Entry<String, String> entry : recordedSysctls.entrySet()) {
            Optional<Sysctl> sysctl = Sysctl.of(entry.getKey());
            if (sysctl.isPresent()) {
                settings = sysctl.get().apply(settings, entry.getValue());
            }
        }
        return settings;
    }

    private static void requireReachableMin(List<ZoneDraft> zones, Settings settings) {
        long kbytes = 0;
        for (ZoneDraft zone : zones) {
            kbytes += 4 * zone.managed;
        }
        if (settings.minFreeKbytes().orElse(0) > kbytes) {
            throw new SettingException(
                    Sysctl.MIN_FREE_KBYTES.path,
                    Long.toString(settings.minFreeKbytes().orElse(0)),
                    "at most the machine's memory, " + kbytes);
        }
    }

    private String source(Ground ground) {
        String source = ground.name();
        if (cpus.isPresent() || nodes.isPresent() || memoryBytes.isPresent()) {
            boolean whole = cpus.isPresent() && memoryBytes.isPresent() && (nodes.isPresent() || ground.nodes() == 1);
            source = whole && preset.isEmpty() ? "options" : "options, otherwise " + source;
        }
        return assignments.isEmpty() ? source : source + ", --set";
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static List<ZoneSpec> specs(List<ZoneDraft> zones) {
        List<ZoneSpec> specs = new ArrayList<>();
        for (ZoneDraft zone : zones) {
            specs.add(zone.toSpec(specs.size()));
        }
        return specs;
    }
}
