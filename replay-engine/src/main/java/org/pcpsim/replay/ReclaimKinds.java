package org.pcpsim.replay;

import java.util.Arrays;

/**
 * Which pages of a trace are of a kind that reclaim frees: allocated with the same gfp flags as a page that kswapd has freed.
 *
 * <p>A task's frees of such pages, while kswapd is at work, are what it reclaimed for itself, or what it truncated. Nothing is
 * known where a trace has no gfp flags, nor of flags beyond the first {@value #MOST} that it has. A byte a handle; a
 * comparison a page as a rule. Not thread-safe.
 */
final class ReclaimKinds {
    /** Most kinds that are told apart; traces have some dozens. */
    private static final int MOST = 127;

    private static final byte UNKNOWN = 0;

    /** Of each handle: its kind. */
    private byte[] kinds = new byte[64];
    /** Of each kind from 1 on: its gfp flags. */
    private final int[] flagsOf = new int[MOST + 1];

    private final boolean[] reclaimed = new boolean[MOST + 1];
    private int size;
    private byte last;
    private boolean unseen;
    /** Whether a kind is {@link #reclaimed}: where none is, no page's kind is looked at. */
    private boolean any;

    /** An allocation, or a part of one, has these flags. */
    void allocated(int handle, int flags) {
        if (flags != flagsOf[last]) {
            last = kindOf(flags);
        }
        put(handle, last);
    }

    private void put(int handle, byte kind) {
        if (handle >= kinds.length) {
            kinds = Arrays.copyOf(kinds, Math.max(handle + 1, kinds.length * 2));
        }
        kinds[handle] = kind;
    }

    private byte kindOf(int flags) {
        for (int kind = 1; kind <= size; kind++) {
            if (flagsOf[kind] == flags) {
                return (byte) kind;
            }
        }
        if (flags == 0 || size == MOST) {
            return UNKNOWN;
        }
        flagsOf[++size] = flags;
        return (byte) size;
    }

    /** An allocation was halved. */
    void split(int handle, int upper) {
        put(upper, kinds[handle]);
    }

    /** A kswapd frees an allocation, or {@link LivePages#NONE}: what was not seen being allocated. */
    void freedByKswapd(int handle) {
        if (handle == LivePages.NONE) {
            unseen = true;
        } else if (kinds[handle] != UNKNOWN) {
            reclaimed[kinds[handle]] = true;
            any = true;
        }
    }

    /** Whether an allocation, or {@link LivePages#NONE}, is of such a kind. */
    boolean includes(int handle) {
        return handle == LivePages.NONE ? unseen : any && reclaimed[kinds[handle]];
    }
}
