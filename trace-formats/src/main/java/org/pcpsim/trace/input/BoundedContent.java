package org.pcpsim.trace.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.pcpsim.trace.TraceException;

/**
 * Decompressed content that may only be so large, also in comparison with the bytes that it is made of. Where damage is
 * allowed, content ends where the compressed data is damaged.
 */
final class BoundedContent extends InputStream {
    private static final int BLOCK = 8192;

    private final String name;
    private final InputStream content;
    private final RawInput raw;
    private final Limits limits;
    private final Damage damage;
    private long size;
    private boolean ended;
    private Optional<TraceException> failure = Optional.empty();

    BoundedContent(String name, InputStream content, RawInput raw, Limits limits, Damage damage) {
        this.damage = damage;
        this.name = name;
        this.content = content;
        this.raw = raw;
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        if (failure.isPresent()) {
            throw failure.get(); // A decoder that has failed has no state to go on from.
        }
        int count;
        try {
            count = content.read(target, offset, length);
        } catch (TraceException e) {
            end(e);
            return -1;
        }
        if (count > 0) {
            size += count;
            check();
        }
        return count;
    }

    /** Ends the content if damage is allowed; the rest is read for its digest. */
    private void end(TraceException e) throws IOException {
        if (size == 0 || !damage.isAllowed()) {
            throw failed(e);
        }
        damage.accept(e);
        ended = true;
        byte[] rest = new byte[BLOCK];
        while (raw.read(rest, 0, BLOCK) >= 0) {
            continue;
        }
    }

    private TraceException failed(TraceException e) {
        failure = Optional.of(e);
        return e;
    }

    private void check() throws TraceException {
        if (size > limits.get(Limit.CONTENT)) {
            throw failed(limits.exceeded(name, Limit.CONTENT));
        }
        if (size > Limits.FREE_CONTENT && size / limits.get(Limit.RATIO) > raw.position()) {
            throw failed(limits.exceeded(name + " (compressed): byte " + raw.position(), Limit.RATIO));
        }
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
