package org.pcpsim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.pcpsim.cli.report.Quantity;
import org.pcpsim.trace.json.MemorySize;
import org.pcpsim.trace.tracefs.Recorded;
import org.pcpsim.trace.tracefs.Recorder;
import org.pcpsim.trace.tracefs.Tracefs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pcpsim record}: runs a command and records what the kernel's page allocator does meanwhile. */
@Command(
        name = "record",
        description = "Runs a command and records the page allocations of the whole machine meanwhile. As root; Linux "
                + "with tracefs. Ends with the command's own exit code.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "A failure of pcpsim is 2 or 4 before the command has started, 125 after.",
            "",
            "Example: sudo pcpsim record -o build -- make -j8"
        })
final class RecordCommand implements Callable<Integer> {
    /** Exit code of a failure of ours when the command has been run. */
    private static final int FAILED_AFTER = 125;

    private static final long LARGEST_BUFFER = 1L << 40;

    private final Invocation invocation;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command and its arguments.")
    private List<String> command = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "Where to: a folder, or one file of a format that can be written, told by its extension. "
                    + "Appears whole or not at all; must not exist. Default: recording")
    private String output = "recording";

    @Option(
            names = "--buffer",
            paramLabel = "SIZE",
            description = "Ring buffer of each CPU, such as 256M, for what comes faster than it can be read. Default: "
                    + "64M")
    private String buffer = "64M";

    @Option(
            names = "--script",
            description = "Print a shell script that does the same on a machine without Java, and record nothing.")
    private boolean script;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing unless events were lost.")
    private boolean quiet;

    RecordCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        long bytes = bufferBytes();
        if (script) {
            invocation.output().append(RecordScript.of(output, bytes));
            return ExitCode.DONE;
        }
        if (command.isEmpty()) {
            throw CommandException.usage("no command to record", "pcpsim record -o OUT -- COMMAND ARGUMENT…");
        }
        RecordTarget target = RecordTarget.of(Path.of(output));
        Tracefs tracefs = Tracefs.find(Tracefs.MOUNTS);
        Recorder recorder = new Recorder(tracefs, command, bytes);
        if (!quiet && !target.keepsSnapshots()) {
            print("this format has no place for the snapshots of /proc, which replay and validate start from");
            print("a folder or a .pcpt keeps them: -o " + target.name() + ".pcpt");
        }
        try (Interruption interruption = new Interruption(recorder)) {
            return record(recorder, target, tracefs, interruption);
        }
    }

    private int record(Recorder recorder, RecordTarget target, Tracefs tracefs, Interruption interruption)
            throws IOException {
        try {
            Recorded recorded =
                    target.fill(folder -> recorder.record(folder, target.name(), "pcpsim " + Version.current()));
            say(recorded, tracefs.missingEvents());
            target.warnings().forEach(this::warn);
            interruption.exitWith(recorded.exitCode());
            return recorded.exitCode();
        } catch (IOException | RuntimeException e) {
            if (!recorder.started()) {
                throw e;
            }
            print("no recording, though the command has been run:");
            Errors.of(invocation.console().err(), e, "pcpsim record");
            interruption.exitWith(FAILED_AFTER);
            return FAILED_AFTER;
        }
    }

    private long bufferBytes() {
        OptionalLong bytes = MemorySize.parse(buffer);
        if (bytes.isEmpty() || bytes.getAsLong() > LARGEST_BUFFER) {
            throw CommandException.usage("--buffer: found '" + buffer + "', expected a size such as 64M, at most 1T");
        }
        return bytes.getAsLong();
    }

    private void say(Recorded recorded, List<String> missing) {
        String events = Quantity.counted(recorded.lines(), "event") + " in " + Quantity.time(recorded.durationNs());
        if (recorded.lost() > 0) {
            print(events + ", " + Quantity.count(recorded.lost()) + " more were lost");
            print("try again with a larger ring buffer than --buffer " + buffer);
        } else if (!quiet) {
            print(events + ", none lost");
        }
        if (!quiet && !missing.isEmpty()) {
            print("this kernel has no " + String.join(", ", missing) + ": what it did by itself cannot be told");
        }
    }

    private void warn(String text) {
        if (!quiet) {
            print(text);
        }
    }

    private void print(String text) {
        invocation.console().err().print("pcpsim: " + output + ": " + text + "\n");
    }
}
