package org.pcpsim.trace.pcpt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.SeekableContent;

/**
 * The index at a file's end.
 *
 * @param events events in all blocks
 * @param blocks all blocks, in the file's order, which lie between metadata and index; side by side, or with operations among them
 * @param operations what is known of operations, if there are any
 */
record PcptIndex(long events, List<BlockEntry> blocks, Optional<OperationsEntry> operations) {

    /**
     * What the index says of operations.
     *
     * @param from where blocks and operations begin
     * @param to where they end
     * @param pids different process ids of the events
     * @param summary as it was written
     */
    record OperationsEntry(long from, long to, long pids, byte[] summary) {}

    /** The payload of the index's section; the first block, or the operations ahead of it, begins at the offset. */
    ByteOutput payload(long firstOffset) {
        ByteOutput out = new ByteOutput();
        out.varint(firstOffset);
        out.varint(events);
        out.varint(blocks.size());
        long end = firstOffset;
        for (BlockEntry block : blocks) {
            if (operations.isPresent()) {
                out.varint(block.offset() - end);
                end = block.offset() + block.length();
            }
            out.varint(block.length());
            block.write(out);
        }
        if (operations.isPresent()) {
            byte[] summary = operations.get().summary();
            out.varint(operations.get().pids());
            out.varint(summary.length);
            out.put(summary, 0, summary.length);
        }
        return out;
    }

    /**
     * Reads the trailer and the index.
     *
     * @param hasOperations whether the file's version is one with operations
     * @throws TraceException if the file is cut or damaged at its end
     */
    static PcptIndex read(SeekableContent content, boolean hasOperations) throws IOException {
        long end = content.size() - PcptLayout.TRAILER;
        byte[] trailer = new byte[PcptLayout.TRAILER];
        content.readFully(Math.max(end, PcptLayout.START), trailer, 0, trailer.length);
        if (!PcptLayout.isTrailer(trailer)) {
            throw TraceException.atByte(
                    content.name(), end, "other bytes", "the 16 bytes that end a trace: the file is cut or damaged");
        }
        long offset = PcptLayout.int64(trailer, 0);
        if (offset < PcptLayout.START || offset > end) {
            throw TraceException.atByte(content.name(), end, "an index at byte " + offset, "an index inside the file");
        }
        Section section = Section.at(content, offset, Section.INDEX);
        if (section.end() != end) {
            throw TraceException.atByte(content.name(), section.end(), "more bytes", "the end of the trace");
        }
        byte[] payload = section.payload(content);
        try {
            return parse(new ByteInput(payload, 0, payload.length), offset, hasOperations);
        } catch (BlockDamage e) {
            throw TraceException.atByte(content.name(), offset, e.found, e.expected + " in the index");
        }
    }

    private static PcptIndex parse(ByteInput in, long end, boolean hasOperations) throws BlockDamage {
        long first = in.varint();
        long offset = first;
        long events = in.varint();
        long count = in.varint();
        if (offset < PcptLayout.START || offset > end || count < 0) {
            throw new BlockDamage("blocks from byte " + offset, "blocks inside the file");
        }
        List<BlockEntry> blocks = new ArrayList<>();
        long rows = 0;
        for (long i = 0; i < count; i++) {
            long gap = hasOperations ? in.varint() : 0;
            if (gap < 0 || gap > end - offset) {
                throw new BlockDamage("a gap of " + gap + " bytes", "at most " + (end - offset));
            }
            offset += gap;
            long length = in.varint();
            if (length < Section.HEADER || length > end - offset) {
                throw new BlockDamage("a block of " + length + " bytes", "at most " + (end - offset));
            }
            BlockEntry block = BlockEntry.read(in, offset, length);
            blocks.add(block);
            rows += block.rows();
            offset += length;
        }
        Optional<OperationsEntry> operations = Optional.empty();
        if (hasOperations) {
            long pids = in.varint();
            if (pids < 0 || pids > events) {
                throw new BlockDamage(pids + " process ids", "at most one of each event");
            }
            int length = in.number(0, PackedOperations.MAX_BYTES);
            int at = in.take(length);
            byte[] summary = Arrays.copyOfRange(in.bytes, at, at + length);
            operations = Optional.of(new OperationsEntry(first, end, pids, summary));
        }
        in.end();
        if (offset != end && !hasOperations) {
            throw new BlockDamage("blocks up to byte " + offset, "blocks up to the index at byte " + end);
        }
        if (rows != events) {
            throw new BlockDamage(events + " events", rows + ", as the blocks have");
        }
        return new PcptIndex(events, blocks, operations);
    }

    /**
     * Finds the blocks of a file that has no index, or a damaged one. Costs one pass over the file.
     *
     * @return the blocks that are whole, in the file's order
     */
    static List<BlockEntry> search(SeekableContent content) throws IOException {
        List<BlockEntry> blocks = new ArrayList<>();
        byte[] window = new byte[1 << 16];
        long offset = PcptLayout.START;
        int count;
        while ((count = content.read(offset, window, 0, window.length)) >= Section.HEADER) {
            int at = 0;
            while (at <= count - Section.HEADER && !Section.isHeader(window, at)) {
                at++;
            }
            if (at > count - Section.HEADER) {
                offset += at;
                continue;
            }
            Section section = Section.of(window, at, offset + at);
            boolean whole = section.length() >= 0 && section.end() <= content.size();
            if (whole && section.type().equals(Section.BLOCK)) {
                entry(content, section, blocks);
            }
            offset = whole ? section.end() : offset + at + 1;
        }
        return blocks;
    }

    private static void entry(SeekableContent content, Section section, List<BlockEntry> blocks) throws IOException {
        try {
            byte[] payload =
                    Section.at(content, section.offset(), Section.BLOCK).payload(content);
            ByteInput in = new ByteInput(payload, 0, payload.length);
            blocks.add(BlockEntry.read(in, section.offset(), section.end() - section.offset()));
        } catch (TraceException | BlockDamage e) {
            return; // Its events are missing from its CPU's count, and are reported as such.
        }
    }
}
