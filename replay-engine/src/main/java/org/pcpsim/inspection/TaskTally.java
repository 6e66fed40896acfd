package org.pcpsim.inspection;

import java.util.Arrays;
import java.util.List;
import org.pcpsim.trace.Symbols;

/** Counts operations by kind of task; looks at each name once. Not thread-safe. */
final class TaskTally {
    private static final int KERNEL = 0;
    private static final int OTHER = 1;
    private static final int UNNAMED = 2;

    private static final List<String> KERNEL_NAMES = List.of(
            "swapper",
            "kworker/",
            "ksoftirqd/",
            "rcu_",
            "rcuc/",
            "rcuop/",
            "kswapd",
            "kcompactd",
            "khugepaged",
            "kthreadd",
            "migration/",
            "jbd2/",
            "irq/");

    private final long[] counts = new long[3];
    private byte[] kinds = new byte[0];

    void add(int comm, Symbols symbols) {
        if (comm >= kinds.length) {
            int before = kinds.length;
            kinds = Arrays.copyOf(kinds, Math.max(64, Math.max(comm + 1, 2 * before)));
            Arrays.fill(kinds, before, kinds.length, (byte) -1);
        }
        if (kinds[comm] < 0) {
            kinds[comm] = kind(symbols.text(comm));
        }
        counts[kinds[comm]]++;
    }

    private static byte kind(String name) {
        if (name.isEmpty() || name.equals("<...>")) {
            return UNNAMED;
        }
        boolean kernel = name.equals("<idle>") || KERNEL_NAMES.stream().anyMatch(name::startsWith);
        return kernel ? (byte) KERNEL : OTHER;
    }

    Tasks result() {
        return new Tasks(counts[KERNEL], counts[OTHER], counts[UNNAMED]);
    }
}
