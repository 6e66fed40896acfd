package org.pcpsim.trace.input;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** Counts different process ids. Half a MB at most for those that the kernel gives, as much as a set takes for others. Not thread-safe. */
public final class PidCount {
    /** The kernel's own bound of process ids. */
    private static final int USUAL = 1 << 22;

    private final BitSet usual = new BitSet();
    private final Set<Integer> others = new HashSet<>();
    private int count;

    /** Of none. */
    public PidCount() {}

    /** Takes a process id; whether it is a new one. */
    public boolean add(int pid) {
        boolean isNew = pid < 0 || pid >= USUAL ? others.add(pid) : !usual.get(pid);
        if (isNew) {
            count++;
            if (pid >= 0 && pid < USUAL) {
                usual.set(pid);
            }
        }
        return isNew;
    }

    /** Different ones up to now. */
    public int count() {
        return count;
    }
}
