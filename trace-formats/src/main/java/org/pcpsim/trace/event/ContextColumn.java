package org.pcpsim.trace.event;

import java.util.Arrays;
import org.pcpsim.trace.TraceException;

/**
 * The flags column that ftrace text has, such as {@code d..3.}, made of {@code common_flags} and {@code
 * common_preempt_count}.
 *
 * <p>Five characters: interrupts off, rescheduling, kind of interrupt, preempt depth, migrate-disable depth. Source: the
 * kernel's ftrace documentation; trace-format spec sections 4.1 and 7.1. Not thread-safe.
 */
final class ContextColumn {
    private static final int IRQS_OFF = 0x01;
    private static final int LAZY = 0x02;
    private static final int NEED_RESCHED = 0x04;
    private static final int HARDIRQ = 0x08;
    private static final int SOFTIRQ = 0x10;
    private static final int PREEMPT_RESCHED = 0x20;
    private static final int NMI = 0x40;
    private static final int BH_OFF = 0x80;

    /** By need-resched 1, preempt-resched 2, lazy 4. */
    private static final String RESCHED = ".npNlbLB";

    private final TextSymbols symbols;
    private final int[] known = new int[1 << 16];

    ContextColumn(TextSymbols symbols) {
        this.symbols = symbols;
        Arrays.fill(known, -1);
    }

    /** Symbol of the column; both numbers are bytes. */
    int symbol(int flags, int preemptCount) throws TraceException {
        int key = flags << 8 | preemptCount;
        int symbol = known[key];
        if (symbol < 0) {
            symbol = symbols.intern(text(flags, preemptCount));
            known[key] = symbol;
        }
        return symbol;
    }

    static String text(int flags, int preemptCount) {
        return "" + irqs(flags) + resched(flags) + interrupt(flags) + depth(preemptCount & 0xf)
                + depth(preemptCount >> 4);
    }

    private static char irqs(int flags) {
        if ((flags & IRQS_OFF) != 0) {
            return (flags & BH_OFF) != 0 ? 'D' : 'd';
        }
        return (flags & BH_OFF) != 0 ? 'b' : '.';
    }

    private static char resched(int flags) {
        return RESCHED.charAt(((flags & NEED_RESCHED) != 0 ? 1 : 0)
                + ((flags & PREEMPT_RESCHED) != 0 ? 2 : 0)
                + ((flags & LAZY) != 0 ? 4 : 0));
    }

    private static char interrupt(int flags) {
        boolean hard = (flags & HARDIRQ) != 0;
        if ((flags & NMI) != 0) {
            return hard ? 'Z' : 'z';
        }
        if ((flags & SOFTIRQ) != 0) {
            return hard ? 'H' : 's';
        }
        return hard ? 'h' : '.';
    }

    private static char depth(int depth) {
        return depth == 0 ? '.' : Character.forDigit(depth, 16);
    }
}
