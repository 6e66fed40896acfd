package org.pcpsim.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.pcpsim.replay.Packing;
import org.pcpsim.trace.OperationWriter;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.format.TraceFormats;

/** A trace as {@code pcpsim convert} packs it: a temporary {@code .pcpt} for each length. Not thread-safe. */
final class PackedSource implements Case.Source {
    private final Case.Source source;
    private final Map<Integer, Path> files = new HashMap<>();

    PackedSource(Case.Source source) {
        this.source = source;
    }

    @Override
    public TraceReader open(int units) throws IOException {
        if (!files.containsKey(units)) {
            files.put(units, pack(units));
        }
        return RepeatedTrace.open(files.get(units));
    }

    private Path pack(int units) throws IOException {
        Path file = Files.createTempFile("benchmark-", ".pcpt");
        file.toFile().deleteOnExit();
        try (TraceReader trace = source.open(units);
                OutputStream out = Files.newOutputStream(file);
                OperationWriter writer = (OperationWriter)
                        TraceFormats.byName("pcpt").orElseThrow().create(out, trace.header())) {
            Packing.write(trace, writer);
        }
        return file;
    }
}
