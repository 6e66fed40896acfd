package org.pcpsim.replay;

import org.pcpsim.lock.CpuQueue;
import org.pcpsim.lock.Request;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.model.AllocatorModel;

/**
 * A run in timed order whose CPUs stand still, none with an operation under way: one CPU at a time works, so nobody waits but
 * for holds that are known to end later. Not thread-safe.
 */
final class TimedProbe implements Probed {
    private final AllocatorModel model;
    private final TimedLocks locks;
    private final CpuQueue queue;
    private long now;

    TimedProbe(AllocatorModel model, TimedLocks locks, CpuQueue queue, long now) {
        this.model = model;
        this.locks = locks;
        this.queue = queue;
        this.now = now;
    }

    @Override
    public AllocatorModel model() {
        return model;
    }

    @Override
    public LockCounts lockCounts() {
        return locks.counts();
    }

    @Override
    public void forgetLocks() {
        locks.reset();
    }

    @Override
    public void perform(int cpu, int first) {
        locks.enter(cpu, now);
        int request = first;
        while (request != Request.DONE) {
            int answer = locks.ask(request);
            if (answer == TimedLocks.WAITING) {
                locks.enter(cpu, queue.time(cpu));
                locks.acquire(request);
            }
            request = model.resume(cpu, answer != TimedLocks.REFUSED);
            locks.work();
        }
        locks.requireNone();
        now = locks.clock();
    }
}
