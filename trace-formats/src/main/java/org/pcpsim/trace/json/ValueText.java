package org.pcpsim.trace.json;

import java.io.Writer;

/** Text that is kept up to a limit; what comes behind it is dropped. */
final class ValueText extends Writer {
    private final StringBuilder text = new StringBuilder();
    private final int limit;
    private boolean cut;

    ValueText(int limit) {
        this.limit = limit;
    }

    /** Whether something was dropped. */
    boolean isCut() {
        return cut;
    }

    @Override
    public void write(char[] chars, int offset, int length) {
        int room = Math.min(length, limit - text.length());
        text.append(chars, offset, room);
        cut |= room < length;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
