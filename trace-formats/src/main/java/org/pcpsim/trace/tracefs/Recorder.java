package org.pcpsim.trace.tracefs;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pcpsim.trace.RecordingFacts;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.proc.ProcFile;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.trace.recording.Recording;
import org.pcpsim.trace.recording.RecordingWriter;

/**
 * Records one command: its events and those of everything else that the machine does meanwhile, between two snapshots
 * of /proc whose places in the trace are marked.
 *
 * <p>Used once, by one thread; {@link #end} and {@link #abandon} may be called from another.
 */
public final class Recorder {
    /** Name of the trace in the recording's folder. */
    private static final String TRACE = "trace.txt.zst";

    private static final int OUT_BYTES = 256 * 1024;

    private final Tracefs tracefs;
    private final ProcTexts proc;
    private final List<String> words;
    private final RecordedCommand command;
    private final long bufferBytes;
    private volatile Optional<TraceInstance> open = Optional.empty();
    private volatile boolean started;

    /**
     * A recorder of a command that is not running yet.
     *
     * @param words the command and its arguments
     * @param bufferBytes size of each CPU's ring buffer
     */
    public Recorder(Tracefs tracefs, List<String> words, long bufferBytes) {
        this(tracefs, new ProcTexts(Path.of("/proc"), Path.of("/sys")), words, bufferBytes);
    }

    Recorder(Tracefs tracefs, ProcTexts proc, List<String> words, long bufferBytes) {
        this.tracefs = tracefs;
        this.proc = proc;
        this.words = List.copyOf(words);
        this.command = new RecordedCommand(words);
        this.bufferBytes = bufferBytes;
    }

    /** Whether the command has been started. */
    public boolean started() {
        return started;
    }

    /** Ends the command, so that {@link #record} comes to its end soon; it is not started any more if it has not been. */
    public void end() {
        command.end();
    }

    /**
     * Removes the instance although the recording is not at its end.
     *
     * @throws IOException if it cannot be removed
     */
    public void abandon() throws IOException {
        if (open.isPresent()) {
            open.get().close();
        }
    }

    /**
     * Runs the command and fills an empty folder with its recording.
     *
     * @param name name of the recording
     * @param recorder what records it, without quotes, for {@code x-recorder}
     * @throws TracefsException if the kernel or the command does not let itself be used
     * @throws IOException if something cannot be read or written; the instance is gone in any case
     */
    public Recorded record(Path folder, String name, String recorder) throws IOException {
        try (TraceInstance instance = tracefs.create(bufferBytes)) {
            open = Optional.of(instance);
            try (OutputStream file = Files.newOutputStream(folder.resolve(TRACE), StandardOpenOption.CREATE_NEW);
                    PipeDrain drain = new PipeDrain(
                            instance, bufferBytes, new BufferedOutputStream(new ZstdOutputStream(file), OUT_BYTES))) {
                return record(instance, drain, folder, name, recorder);
            }
        }
    }

    private Recorded record(TraceInstance instance, PipeDrain drain, Path folder, String name, String recorder)
            throws IOException {
        // Once in vain: what this makes the JVM load and allocate is not to be part of the trace.
        proc.snapshot(file -> {});
        drain.start();
        Map<String, String> before;
        Map<String, String> after;
        long duration;
        int exitCode;
        long lines;
        try {
            instance.on(true);
            before = snapshot(instance, "SNAP_BEFORE");
            long from = System.nanoTime();
            command.start();
            started = true;
            exitCode = command.waitFor();
            duration = System.nanoTime() - from;
            drain.pause();
            after = snapshot(instance, "SNAP_AFTER");
        } finally {
            drain.pause();
            instance.mark("END");
            drain.awaitPause();
            instance.on(false);
            lines = drain.finish();
        }
        Recorded recorded = new Recorded(exitCode, lines, instance.stats().lost(), duration);
        RecordingFacts facts = new RecordingFacts(
                name,
                CommandLineText.of(words),
                proc.kernel(),
                proc.cpus(),
                proc.nodes(),
                managed(before),
                proc.sysctls(),
                OptionalInt.of(exitCode),
                Map.of("x-recorder", "\"" + recorder + "\""));
        RecordingWriter.write(new Recording(folder, folder.resolve(TRACE), facts, before, after));
        return recorded;
    }

    /** The marks of other recorders too: trace-format spec section 4.1. */
    private Map<String, String> snapshot(TraceInstance instance, String name) throws IOException {
        instance.mark(name + "_BEGIN");
        Map<String, String> texts = proc.snapshot(file -> {
            if (file == ProcFile.ZONEINFO || file == ProcFile.VMSTAT) {
                instance.mark(name + " " + file.fileName() + " read");
            }
        });
        instance.mark(name + "_END");
        return texts;
    }

    private static OptionalLong managed(Map<String, String> snapshot) throws TraceException {
        String zoneinfo = snapshot.get(ProcFile.ZONEINFO.fileName());
        if (zoneinfo == null) {
            return OptionalLong.empty();
        }
        long pages = 0;
        for (Zoneinfo.Zone zone : Zoneinfo.parse("/proc/zoneinfo", zoneinfo).zones()) {
            pages += zone.managed();
        }
        return OptionalLong.of(pages);
    }
}
