package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.json.JsonHeader;

/** Operations whose checksums are right and whose content is not: an error, and no memory for what is only claimed. */
class HostileOperationsTest {
    private static final byte[] CONTENT = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final int first;

    HostileOperationsTest() throws IOException {
        file.write(PcptLayout.start(PcptLayout.VERSION_OPERATIONS));
        byte[] metadata = JsonHeader.compressed(TraceHeader.EMPTY);
        Section.write(file, Section.METADATA, metadata, metadata.length);
        first = file.size();
    }

    /** Appends a section of a length and a zstd frame. */
    private void section(String type, long length, byte[] frame) throws IOException {
        ByteOutput payload = new ByteOutput();
        payload.varint(length);
        payload.put(frame, 0, frame.length);
        Section.write(file, type, payload.bytes, payload.length);
    }

    /** Ends the file by an index without blocks. */
    private byte[] end(Consumer<ByteOutput> summary) throws IOException {
        ByteOutput index = new ByteOutput();
        index.varint(first);
        index.varint(0);
        index.varint(0);
        index.varint(0);
        summary.accept(index);
        return end(index);
    }

    private byte[] end(ByteOutput index) throws IOException {
        int end = file.size();
        Section.write(file, Section.INDEX, index.bytes, index.length);
        file.write(PcptLayout.trailer(end));
        return file.toByteArray();
    }

    private void refused(byte[] bytes, long place, String message) {
        assertThatThrownBy(() -> CraftedOperations.read(bytes))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t: byte " + place + ": ")
                .hasMessageContaining(message);
    }

    private void refused(long length, byte[] frame, String message) throws IOException {
        section(Section.OPERATIONS, length, frame);
        refused(end(index -> index.varint(0)), first, message);
    }

    @Test
    void whatIsRightIsRead() throws IOException {
        section(Section.OPERATIONS, 10, Zstd.compress(CONTENT));
        assertThat(CraftedOperations.read(end(index -> index.varint(0)))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, PackedOperations.MAX_BYTES + 1, 1L << 40, -1})
    void aLengthThatNoneHas(long length) throws IOException {
        refused(
                length,
                Zstd.compress(CONTENT),
                "found 'number " + Long.toUnsignedString(length)
                        + "', expected a number from 1 to 1048576 in the operations that begin here");
    }

    @Test
    void aFrameOfFewerBytesThanClaimed() throws IOException {
        refused(11, Zstd.compress(CONTENT), "found 'a zstd frame of 10 bytes', expected a zstd frame of 11 bytes");
    }

    @Test
    void aFrameOfMoreBytesThanClaimed() throws IOException {
        refused(9, Zstd.compress(CONTENT), "expected a zstd frame of 9 bytes in the operations that begin here");
    }

