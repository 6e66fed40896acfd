package org.pcpsim.replay;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.pcpsim.result.Quality;
import org.pcpsim.result.TraceCounts;

/**
 * What is kept of a trace beside its operations.
 *
 * @param origin time of its first event, in ns
 * @param cpus one more than the highest CPU that allocates or frees, or tries to
 * @param operations rows in all batches
 * @param counts what the trace holds
 * @param quality what it lacks
 */
record OperationSummary(long origin, int cpus, long operations, TraceCounts counts, Quality quality) {
    private static final int NUMBERS = 14;

    /** As bytes. */
    byte[] bytes() {
        long[] numbers = {
            OperationCode.RULES,
            origin,
            cpus,
            operations,
            counts.events(),
            counts.allocs(),
            counts.frees(),
            counts.durationNs(),
            quality.freesOfUnknownPage(),
            quality.allocsOfLivePage(),
            quality.pieces(),
            quality.orderMismatches(),
            quality.failedAllocs(),
            quality.lostEvents()
        };
        ByteBuffer out = ByteBuffer.allocate(10 * numbers.length);
        for (long number : numbers) {
            OperationCode.put(out, number);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** What {@link #bytes} wrote, or nothing if that was by other rules. */
    static Optional<OperationSummary> read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long[] numbers = new long[NUMBERS];
        try {
            for (int i = 0; i < NUMBERS; i++) {
                numbers[i] = OperationCode.get(in);
                if (numbers[i] < 0 || numbers[0] != OperationCode.RULES) {
                    return Optional.empty();
                }
            }
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
        return Optional.of(new OperationSummary(
                numbers[1],
                (int) Math.min(numbers[2], Integer.MAX_VALUE),
                numbers[3],
                new TraceCounts(numbers[4], numbers[5], numbers[6], numbers[7]),
                new Quality(numbers[8], numbers[9], numbers[10], numbers[11], numbers[12], numbers[13])));
    }
}
