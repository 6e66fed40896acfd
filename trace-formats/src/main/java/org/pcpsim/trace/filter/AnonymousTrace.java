package org.pcpsim.trace.filter;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.RecordingFacts;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/**
 * A trace that does not say what ran, when, and where in memory, and replays as before.
 *
 * <ul>
 *   <li>Command names become {@code cmd1}, {@code cmd2} …, process ids but 0 become 1, 2 …, in order of appearance.
 *   <li>Times count from the first event; what is earlier on another CPU has time 0.
 *   <li>Pages move by whole GiB inside their zone ({@link GigabyteShift}).
 *   <li>Marks have no text. Names of tracepoints, gfp flags and flags columns stay: they are the kernel's.
 *   <li>Name, description and fields of the recorder's own go; that times are not those of a real machine is still said.
 *   <li>Snapshots stay, as they tell sizes and no pages; of stat the time of boot goes.
 * </ul>
 *
 * <p>Memory is that of the names and process ids. Not thread-safe.
 */
public final class AnonymousTrace implements TraceReader {
    private static final int NOT_NAMED = -1;

    private final TraceReader reader;
    private final GigabyteShift shift;
    private final TraceHeader header;
    private int[] names = {0};
    private int nameCount;
    private final Map<Integer, Integer> pids = new HashMap<>();
    private int lastPid;
    private int lastPidGiven;
    private boolean started;
    private long start;

    /**
     * A trace over a reader, which is closed with it.
     *
     * @param seed another gives other places in memory
     * @throws TraceException if the snapshot's zoneinfo cannot be read
     */
    public AnonymousTrace(TraceReader reader, long seed) throws TraceException {
        this.reader = reader;
        this.shift = GigabyteShift.of(reader.header(), seed);
        this.header = anonymous(reader.header());
        pids.put(0, 0);
    }

    private static TraceHeader anonymous(TraceHeader header) {
        return new TraceHeader(
                "",
                header.cpus(),
                header.nodes(),
                header.memoryBytes(),
                header.kernel(),
                withoutBootTime(header.snapshotBefore()),
                withoutBootTime(header.snapshotAfter()),
                header.eventsLostAtStart(),
                header.recording().map(AnonymousTrace::anonymous));
    }

    private static RecordingFacts anonymous(RecordingFacts facts) {
        return new RecordingFacts(
                "",
                "",
                facts.kernel(),
                facts.cpus(),
                facts.nodes(),
                facts.managedPages(),
                facts.sysctl(),
                facts.exitCode(),
                facts.xTiming() ? Map.of(RecordingFacts.TIMING, "true") : Map.of());
    }

    private static Map<String, String> withoutBootTime(Map<String, String> snapshot) {
        Map<String, String> texts = new LinkedHashMap<>(snapshot);
        texts.computeIfPresent("stat", (file, text) -> text.replaceAll("(?m)^btime \\d+$", "btime 0"));
        return texts;
    }

    @Override
    public TraceHeader header() {
        return header;
    }

    @Override
    public Symbols symbols() {
        return reader.symbols();
    }

    @Override
    public List<String> warnings() {
        return reader.warnings();
    }

    @Override
    public boolean read(EventBatch batch) throws IOException {
        boolean more = reader.read(batch);
        if (more && !started) {
            started = true;
            start = batch.time[0];
        }
        for (int row = 0; row < batch.size; row++) {
            batch.time[row] = Math.max(0, batch.time[row] - start);
            batch.comm[row] = name(batch.comm[row]);
            batch.pid[row] = pid(batch.pid[row]);
            if (batch.pfn[row] != EventBatch.NO_PFN) {
                batch.pfn[row] = shift.moved(batch.pfn[row]);
            }
            if (batch.kind[row] == EventKind.MARK) {
                batch.aux[row] = 0;
            }
        }
        return more;
    }

    private int name(int symbol) {
        if (symbol >= names.length) {
            int known = names.length;
            names = Arrays.copyOf(names, Math.max(symbol + 1, known * 2));
            Arrays.fill(names, known, names.length, NOT_NAMED);
        }
        if (names[symbol] == NOT_NAMED) {
            names[symbol] = reader.symbols().intern("cmd" + ++nameCount);
        }
        return names[symbol];
    }

    private int pid(int pid) {
        if (pid != lastPid) {
            lastPid = pid;
            lastPidGiven = pids.computeIfAbsent(pid, unknown -> pids.size());
        }
        return lastPidGiven;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
