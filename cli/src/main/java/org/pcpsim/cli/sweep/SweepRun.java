package org.pcpsim.cli.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.pcpsim.cli.report.Tree;

/**
 * Runs the points of a sweep that are not finished on several threads. The calling thread writes the journal, syncing all
 * points at once that came in meanwhile; so many finished points wait in memory at most that a slow disk holds up nobody.
 */
public final class SweepRun {

    /** Runs one point. */
    @FunctionalInterface
    public interface Runner {
        /** The line of the point in the journal; must not throw but for bugs. */
        Tree run(Point point);
    }

    /** Finished points that may wait for the disk. */
    private static final int WAITING = 256;
    /** Syncing more often than this would cost more than it saves after a crash. */
    private static final long SYNC_EVERY_NS = 10_000_000;

    private final Grid grid;
    private final Shard shard;
    private final Journal journal;
    private final Runner runner;
    private final BlockingQueue<Tree> done;
    private final AtomicInteger next = new AtomicInteger(1);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final int jobs;
    private long synced = System.nanoTime() - SYNC_EVERY_NS;

    /**
     * A sweep.
     *
     * @param jobs threads, 1 or more
     */
    public SweepRun(Grid grid, Shard shard, Journal journal, Runner runner, int jobs) {
        this.grid = grid;
        this.shard = shard;
        this.journal = journal;
        this.runner = runner;
        this.jobs = jobs;
        done = new ArrayBlockingQueue<>(Math.max(2 * jobs, WAITING));
    }

    /**
     * Runs all that is not finished.
     *
     * @param finished told of each point when it is on disk
     * @throws IOException if the journal cannot be written
     */
    public void run(Consumer<Tree> finished) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(jobs, task -> {
            Thread thread = new Thread(task, "sweep");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int job = 0; job < jobs; job++) {
                workers.add(threads.submit(this::work));
            }
            write(workers, finished);
        } finally {
            stopped.set(true);
            threads.shutdownNow();
        }
    }

    private void work() {
        try {
            for (int point = next.getAndIncrement(); point <= grid.size(); point = next.getAndIncrement()) {
                if (stopped.get()) {
                    return;
                }
                if (shard.has(point) && !journal.has(point)) {
                    done.put(runner.run(grid.point(point)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets more points come in if the last sync was just now; they are all synced at once. */
    private void gather(boolean last) throws InterruptedException {
        long left = synced + SYNC_EVERY_NS - System.nanoTime();
        if (!last && left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
        synced = System.nanoTime();
    }

    private void write(List<Future<?>> workers, Consumer<Tree> finished) throws IOException {
        try {
            boolean more = true;
            while (more) {
                boolean last = workers.stream().allMatch(Future::isDone);
                List<Tree> points = new ArrayList<>();
                Tree first = done.poll(last ? 0 : 20, TimeUnit.MILLISECONDS);
                if (first != null) {
                    gather(last);
                    points.add(first);
                    done.drainTo(points);
                    journal.add(points);
                    points.forEach(finished);
                }
                more = !last || first != null;
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
