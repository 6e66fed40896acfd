package org.pcpsim.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pcpsim.cli.report.Quantity;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.SettingException;
import org.pcpsim.trace.output.CompressedOutput;
import org.pcpsim.trace.tracefs.Tracefs;
import org.pcpsim.trace.tracefs.TracefsException;

/**
 * Looks at what pcpsim needs of the machine that it runs on. Changes nothing but a file that it takes away again.
 *
 * @param mounts where tracefs may be
 * @param proc the /proc folder
 * @param searchPath folders of programs, separated as in {@code PATH}
 * @param temporary the folder of temporary files
 * @param heapBytes most memory that Java may use for objects
 */
record Checkup(List<Path> mounts, Path proc, String searchPath, Path temporary, long heapBytes) {
    /** What a replay of a long trace on a machine of 32 GiB takes, and some more. */
    private static final long ENOUGH_HEAP = 256L << 20;

    private static final long ENOUGH_SPACE = 1L << 30;

    /** Of this process. */
    static Checkup ofProcess() {
        String path = System.getenv("PATH");
        return new Checkup(
                Tracefs.MOUNTS,
                Path.of("/proc"),
                path == null ? "" : path,
                Path.of(System.getProperty("java.io.tmpdir")),
                Runtime.getRuntime().maxMemory());
    }

    /** All findings: first what everything needs, then what only recording needs. */
    List<Finding> findings() {
        return List.of(java(), memory(), compression(), temporaryFiles(), kernel(), tracefs(), perf());
    }

    private static Finding java() {
        String version = System.getProperty("java.version") + " of " + System.getProperty("java.vendor");
        return Finding.works("java", version + " in " + System.getProperty("java.home"));
    }

    private Finding memory() {
        String found = "up to " + Quantity.bytes(heapBytes) + " for Java";
        return heapBytes >= ENOUGH_HEAP
                ? Finding.works("memory", found)
                : Finding.fails("memory", found, "give it more: PCPSIM_JAVA_OPTS=-Xmx1g, or a larger limit");
    }

    /** The library of zstd is native code, unpacked to the temporary folder and loaded from there. */
    private static Finding compression() {
        try (OutputStream packed = CompressedOutput.of("probe.zst", new ByteArrayOutputStream())) {
            packed.write(0);
            return Finding.works("zstd", "files that end in .zst can be read and written");
        } catch (IOException | LinkageError e) {
            return Finding.fails(
                    "zstd",
                    "its native library cannot be loaded from " + System.getProperty("java.io.tmpdir"),
                    "name a folder whose files may be executed: PCPSIM_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
        }
    }

    private Finding temporaryFiles() {
        try {
            Files.delete(Files.createTempFile(temporary, "pcpsim", ".tmp"));
            // Of the folder, not of its FileStore: where the root was changed that cannot be told.
            long free = temporary.toFile().getUsableSpace();
            String found = temporary + ", " + Quantity.bytes(free) + " free";
            return free >= ENOUGH_SPACE
                    ? Finding.works("files", found)
                    : Finding.fails("files", found, "name a larger folder for what is unpacked: --tmp FOLDER");
        } catch (IOException e) {
            return Finding.fails(
                    "files",
                    temporary + " cannot be written",
                    "trace.dat and perf.data from stdin or compressed need --tmp FOLDER");
        }
    }

    private Finding kernel() {
        Optional<String> release = line(proc.resolve("sys/kernel/osrelease"));
        if (release.isEmpty()) {
            return Finding.fails("kernel", "not Linux", "record on a Linux machine: pcpsim record --script prints how");
        }
        try {
            String rules = KernelProfile.forRelease(release.get()).name();
            return Finding.works("kernel", release.get() + ", rules of " + rules);
        } catch (SettingException e) {
            return Finding.fails(
                    "kernel", release.get() + ", whose rules are not known", "replay its recordings with --kernel");
        }
    }

    private Finding tracefs() {
        try {
            List<String> missing = Tracefs.find(mounts).missingEvents();
            return missing.isEmpty()
                    ? Finding.works("tracefs", "pcpsim record works, with every event")
                    : Finding.works("tracefs", "pcpsim record works, but validate lacks " + String.join(", ", missing));
        } catch (TracefsException e) {
            return Finding.fails("tracefs", e.getMessage(), e.hint());
        }
    }

    private Finding perf() {
        Optional<Path> perf = program("perf");
        if (perf.isEmpty()) {
            return Finding.fails(
                    "perf", "not on PATH", "only needed to record with perf: Debian's package is linux-perf");
        }
        String level = line(proc.resolve("sys/kernel/perf_event_paranoid")).orElse("");
        return level.isEmpty()
                ? Finding.fails("perf", perf.get() + ", but this kernel has no perf events", "use pcpsim record")
                : Finding.works("perf", perf.get() + "; kernel.perf_event_paranoid is " + level + ", root may always");
    }

    private Optional<Path> program(String name) {
        for (String folder : searchPath.split(":")) {
            Path candidate = Path.of(folder).resolve(name);
            if (!folder.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> line(Path file) {
        try {
            return Files.readString(file).lines().findFirst().map(String::trim);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
