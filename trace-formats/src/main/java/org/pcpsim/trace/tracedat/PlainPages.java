package org.pcpsim.trace.tracedat;

import java.io.IOException;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.SeekableContent;
import org.pcpsim.trace.ring.Pages;

/** Pages stored as they are, read several at a time. */
final class PlainPages implements Pages {
    private final SeekableContent content;
    private final int pageSize;
    private long end;
    private final byte[] block;
    private long blockFrom;
    private int blockLength;
    private int at;

    /**
     * @param end offset behind the last page
     * @param blockSize bytes to read at a time, at least a page
     */
    PlainPages(SeekableContent content, long from, long end, int pageSize, int blockSize, Budget budget)
            throws TraceException {
        this.content = content;
        this.pageSize = pageSize;
        this.end = end;
        blockFrom = from;
        block = budget.array(
                (int) Math.min(Math.max(pageSize, blockSize - blockSize % pageSize), Math.max(0, end - from)));
        at = -pageSize;
    }

    @Override
    public boolean next() throws IOException {
        at += pageSize;
        if (at >= blockLength) {
            blockFrom += blockLength;
            at = 0;
            blockLength = (int) Math.min(block.length, end - blockFrom);
            if (blockLength == 0) {
                return false;
            }
            fill();
        }
        return true;
    }

    private void fill() throws IOException {
        try {
            content.readFully(blockFrom, block, 0, blockLength);
        } catch (TraceException e) {
            end = blockFrom;
            blockLength = 0;
            throw e;
        }
    }

    @Override
    public byte[] buffer() {
        return block;
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
        return TraceException.atByte(content.name(), blockFrom + index, found, expected);
    }
}
