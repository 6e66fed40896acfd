package org.pcpsim.trace.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Random;
import org.pcpsim.trace.ReadRows;
import org.pcpsim.trace.Rounds;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.ReadOptions;

/**
 * A file that is damaged in one place after the other and is intact otherwise.
 *
 * <p>What a reader may do with damage is asserted here for every format: give rows or a {@link TraceException}, and
 * allocate no more than for the intact file. Allocation stands for memory and for work: a reader that went round in
 * circles would collect rows.
 */
public final class DamagedFile implements Closeable {
    /** An error with its message, and growth of tables by one step, may take this much more. */
    private static final long SLACK = 2L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path path;
    private final byte[] whole;
    private final FileChannel channel;
    private final ReadRows intact;
    private final long intactAllocation;

    /** The content as a file of that folder; it is read to know what is intact. */
    public DamagedFile(byte[] whole, Path folder) throws IOException {
        this.whole = whole;
        path = folder.resolve("damaged");
        Files.write(path, whole);
        channel = FileChannel.open(path, StandardOpenOption.WRITE);
        ReadRows.of(path);
        long before = allocated();
        intact = ReadRows.of(path);
        intactAllocation = allocated() - before;
    }

    /** What is read without damage. */
    public ReadRows intact() {
        return intact;
    }

    /** The intact content. */
    public byte[] whole() {
        return whole;
    }

    /** What is read with some bits of a byte turned round; empty if that is refused. */
    public Optional<ReadRows> flipped(int at, int bits) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {(byte) (whole[at] ^ bits)}), at);
        try {
            return read("byte " + at + " xor " + bits);
        } finally {
            channel.write(ByteBuffer.wrap(whole, at, 1), at);
        }
    }

    /** Cuts the file at every multiple of a step, the longest first; each is refused, with its place. */
    public void assertCutsAreRefused(int step) throws IOException {
        for (long length = (whole.length - 1L) / step * step; length > 0; length -= step) {
            channel.truncate(length);
            assertThat(catchThrowable(() -> ReadRows.of(path)))
                    .as("cut at %d", length)
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining(": byte ");
        }
    }

    /** Flips a bit anywhere from that byte on, as often as told; each time the file is read or refused. */
    public void assertFlipsDoNotBreak(long seed, int from, int rounds) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            flipped(from + random.nextInt(whole.length - from), 1 << random.nextInt(8));
        }
    }

    /** Flips one to three bits of a content, up to 1500 times, behind what tells its format; damage is allowed every other time. */
    public static void assertFlipsDoNotBreak(byte[] whole, long seed, int from) {
        Random random = new Random(seed);
        for (int round = 0; round < Rounds.of(1500); round++) {
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                damaged[from + random.nextInt(whole.length - from)] ^= (byte) (1 << random.nextInt(8));
            }
            ReadOptions options = ReadOptions.DEFAULT.withAllowDamaged(round % 2 == 1);
            Throwable thrown = catchThrowable(() -> ReadRows.of(damaged, options));
            if (thrown != null) {
                assertThat(thrown).as("seed %d round %d", seed, round).isInstanceOf(TraceException.class);
            }
        }
    }

    private Optional<ReadRows> read(String damage) throws IOException {
        long before = allocated();
        try {
            return Optional.of(ReadRows.of(path));
        } catch (TraceException e) {
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(damage, e);
        } finally {
            assertThat(allocated() - before).as(damage).isLessThan(intactAllocation + SLACK);
        }
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
