package org.pcpsim.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.machine.SettingException;
import org.pcpsim.trace.json.MemorySize;
import org.pcpsim.trace.recording.TraceSource;
import org.pcpsim.zone.AgedMix;
import picocli.CommandLine.Option;

/** The options that say which machine is modelled. */
final class MachineOptions {
    @Option(
            names = "--kernel",
            paramLabel = "PROFILE",
            description = "Kernel rules: 7.0 (default), 6.18, 6.12, 6.8, 6.1, or 'recorded' for those of the recorded "
                    + "kernel.")
    private String kernel = "";

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A machine by name: rfc-32c32g (32 CPUs, 32 GiB; used when nothing is known).")
    private String preset = "";

    @Option(
            names = "--machine",
            paramLabel = "FILE",
            description = "A machine as JSON, like the 'machine' object of a result.")
    private String machine = "";

    @Option(names = "--cpus", converter = Cpus.class, paramLabel = "N", description = "Number of CPUs.")
    private Integer cpus;

    @Option(names = "--nodes", converter = Nodes.class, paramLabel = "N", description = "Number of NUMA nodes.")
    private Integer nodes;

    @Option(names = "--memory", paramLabel = "SIZE", description = "Memory size, such as 32G or 512M.")
    private String memory = "";

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description =
                    "A sysctl or a zone's figure, such as vm.watermark_scale_factor=22, thp=never or "
                            + "node0.Normal.high_min=988; sim.decay_phase=staggered|together and sim.boost_ms=1000 for "
                            + "workers and boosts; cma=25 for a share of CMA blocks in percent; aged.used=60 and others for --initial aged; repeatable.")
    private List<String> settings = new ArrayList<>();

    /** A number of CPUs. */
    static final class Cpus extends WholeNumber {
        Cpus() {
            super(Machine.MAX_CPUS);
        }
    }

    /** A number of nodes. */
    static final class Nodes extends WholeNumber {
        Nodes() {
            super(Machine.MAX_NODES);
        }
    }

    /** Whether a setting is one of aged memory. */
    boolean saysAged() {
        return settings.stream().anyMatch(AgedSettings::isOne);
    }

    /** The mix of aged memory, or wrong usage. */
    AgedMix aged() {
        return AgedSettings.of(settings);
    }

    /** Refuses what can be refused without a trace. */
    void check() {
        if (!preset.isEmpty() && !machine.isEmpty()) {
            throw CommandException.usage("--preset and --machine exclude each other");
        }
        if (!kernel.isEmpty() && !kernel.equals("recorded")) {
            profile(kernel);
        }
        if (!preset.isEmpty() && !MachineBuilder.presets().contains(preset)) {
            throw CommandException.usage(
                    "unknown preset '" + preset + "'", Nearest.hint(preset, MachineBuilder.presets()));
        }
    }

    /** The number of CPUs, if it was given. */
    OptionalInt cpus() {
        return cpus == null ? OptionalInt.empty() : OptionalInt.of(cpus);
    }

    /** The machine for a trace: what the options say, else the recording, else the header, else the preset. */
    Machine machine(TraceSource source) throws IOException {
        boolean given = !preset.isEmpty() || !machine.isEmpty();
        MachineBuilder builder = given ? new MachineBuilder() : InputFacts.machine(source);
        if (!preset.isEmpty()) {
            builder.preset(preset);
        }
        if (!machine.isEmpty()) {
            MachineFile.read(machine, source.limits(), builder);
        }
        if (!kernel.isEmpty()) {
            builder.kernel(kernel.equals("recorded") ? recorded(source) : profile(kernel));
        }
        if (cpus != null) {
            builder.cpus(cpus);
        }
        if (nodes != null) {
            builder.nodes(nodes);
        }
        if (!memory.isEmpty()) {
            builder.memory(MemorySize.parse(memory)
                    .orElseThrow(() -> new SettingException("--memory", memory, "a size such as 32G or 512M")));
        }
        settings.stream().filter(setting -> !AgedSettings.isOne(setting)).forEach(builder::set);
        return builder.build();
    }

    private static KernelProfile profile(String name) {
        List<String> names = KernelProfile.ALL.stream().map(KernelProfile::name).toList();
        if (!names.contains(name)) {
            throw CommandException.usage("unknown kernel profile '" + name + "'", "there are: " + profiles());
        }
        return KernelProfile.of(name);
    }

    private static String profiles() {
        List<String> names = KernelProfile.ALL.stream().map(KernelProfile::name).toList();
        return String.join(", ", names) + " and recorded";
    }

    private static KernelProfile recorded(TraceSource source) {
        Optional<String> release = source.reader().header().kernel();
        return KernelProfile.forRelease(release.orElseThrow(() -> CommandException.usage(
                "--kernel recorded: " + source.path() + " does not say which kernel it was recorded on",
                "name a profile: " + profiles())));
    }
}
