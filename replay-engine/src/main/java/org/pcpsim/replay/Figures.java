package org.pcpsim.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.TimedCounts;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.model.PartialBlockCounts;
import org.pcpsim.model.RefillPhase;
import org.pcpsim.result.Buckets;
import org.pcpsim.result.Distributions;
import org.pcpsim.result.ModelFigures;
import org.pcpsim.result.PartialBlocks;
import org.pcpsim.result.Pcp;
import org.pcpsim.result.PcpLock;
import org.pcpsim.result.RefillPhases;
import org.pcpsim.result.SlowPath;
import org.pcpsim.result.SysProxy;
import org.pcpsim.result.Timing;
import org.pcpsim.result.WorkCounts;
import org.pcpsim.result.ZoneLock;
import org.pcpsim.zone.Zone;

/** Makes the figures of a result out of what a finished run counted. */
final class Figures {
    private static final double P99 = 99;
    private static final long PS = 1000;

    private final CountedRun run;
    private final LockCounts locks;
    private final ModelCounts now;
    private final ModelCounts base;

    Figures(CountedRun run) {
        this.run = run;
        locks = run.lockCounts();
        now = run.model().counts();
        base = run.base().counts;
    }

    ModelFigures with(SysProxy sysProxy) {
        List<Long> failed = IntStream.range(0, now.failedAllocs.length)
                .mapToObj(order -> now.failedAllocs[order] - base.failedAllocs[order])
                .toList();
        return new ModelFigures(
                run.allocs(),
                run.frees(),
                failed.stream().mapToLong(Long::longValue).sum(),
                failed,
                run.skippedFrees(),
                zoneLock(),
                pcpLock(),
                pcp(),
                refillPhases(),
                partialBlocks(),
                run.memory().blocks(),
                run.memory().fragmentation(),
                run.memory().cma(),
                sysProxy,
                new SlowPath(
                        now.minMarkRetries - base.minMarkRetries,
                        now.drainAlls - base.drainAlls,
                        now.drainAllPages - base.drainAllPages,
                        now.wouldHaveReclaimed - base.wouldHaveReclaimed),
                distributions(),
                own(),
                run.timed().map(Figures::timing));
    }

    private Map<String, Long> own() {
        Map<String, Long> own = new LinkedHashMap<>();
        run.model()
                .ownCounts()
                .forEach((name, count) -> own.put(name, count - run.base().own.getOrDefault(name, 0L)));
        return own;
    }

    private Distributions distributions() {
        Optional<TimedCounts> timed = run.timed().map(tally -> tally.locks().timed());
        return new Distributions(
                Buckets.of(locks.zoneHoldNs),
                timed.map(of -> Buckets.of(of.zoneWaitNs)),
                timed.map(of -> Buckets.of(of.allocNs())),
                timed.map(of -> Buckets.of(of.freeNs())));
    }

    private static Timing timing(TimedTally tally) {
        TimedCounts timed = tally.locks().timed();
        VirtualTime time = tally.clocks().time();
        long busy = ns(time.busy());
        long lockWait = ns(time.lockWait());
        long allocWait = ns(time.allocWait());
        long freeWait = ns(time.freeWait());
        long think = ns(time.think());
        return new Timing(
                new Timing.Latency(percentiles(timed.allocNs()), percentiles(timed.freeNs())),
                new Timing.Throughput(
                        tally.operationsPerSecond(),
                        ns(tally.countedSpan()),
                        perSecond(tally.range().map(CostRange::low)),
                        perSecond(tally.range().map(CostRange::high))),
                new Timing.VirtualTimes(
                        busy + lockWait + allocWait + freeWait + think, busy, lockWait, allocWait, freeWait, think));
    }

    private static OptionalDouble perSecond(Optional<CostRange.End> end) {
        return end.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(end.get().operationsPerSecond());
    }

    private static Timing.Percentiles percentiles(Histogram of) {
        return new Timing.Percentiles(
                of.getValueAtPercentile(50),
                of.getValueAtPercentile(P99),
                of.getValueAtPercentile(99.9),
                of.getMaxValue());
    }

    private OptionalLong timed(ToLongFunction<TimedCounts> figure) {
        return run.timed()
                .map(tally -> OptionalLong.of(figure.applyAsLong(tally.locks().timed())))
                .orElse(OptionalLong.empty());
    }

