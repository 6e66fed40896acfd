package org.pcpsim.replay;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.Topology;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.series.Sampling;

/**
 * How a trace is replayed. Immutable; begin with {@link #of} and change what differs.
 *
 * @param machine the modelled machine
 * @param models what to replay against, at least one; the first is the reference
 * @param initial memory when the trace begins
 * @param seed start of every random choice
 * @param warmup what is replayed but not counted
 * @param checkInterval operations between two checks of all invariants, and one at the end; 0 for none
 * @param costs prices of counted work
 * @param phases when periodic workers fire
 * @param systemNs recorded system time of the trace in ns, if known ({@link org.pcpsim.metrics.SystemTime#recorded})
 * @param topology timed: which CPUs share caches; as many as the machine has
 * @param pageData timed: whether allocations of pages whose data are not in the cache take longer
 * @param sysPercent timed: system time in percent of the time of all CPUs, if that is given
 * @param costRange timed: whether the run is repeated at the low and at the high prices, for their waiting
 * @param sampling what is taken down of each run's course
 * @param tracedZones trace order: whether each allocation takes from the zone that its traced page lies in, rather than
 *     from one that the model chooses
 */
public record ReplayOptions(
        Machine machine,
        List<ModelChoice> models,
        Initial initial,
        long seed,
        Warmup warmup,
        long checkInterval,
        CostTable costs,
        WorkerPhases phases,
        OptionalLong systemNs,
        Topology topology,
        boolean pageData,
        OptionalDouble sysPercent,
        boolean costRange,
        Sampling sampling,
        boolean tracedZones) {

    /** Seed when none is given. */
    public static final long DEFAULT_SEED = 1;

    /**
     * Checks models and interval.
     *
     * @throws IllegalArgumentException if there is no model, or the interval is negative
     */
    public ReplayOptions {
        models = List.copyOf(models);
        if (models.isEmpty() || checkInterval < 0) {
            throw new IllegalArgumentException("models " + models.size() + ", check interval " + checkInterval);
        }
    }

    /** Fresh memory, nothing left out, no checks, standard prices; workers fire as the machine's settings say. */
    public static ReplayOptions of(Machine machine, List<ModelChoice> models) {
        return new ReplayOptions(
                machine,
                models,
                Initial.fresh(),
                DEFAULT_SEED,
                Warmup.NONE,
                0,
                CostTable.standard(),
                WorkerPhases.of(machine),
                OptionalLong.empty(),
                Topology.of(machine.cpus(), machine.nodes()),
                false,
                OptionalDouble.empty(),
                false,
                Sampling.NONE,
                false);
    }

    /** The same with another memory when the trace begins. */
    public ReplayOptions withInitial(Initial initial) {
        return with(next -> next.initial = initial);
    }

    /** The same with another seed. */
    public ReplayOptions withSeed(long seed) {
        return with(next -> next.seed = seed);
    }

    /** The same with another warmup. */
    public ReplayOptions withWarmup(Warmup warmup) {
        return with(next -> next.warmup = warmup);
    }

    /** The same with another check interval in operations. */
    public ReplayOptions withCheckInterval(long checkInterval) {
        return with(next -> next.checkInterval = checkInterval);
    }

    /** The same with other prices. */
    public ReplayOptions withCosts(CostTable costs) {
        return with(next -> next.costs = costs);
    }

    /** The same with other phases of the periodic workers. */
    public ReplayOptions withPhases(WorkerPhases phases) {
        return with(next -> next.phases = phases);
    }

    /** The same with another recorded system time in ns. */
    public ReplayOptions withSystemNs(OptionalLong systemNs) {
        return with(next -> next.systemNs = systemNs);
    }

    /**
     * The same with another topology.
     *
     * @throws org.pcpsim.machine.SettingException if it is not one of the machine's CPUs
     */
    public ReplayOptions withTopology(Topology topology) {
        return with(next -> next.topology = topology.requireCpus(machine.cpus()));
    }

    /** The same with or without the data of pages. */
    public ReplayOptions withPageData(boolean pageData) {
        return with(next -> next.pageData = pageData);
    }

    /** The same with system time in percent of the time of all CPUs. */
    public ReplayOptions withSysPercent(OptionalDouble sysPercent) {
        return with(next -> next.sysPercent = sysPercent);
    }

    /** The same with or without runs at the ends of the prices. */
    public ReplayOptions withCostRange(boolean costRange) {
        return with(next -> next.costRange = costRange);
    }

    /** The same with something else taken down of each run's course. */
    public ReplayOptions withSampling(Sampling sampling) {
        return with(next -> next.sampling = sampling);
    }

    /** The same with or without the trace's own zones. */
    public ReplayOptions withTracedZones(boolean tracedZones) {
        return with(next -> next.tracedZones = tracedZones);
    }

    private ReplayOptions with(Consumer<Next> change) {
        Next next = new Next(this);
        change.accept(next);
        return next.options();
    }

    /** Options while one of them is changed. */
    private static final class Next {
        private Machine machine;
        private List<ModelChoice> models;
        private Initial initial;
        private long seed;
        private Warmup warmup;
        private long checkInterval;
        private CostTable costs;
        private WorkerPhases phases;
        private OptionalLong systemNs;
        private Topology topology;
        private boolean pageData;
        private OptionalDouble sysPercent;
        private boolean costRange;
        private Sampling sampling;
        private boolean tracedZones;

        Next(ReplayOptions from) {
            machine = from.machine;
            models = from.models;
            initial = from.initial;
            seed = from.seed;
            warmup = from.warmup;
            checkInterval = from.checkInterval;
            costs = from.costs;
            phases = from.phases;
            systemNs = from.systemNs;
            topology = from.topology;
            pageData = from.pageData;
            sysPercent = from.sysPercent;
            costRange = from.costRange;
            sampling = from.sampling;
            tracedZones = from.tracedZones;
        }

        ReplayOptions options() {
            return new ReplayOptions(
                    machine,
                    models,
                    initial,
                    seed,
                    warmup,
                    checkInterval,
                    costs,
                    phases,
                    systemNs,
                    topology,
                    pageData,
                    sysPercent,
                    costRange,
                    sampling,
                    tracedZones);
        }
    }
}
