package org.pcpsim.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows the same batches of operations to several models, on several threads.
 *
 * <p>The thread that reads fills one batch after the other and is some batches ahead of the slowest model; where it has no
 * room it replays too, so that no thread waits while a model has a batch to replay that nobody is at. A model sees the
 * batches in their order, one at a time, on changing threads; what it left is there for the next. A thread stays with its
 * model while that has batches, for the sake of caches. On one thread every model is through with a batch before the next.
 * {@link #take}, {@link #finish} and {@link #close} are for the thread that reads; no other is needed.
 */
final class ModelThreads extends FreeGrouping.Sink implements AutoCloseable {
    /** Batches that the reading thread may be ahead of the slowest model, 450 KB each. */
    private static final int AHEAD = 4;

    private static final int NONE = -1;

    private final List<ModelSlot> slots;
    private final Operations[] ring;
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Under the lock: batches shown up to now, batch n being at n modulo their number, and those each model is through
    // with.
    private long shown;
    private final long[] replayed;
    private final boolean[] busy;
    private boolean closed;
    private Throwable failure;

    /**
     * Starts the threads.
     *
     * @param count threads at work at most, the calling one among them, 1 or more
     * @param together whether every model is to be through with a batch before more is read
     */
    ModelThreads(List<ModelSlot> slots, int count, boolean together) {
        this.slots = slots;
        ring = new Operations[together || count == 1 ? 1 : AHEAD];
        replayed = new long[slots.size()];
        busy = new boolean[slots.size()];
        int others = Math.min(count - 1, slots.size());
        for (int number = 1; number <= others; number++) {
            Thread thread = new Thread(this::work, "models-" + number);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Shows a batch, which must be left alone from now on; returns one to fill next, whose content is gone. */
    @Override
    Operations take(Operations batch) {
        lock.lock();
        try {
            int at = (int) (shown % ring.length);
            Operations spare = ring.length == 1 ? batch : ring[at];
            ring[at] = batch;
            shown++;
            changed.signalAll();
            int slot = NONE;
            while (shown - slowest() >= ring.length) {
                slot = replayOrWait(slot);
            }
            return spare == null ? new Operations() : spare;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every model is through with what was shown. */
    void finish() {
        lock.lock();
        try {
            int slot = NONE;
            while (slowest() < shown) {
                slot = replayOrWait(slot);
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        lock.lock();
        try {
            int slot = NONE;
            while (!closed) {
                slot = replayOrWait(slot);
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Replays a batch of a model that nobody is at, or waits for a change; called with the lock.
     *
     * @param last model that this thread was at
     * @return the model that it was at now
     */
    private int replayOrWait(int last) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw new IllegalStateException("a thread of models ended", failure);
        }
        int slot = next(last);
        if (slot == NONE) {
            changed.awaitUninterruptibly();
            return last;
        }
        Operations batch = ring[(int) (replayed[slot] % ring.length)];
        busy[slot] = true;
        lock.unlock();
        try {
            slots.get(slot).replay(batch);
        } finally {
            lock.lock();
            busy[slot] = false;
        }
        replayed[slot]++;
        changed.signalAll();
        return slot;
    }

    /** The model to go on with: the last one if it has a batch, else the one that is furthest behind. */
    private int next(int last) {
        if (last != NONE && isReady(last)) {
            return last;
        }
        int next = NONE;
        for (int slot = 0; slot < replayed.length; slot++) {
            if (isReady(slot) && (next == NONE || replayed[slot] < replayed[next])) {
                next = slot;
            }
        }
        return next;
    }

    private boolean isReady(int slot) {
        return !busy[slot] && replayed[slot] < shown;
    }

    private long slowest() {
        long slowest = shown;
        for (long batches : replayed) {
            slowest = Math.min(slowest, batches);
        }
        return slowest;
    }

    /** Ends the threads; a batch that one of them is at is replayed before. */
    @Override
    public void close() {
        lock.lock();
        closed = true;
        changed.signalAll();
        lock.unlock();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
