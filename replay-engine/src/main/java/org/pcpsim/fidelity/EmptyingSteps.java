package org.pcpsim.fidelity;

import java.util.function.IntConsumer;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.model.PcpSets;

/**
 * Scores drains that empty PCPs for the sake of others: of all CPUs for lack of reclaim, or of its own by a CPU that
 * compacts.
 *
 * <p>What makes them necessary is not in a trace, so the first hold of each is never foretold, those that follow are.
 * Source: baseline spec sections 10.4 and 10.5. Not thread-safe.
 */
final class EmptyingSteps {
    private final PcpState state;
    private final Scoring scoring;
    private final DrainSteps drains;
    private final IntConsumer lock;
    private int allTarget;
    private int allZone;

    /**
     * @param lock puts what a CPU had freed by its last event on its PCP, whose lock is taken
     */
    EmptyingSteps(PcpState state, Scoring scoring, DrainSteps drains, IntConsumer lock) {
        this.state = state;
        this.scoring = scoring;
        this.drains = drains;
        this.lock = lock;
    }

    /**
     * One hold of a drain of all PCPs.
     *
     * @param target CPU whose PCP it is
     * @param goesOn whether the draining CPU had begun before
     */
    void ofAll(KernelRun run, int target, boolean goesOn) {
        int predicted = goesOn ? nextOfAll() : 0;
        lock.accept(target);
        score(run, predicted, Cause.WATERMARK);
        allTarget = target;
        allZone = run.zone();
    }

    /** Pages that go next when all PCPs are being emptied, CPU by CPU and zone by zone. */
    private int nextOfAll() {
        int zones = state.sets.length;
        for (int at = allTarget * zones + allZone; at < state.machine.cpus() * zones; at++) {
            lock.accept(at / zones);
            int next = hold(at % zones, at / zones);
            if (next > 0) {
                return next;
            }
        }
        return 0;
    }

    /**
     * One hold of a drain of a CPU's own PCPs.
     *
     * @param goesOn whether it had begun before
     */
    void ofOwn(KernelRun run, boolean goesOn) {
        score(run, goesOn ? hold(run.zone(), run.cpu()) : 0, Cause.UNSEEN_EVENT);
    }

    private int hold(int zone, int cpu) {
        PcpSets set = state.sets[zone];
        int n = Math.min(set.count[cpu], set.largestDrain());
        return n > 0 ? state.drained(zone, cpu, n, 0) : 0;
    }

    private void score(KernelRun run, int predicted, Cause cause) {
        drains.add(new Transfer(-1, run.cpu(), -1, run.pages(), false, false));
        if (scoring.compare(run.pages(), predicted)) {
            scoring.miss(scoring.draft(state, run, predicted), cause);
        }
    }
}
