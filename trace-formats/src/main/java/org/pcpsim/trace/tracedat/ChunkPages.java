package org.pcpsim.trace.tracedat;

import static org.pcpsim.trace.binary.LittleEndian.u32;

import java.io.IOException;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.SeekableContent;
import org.pcpsim.trace.ring.Pages;

/**
 * Pages compressed in chunks of several: a number of chunks, then each with its two sizes.
 *
 * <p>Trace-format spec section 7.4.
 */
final class ChunkPages implements Pages {
    private static final int COUNT = 4;
    private static final int HEADER = 8;
    /** Real chunks have ten pages. */
    private static final int MOST_PAGES = 16;

    private static final int LARGEST_OF_SMALL_PAGES = 1 << 20;

    private final SeekableContent content;
    private final Codec codec;
    private final int pageSize;
    private final int largest;
    private final long end;
    private final Budget budget;
    private final byte[] header = new byte[HEADER];
    private byte[] compressed = {};
    private byte[] chunk = {};
    private long nextChunk;
    private long chunkFrom;
    private long chunksLeft;
    private int length;
    private int at;

    ChunkPages(SeekableContent content, Codec codec, CpuData data, int pageSize, Budget budget) throws IOException {
        this.content = content;
        this.codec = codec;
        this.pageSize = pageSize;
        // The size is that of the chunks: the word that counts them is not in it.
        this.end = Math.min(data.offset() + COUNT + data.size(), content.size());
        this.budget = budget;
        this.largest = Math.max(LARGEST_OF_SMALL_PAGES, MOST_PAGES * pageSize);
        nextChunk = data.offset();
        at = -pageSize;
        if (data.size() > 0) {
            content.readFully(nextChunk, header, 0, COUNT);
            chunksLeft = u32(header, 0);
            nextChunk += COUNT;
        }
    }

    @Override
    public boolean next() throws IOException {
        at += pageSize;
        if (at >= length) {
            at = 0;
            length = 0;
            if (chunksLeft == 0) {
                if (nextChunk < end) {
                    long from = nextChunk;
                    nextChunk = end;
                    throw TraceException.atByte(
                            content.name(),
                            from,
                            end - from + " bytes behind the last chunk",
                            "the end of the CPU's data");
                }
                return false;
            }
            startChunk();
        }
        return true;
    }

    private void startChunk() throws IOException {
        chunkFrom = nextChunk;
        if (end - chunkFrom < HEADER) {
            chunksLeft = 0;
            nextChunk = end;
            throw TraceException.atByte(
                    content.name(), chunkFrom, "the end of the CPU's data", "a chunk of pages: the file is cut");
        }
        content.readFully(chunkFrom, header, 0, HEADER);
        long stored = u32(header, 0);
        long size = u32(header, 4);
        if (stored > end - chunkFrom - HEADER || stored > largest) {
            chunksLeft = 0;
            nextChunk = end;
            throw TraceException.atByte(
                    content.name(),
                    chunkFrom,
                    "a chunk of " + stored + " bytes",
                    "at most the " + Math.min(largest, end - chunkFrom - HEADER) + " bytes that the CPU's data has");
        }
        chunksLeft--;
        nextChunk = chunkFrom + HEADER + stored;
        if (size == 0 || size > largest || size % pageSize != 0) {
            throw TraceException.atByte(
                    content.name(),
                    chunkFrom + 4,
                    "a chunk of " + size + " bytes decompressed",
                    "pages of " + pageSize + " bytes, at most " + largest + " bytes");
        }
        decompress((int) stored, (int) size);
    }

    private void decompress(int stored, int size) throws IOException {
        if (compressed.length < stored) {
            compressed = budget.grow(compressed, stored);
        }
        if (chunk.length < size) {
            chunk = budget.grow(chunk, size);
        }
        content.readFully(chunkFrom + HEADER, compressed, 0, stored);
        if (!codec.decompress(compressed, stored, chunk, size)) {
            throw TraceException.atByte(
                    content.name(),
                    chunkFrom + HEADER,
                    "damaged " + codec.title() + " data",
                    size + " bytes of pages, compressed");
        }
        length = size;
    }

    @Override
    public byte[] buffer() {
        return chunk;
    }

    @Override
    public int at() {
        return at;
    }

    @Override
    public int pageSize() {
        return pageSize;
    }

    @Override
    public TraceException damage(int index, String found, String expected) {
        return TraceException.atByte(
                content.name() + " (chunk at byte " + chunkFrom + ", decompressed)", index, found, expected);
    }
}