    /** The frame's own header says 4 GiB less one byte, and no more follows. */
    @Test
    void aFrameThatClaimsMoreThanMemoryHas() throws IOException {
        byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xa0, -1, -1, -1, -1, 1, 0, 0};
        assertThat(Zstd.getFrameContentSize(frame)).isEqualTo((1L << 32) - 1);
        refused(1 << 20, frame, "expected a zstd frame of 1048576 bytes");
    }

    @Test
    void noFrame() throws IOException {
        refused(10, CONTENT, "expected a zstd frame of 10 bytes");
    }

    @Test
    void nothingAtAll() throws IOException {
        Section.write(file, Section.OPERATIONS, CONTENT, 0);
        refused(end(index -> index.varint(0)), first, "found 'end of the data'");
    }

    @Test
    void bytesBehindTheFrame() throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(Zstd.compress(CONTENT));
        frame.write(7);
        refused(10, frame.toByteArray(), "expected a zstd frame of 10 bytes");
    }

    @Test
    void aSectionThatReachesIntoTheIndex() throws IOException {
        // All that lies between the section's header and the end of the file.
        ByteOutput index = new ByteOutput();
        index.varint(first);
        index.varint(0);
        index.varint(0);
        index.varint(0);
        index.varint(0);
        int length = 3 + Section.HEADER + index.length;
        ByteOutput header = new ByteOutput();
        header.put("OPER".getBytes(StandardCharsets.US_ASCII), 0, 4);
        header.int32(length);
        header.int32(0);
        CRC32C crc = new CRC32C();
        crc.update(header.bytes, 0, header.length);
        header.int32((int) crc.getValue());
        file.write(header.bytes, 0, header.length);
        file.write(CONTENT, 0, 3);
        refused(end(index), first, "found '" + length + " bytes', expected 19 up to the index");
    }

    @Test
    void aSectionOfAnotherTypeAmongBlocks() throws IOException {
        section(Section.OPERATIONS, 10, Zstd.compress(CONTENT));
        int second = file.size();
        section(Section.METADATA, 10, Zstd.compress(CONTENT));
        refused(end(index -> index.varint(0)), second, "found 'META', expected a section BLCK or OPER");
    }

    @Test
    void lessThanASectionAheadOfTheIndex() throws IOException {
        file.write(CONTENT);
        refused(end(index -> index.varint(0)), first, "expected a section BLCK or OPER");
    }

    @Test
    void aSummaryLongerThanTheIndex() throws IOException {
        refused(
                end(index -> {
                    index.varint(4);
                    index.put(CONTENT, 0, 3);
                }),
                first,
                "found '3 bytes', expected 4 bytes in the index");
    }

    @ParameterizedTest
    @ValueSource(longs = {PackedOperations.MAX_BYTES + 1, 1L << 32, -1})
    void aSummaryLongerThanAny(long length) throws IOException {
        refused(
                end(index -> index.varint(length)),
                first,
                "found 'number " + Long.toUnsignedString(length)
                        + "', expected a number from 0 to 1048576 in the index");
    }

    @Test
    void moreProcessesThanEvents() throws IOException {
        ByteOutput index = new ByteOutput();
        for (int number : new int[] {first, 0, 0, 1, 0}) {
            index.varint(number);
        }
        refused(end(index), first, "found '1 process ids', expected at most one of each event");
    }

    @Test
    void noSummary() throws IOException {
        refused(end(index -> {}), first, "found 'end of the data', expected more of it in the index");
    }

    @Test
    void moreBehindTheSummary() throws IOException {
        refused(
                end(index -> {
                    index.varint(1);
                    index.put(CONTENT, 0, 3);
                }),
                first,
                "found '2 bytes too many'");
    }

    /** An index that says of one block where it is. */
    private byte[] withGap(long gap) throws IOException {
        section(Section.OPERATIONS, 10, Zstd.compress(CONTENT));
        BlockEntry entry = new BlockEntry(0, 0, 0, 4, 0, 0, 3, 10, 10);
        ByteOutput payload = new ByteOutput();
        entry.write(payload);
        Section.write(file, Section.BLOCK, payload.bytes, payload.length);
        ByteOutput index = new ByteOutput();
        index.varint(first);
        index.varint(4);
        index.varint(1);
        index.varint(gap);
        index.varint(Section.HEADER + (long) payload.length);
        entry.write(index);
        index.varint(0);
        index.varint(0);
        return end(index);
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void aGapThatLeadsBeyondTheIndex(long gap) throws IOException {
        byte[] bytes = withGap(gap);
        long index = PcptLayout.int64(bytes, bytes.length - PcptLayout.TRAILER);
        refused(
                bytes,
                index,
                "found 'a gap of " + gap + " bytes', expected at most " + (index - first) + " in the index");
    }

    @Test
    void aGapThatLeavesTooLittleForTheBlock() throws IOException {
        byte[] bytes = withGap(Section.HEADER + 12 + Zstd.compress(CONTENT).length);
        long index = PcptLayout.int64(bytes, bytes.length - PcptLayout.TRAILER);
        refused(bytes, index, "found 'a block of ");
    }

    /** Who reads operations takes the sections as they come; who reads events finds none where the index says. */
    @Test
    void aGapThatLeadsToOperations() throws IOException {
        byte[] bytes = withGap(0);
        assertThat(CraftedOperations.read(bytes)).hasSize(1);
        assertThatThrownBy(() -> CraftedPcpt.drain(bytes))
                .isInstanceOf(TraceException.class)
                .hasMessage("t: byte " + first + ": found 'OPER', expected a section BLCK");
    }
}
