package org.pcpsim.lock;

/**
 * What the step of an operation ends with, packed into an {@code int}: a lock to take, a lock to try, or nothing more
 * to do.
 *
 * <p>Bits 0–1 are the kind, bits 2–5 the {@link LockPath}, the rest the lock's number.
 */
public final class Request {
    /** The operation is complete and holds no lock. */
    public static final int DONE = 0;

    private static final int TAKE = 1;
    private static final int TRY = 2;

    private Request() {}

    /** Asks to wait for a lock. */
    public static int take(int lock, int path) {
        return lock << 6 | path << 2 | TAKE;
    }

    /** Asks for a lock that is taken only if it is free. */
    public static int tryTake(int lock, int path) {
        return lock << 6 | path << 2 | TRY;
    }

    /** Whether the lock is only tried. */
    public static boolean isTry(int request) {
        return (request & 3) == TRY;
    }

    /** The lock's number. */
    public static int lock(int request) {
        return request >>> 6;
    }

    /** The {@link LockPath}. */
    public static int path(int request) {
        return request >>> 2 & 0xf;
    }
}