    private ZoneLock zoneLock() {
        long[] path = locks.zoneByPath;
        ZoneLock.ByPath byPath = new ZoneLock.ByPath(
                path[LockPath.REFILL],
                path[LockPath.DRAIN],
                path[LockPath.DECAY],
                path[LockPath.REMOTE_EXPIRE],
                path[LockPath.DIRECT_ALLOC],
                path[LockPath.DIRECT_FREE],
                path[LockPath.TRYLOCK_ALLOC],
                path[LockPath.TRYLOCK_FREE],
                path[LockPath.DRAIN_ALL],
                path[LockPath.OTHER]);
        List<ZoneLock.ByZone> byZone = new ArrayList<>();
        long hold = 0;
        List<Zone> zones = run.model().zones();
        for (int z = 0; z < zones.size(); z++) {
            ZoneSpec spec = zones.get(z).spec();
            int index = z;
            byZone.add(new ZoneLock.ByZone(
                    spec.node(),
                    spec.name(),
                    locks.zoneByZone[z],
                    locks.pagesByZone[z],
                    ns(locks.holdByZone[z]),
                    timed(t -> ns(t.waitByZone[index]))));
            hold += locks.holdByZone[z];
        }
        Work work = locks.zoneWork();
        long holdMax = ns(locks.zoneHoldMax);
        return new ZoneLock(
                byPath.total(),
                byPath,
                byZone,
                work.pages,
                work.chunks,
                byPath.total() == 0 ? 0 : (double) work.pages / byPath.total(),
                counts(work),
                ns(hold),
                holdMax,
                Math.min(locks.zoneHoldNs.getValueAtPercentile(P99), holdMax),
                timed(t -> ns(LongStream.of(t.waitByZone).sum())),
                timed(t -> ns(t.zoneWaitMax)),
                timed(t -> Math.min(t.zoneWaitNs.getValueAtPercentile(P99), ns(t.zoneWaitMax))),
                timed(t -> t.zoneContended));
    }

    private static long ns(long picoseconds) {
        return (picoseconds + PS / 2) / PS;
    }

    private static WorkCounts counts(Work work) {
        return new WorkCounts(work.listOps, work.splits, work.merges, work.pageTouches, work.pagesScanned);
    }

    private PcpLock pcpLock() {
        long remote = LongStream.of(locks.pcpRemote).sum();
        long local = LongStream.of(locks.pcpLocal).sum();
        return new PcpLock(
                local + remote,
                remote,
                counts(locks.pcpWork()),
                ns(locks.pcpHold),
                ns(locks.pcpHoldMax),
                timed(t -> t.pcpContended),
                timed(t -> t.trylockFailures[LockCounts.ALLOC]),
                timed(t -> t.trylockFailures[LockCounts.FREE]),
                timed(t -> ns(t.pcpWait)),
                remoteLists());
    }

    private Optional<PcpLock.RemoteLists> remoteLists() {
        long atomics = LongStream.of(locks.atomics).sum();
        return atomics == 0
                ? Optional.empty()
                : Optional.of(
                        new PcpLock.RemoteLists(atomics, timed(t -> t.listContended), timed(t -> ns(t.listWait))));
    }

    private Pcp pcp() {
        boolean owners = run.model().ownedBlocks() >= 0;
        return new Pcp(
                now.hits - base.hits,
                now.refills - base.refills,
                now.refillPages - base.refillPages,
                now.drains - base.drains,
                now.drainPages - base.drainPages,
                now.decayPages - base.decayPages,
                ofDesign(owners, now.pcpSplits, base.pcpSplits),
                ofDesign(owners, now.pcpMerges, base.pcpMerges),
                ofDesign(owners, now.routedFrees, base.routedFrees));
    }

    /** A design without owners has the counter if it ever counted. */
    private static OptionalLong ofDesign(boolean has, long now, long base) {
        return has || now > 0 ? OptionalLong.of(now - base) : OptionalLong.empty();
    }

    private Optional<RefillPhases> refillPhases() {
        if (!run.model().hasRefillPhases()) {
            return Optional.empty();
        }
        return Optional.of(new RefillPhases(
                phase(RefillPhase.RECOVER),
                phase(RefillPhase.CLAIM),
                phase(RefillPhase.SUB_BLOCK),
                phase(RefillPhase.FALLBACK)));
    }

    private RefillPhases.Phase phase(int phase) {
        return new RefillPhases.Phase(
                now.phaseRefills[phase] - base.phaseRefills[phase],
                now.phaseChunks[phase] - base.phaseChunks[phase],
                now.phasePages[phase] - base.phasePages[phase]);
    }

    private Optional<PartialBlocks> partialBlocks() {
        return run.model()
                .partialBlocks()
                .map(after -> difference(
                        after, run.base().partialBlocks.orElse(new PartialBlockCounts(0, 0, 0, 0, 0, 0, 0))));
    }

    private static PartialBlocks difference(PartialBlockCounts after, PartialBlockCounts before) {
        long remembered = after.pagesRemembered() - before.pagesRemembered();
        long recovered = after.pagesRecovered() - before.pagesRecovered();
        return new PartialBlocks(
                after.remembered() - before.remembered(),
                after.recovered() - before.recovered(),
                remembered,
                recovered,
                after.pagesLost() - before.pagesLost(),
                remembered == 0 ? 0 : (double) recovered / remembered,
                after.listLengthMean(),
                after.listLengthMax());
    }
}
