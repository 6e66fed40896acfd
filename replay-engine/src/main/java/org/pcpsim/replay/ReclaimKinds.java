package org.pcpsim.replay;

import java.util.Arrays;

/**
 * Which pages of a trace are of a kind that reclaim frees: allocated with the same gfp flags as a page that kswapd has freed.
 *
 * <p>A task's frees of such pages, while kswapd is at work, are what it reclaimed for itself, or what it truncated. Nothing is
 * known where a trace has no gfp flags, nor of kinds beyond the first {@value #MOST}. Two bytes a handle, which are looked at
 * only once kswapd has freed something. Not thread-safe.
 */
final class ReclaimKinds {
    /** Most kinds; traces have some dozens. */
    private static final int MOST = 127;

    /** Gfp flags of each handle, at one more than it: as in {@link Operations}, 16 bits of them. */
    private char[] flagsOf = new char[64];

    private final int[] reclaimed = new int[MOST];
    private int size;
    private boolean unseen;

    /** An allocation, or a part of one, has these flags. */
    void allocated(int handle, int flags) {
        if (handle + 1 >= flagsOf.length) {
            flagsOf = Arrays.copyOf(flagsOf, Math.max(handle + 2, flagsOf.length * 2));
        }
        flagsOf[handle + 1] = (char) flags;
    }

    /** The same of a handle that was another allocation's before if {@code free} is 0; nothing, without a branch, if it is 1. */
    void turned(int handle, int flags, int free) {
        flagsOf[handle + 1 & free - 1] = (char) flags;
    }

    /** An allocation was halved. */
    void split(int handle, int upper) {
        allocated(upper, flagsOf[handle + 1]);
    }

    /** A kswapd frees an allocation, or {@link LivePages#NONE}: what was not seen being allocated. */
    void freedByKswapd(int handle) {
        if (handle == LivePages.NONE) {
            unseen = true;
            return;
        }
        int flags = flagsOf[handle + 1];
        if (flags != 0 && size < MOST && !isReclaimed(flags)) {
            reclaimed[size++] = flags;
        }
    }

    /** Whether any allocation can be of such a kind. */
    boolean any() {
        return size > 0;
    }

    /** Whether an allocation, or {@link LivePages#NONE}, is of such a kind. */
    boolean includes(int handle) {
        return handle == LivePages.NONE ? unseen : any() && isReclaimed(flagsOf[handle + 1]);
    }

    private boolean isReclaimed(int flags) {
        for (int kind = 0; kind < size; kind++) {
            if (reclaimed[kind] == flags) {
                return true;
            }
        }
        return false;
    }
}
