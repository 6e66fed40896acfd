package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.OperationWriter;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.SameEvents;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.TraceInput;

/** A small file of version 3: of what its sections of operations hold only whoever wrote it knows what it means. */
final class CraftedOperations {
    static final byte[] SUMMARY = {0, -1, 7, 7, 7};

    /** What was written, in order. */
    final List<ByteBuffer> operations = new ArrayList<>();

    final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final OperationWriter writer;
    private final SplittableRandom random = new SplittableRandom(11);

    private CraftedOperations() throws IOException {
        writer = (OperationWriter) new PcptFormat().create(file, CraftedPcpt.HEADER);
        writer.expectOperations();
    }

    /** Blocks and operations in an order: a {@code B} is a block of 40 events of CPU 3, an {@code O} a section of operations. */
    static CraftedOperations of(String order) throws IOException {
        CraftedOperations crafted = new CraftedOperations();
        for (int i = 0; i < order.length(); i++) {
            if (order.charAt(i) == 'B') {
                crafted.block();
            } else {
                crafted.section(1 + crafted.random.nextInt(40));
            }
        }
        crafted.writer.summarize(SUMMARY);
        crafted.writer.close();
        return crafted;
    }

    /** The same without any event. */
    static CraftedOperations ofSections(int... lengths) throws IOException {
        CraftedOperations crafted = new CraftedOperations();
        for (int length : lengths) {
            crafted.section(length);
        }
        crafted.writer.summarize(SUMMARY);
        crafted.writer.close();
        return crafted;
    }

    /** A section whose buffer is longer, and overwritten once it is written. */
    private void section(int length) throws IOException {
        byte[] bytes = new byte[length + 5];
        // The first half cannot be packed, the second one can.
        for (int i = 0; i < length / 2; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        operations.add(ByteBuffer.wrap(Arrays.copyOf(bytes, length)));
        writer.writeOperations(bytes, length);
        Arrays.fill(bytes, (byte) 1);
    }

    /** Events with symbols of their own, ahead of which those that wait are written. */
    private void block() throws IOException {
        Symbols symbols = new Symbols();
        EventBatch batch = new EventBatch();
        batch.clear(events.size());
        for (int i = 0; i < 40; i++) {
            int row = batch.add((byte) random.nextInt(3), 3, 1000L * (events.size() + 1));
            batch.pfn[row] = random.nextInt(1 << 20);
            batch.comm[row] = symbols.intern("task " + events.size() / 40);
            events.add(SameEvents.text(batch, row, symbols));
        }
        writer.write(batch, symbols);
    }

    byte[] bytes() {
        return file.toByteArray();
    }

    /** Sections of a file from metadata to index. */
    static List<Section> sections(byte[] file) {
        List<Section> sections = new ArrayList<>();
        for (int at = PcptLayout.START;
                at < file.length - PcptLayout.TRAILER;
                at = (int) last(sections).end()) {
            sections.add(Section.of(file, at, at));
        }
        return sections;
    }

    private static Section last(List<Section> sections) {
        return sections.get(sections.size() - 1);
    }

    /** The content of all operations of a file, up to the end or the damage that is thrown. */
    static List<ByteBuffer> read(byte[] file) throws IOException {
        List<ByteBuffer> read = new ArrayList<>();
        try (TraceReader reader = open(file, ReadOptions.DEFAULT)) {
            PackedOperations packed = reader.operations().orElseThrow();
            while (packed.next()) {
                read.add(ByteBuffer.wrap(Arrays.copyOf(packed.bytes(), packed.length())));
            }
            assertThat(packed.next()).as("more after the end").isFalse();
        }
        return read;
    }

    /** What a file's index says of its operations, if it has any. */
    static Optional<byte[]> summary(byte[] file, boolean allowDamaged) throws IOException {
        try (TraceReader reader = open(file, ReadOptions.DEFAULT.withAllowDamaged(allowDamaged))) {
            return reader.operations().map(PackedOperations::summary);
        }
    }

    private static TraceReader open(byte[] file, ReadOptions options) throws IOException {
        TraceInput input = TraceInput.of("t", new ByteArrayInputStream(file), options);
        try {
            return new PcptFormat().open(input);
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }
}
