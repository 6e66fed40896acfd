package org.pcpsim.trace.tracedat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.Damage;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.SeekableContent;
import org.pcpsim.trace.ring.Pages;
import org.pcpsim.trace.ring.RingEvents;

/** Opens the pages of every CPU of every buffer and goes to the first event of each. */
final class StreamStart {
    /** Bytes to read at a time from the pages of a CPU, while there are few CPUs. */
    private static final int BLOCK = 256 * 1024;

    private final SeekableContent content;
    private final Contents contents;
    private final Damage damage;
    private final Budget budget;
    private final int blockSize;
    /** Events that CPUs lost which have none; a loss of unknown size is one. */
    private long lostWithoutEvent;

    StreamStart(SeekableContent content, Contents contents, Damage damage) {
        this.content = content;
        this.contents = contents;
        this.damage = damage;
        budget = new Budget(content.name());
        long streams = contents.buffers().stream()
                .mapToLong(buffer -> buffer.cpus().size())
                .sum();
        blockSize = (int) Math.min(BLOCK, Budget.LIMIT / 2 / Math.max(1, streams));
    }

    /** The streams that have an event, in the order of buffers and CPUs, each at its first. */
    List<CpuStream> started() throws IOException {
        checkTotal();
        List<CpuStream> started = new ArrayList<>();
        List<BufferData> buffers = contents.buffers();
        for (int index = 0; index < buffers.size(); index++) {
            BufferData buffer = buffers.get(index);
            for (CpuData data : buffer.cpus()) {
                if (data.size() == 0) {
                    continue;
                }
                boolean cut = data.offset() + data.size() > content.size();
                long lostAtEnd = cut
                        ? RingEvents.UNCOUNTED
                        : contents.options().statistics().dropped(buffer.name(), data.cpu());
                Pages pages = pages(buffer, data, budget, blockSize);
                CpuStream stream = new CpuStream(index, data.cpu(), pages, contents.layout(), damage, lostAtEnd);
                if (stream.next()) {
                    started.add(stream);
                } else {
                    lostWithoutEvent += Math.abs(stream.events.takeLost());
                }
            }
        }
        return started;
    }

    /** Data of different CPUs that is the same bytes would let a small file be read for ever. */
    private void checkTotal() throws TraceException {
        long total = 0;
        for (BufferData buffer : contents.buffers()) {
            for (CpuData data : buffer.cpus()) {
                total += Math.min(data.size(), Math.max(0, content.size() - data.offset()));
            }
        }
        if (total > content.size()) {
            throw TraceException.of(
                    content.name(),
                    "has CPUs whose events take up " + total + " bytes, expected no more than the file's "
                            + content.size());
        }
    }

    /**
     * Events that the kernel says were overwritten and no page tells of, and those lost by CPUs without an event.
     *
     * <p>Call it after {@link #started}. Looks at the head of each page where something was overwritten.
     */
    long lostAtStart() throws IOException {
        long lost = lostWithoutEvent;
        for (BufferData buffer : contents.buffers()) {
            for (CpuData data : buffer.cpus()) {
                long overwritten = contents.options().statistics().overwritten(buffer.name(), data.cpu());
                if (overwritten > 0) {
                    lost += Math.max(0, overwritten - toldByPages(buffer, data, overwritten));
                }
            }
        }
        return lost;
    }

    /** Events that pages say were lost; {@code enough} if one does not say how many, or is damaged. */
    private long toldByPages(BufferData buffer, CpuData data, long enough) throws IOException {
        if (data.size() == 0) {
            return 0;
        }
        Damage none = new Damage(ReadOptions.DEFAULT);
        long told = 0;
        try {
            RingEvents events = new RingEvents(
                    new StreamStart(content, contents, none)
                            .pages(buffer, data, new Budget(content.name()), buffer.pageSize()),
                    contents.layout());
            boolean more = true;
            while (more) {
                more = events.next();
                long lost = events.takeLost();
                if (lost == RingEvents.UNCOUNTED) {
                    return enough;
                }
                told += lost;
                events.skipPage();
            }
            return told;
        } catch (TraceException e) {
            return enough;
        }
    }

    private Pages pages(BufferData buffer, CpuData data, Budget memory, int block) throws IOException {
        long end = data.offset() + data.size();
        if (end < 0 || end > content.size()) {
            damage.accept(TraceException.atByte(
                    content.name(),
                    content.size(),
                    "end of file",
                    "events of CPU " + data.cpu() + " up to byte " + Long.toUnsignedString(end) + ": the file is cut"));
            end = Math.max(content.size(), data.offset());
        }
        if (buffer.codec() != Codec.NONE) {
            return new ChunkPages(content, buffer.codec(), data, buffer.pageSize(), memory);
        }
        long rest = (end - data.offset()) % buffer.pageSize();
        if (rest != 0) {
            damage.accept(TraceException.atByte(
                    content.name(), end - rest, rest + " bytes of a page", "pages of " + buffer.pageSize() + " bytes"));
        }
        return new PlainPages(content, data.offset(), end - rest, buffer.pageSize(), block, memory);
    }
}
