package org.pcpsim.model.pcpbuddy;

import java.util.List;
import org.pcpsim.model.DrainAllRule;
import org.pcpsim.model.Parameter;
import org.pcpsim.model.Parameters;

/**
 * The rules that public text of the RFC leaves open, each as chosen for one run.
 *
 * <p>Defaults are those of the pcp-buddy spec with its amendments. Immutable.
 */
record Rules(
        Tune tune,
        TopUp topUp,
        Got got,
        Phase0 phase0,
        Phase0Cap phase0Cap,
        Phase1 phase1Claim,
        Fit fit,
        Phase2 phase2,
        Phase2Larger phase2Larger,
        Phase3 phase3,
        ListEnd refilledTo,
        ListEnd mergedTo,
        AllocLock allocLock,
        FreeLock freeLock,
        Counters counters,
        MergeScope mergeScope,
        MergePer mergePer,
        DrainOrder drainOrder,
        DrainAccounting drainAccounting,
        FragmentQueue fragmentQueue,
        ClearOwner clearOwner,
        Switch idleDecay,
        Switch adoptPartial,
        Switch perTypeOwnedLists,
        boolean freeHighKeepsBatch) {

    /** How {@code high} follows a refill that brought more than it asked for. */
    enum Tune {
        REQUESTED,
        GOT
    }

    /** Whether phases 2 and 3 run after phases 0 and 1 brought something that fits. */
    enum TopUp {
        NONE,
        TO_WANT
    }

    /** Which pages count towards what a refill wants. */
    enum Got {
        FITTING,
        ALL
    }

    /** When phase 0 stops. */
    enum Phase0 {
        UNTIL_WANT,
        WHOLE_LIST,
        OFF
    }

    /** What keeps phase 0 from filling a PCP beyond {@code high}. */
    enum Phase0Cap {
        COUNT_BELOW_HIGH,
        FRAGMENTS_FIT,
        NONE
    }

    /** Which whole blocks phase 1 takes. */
    enum Phase1 {
        YES,
        OWN_TYPE,
        NEVER
    }

    /** When a whole block fits a PCP. */
    enum Fit {
        COUNT_PLUS_512_LE_HIGH,
        HIGH_GE_512,
        HIGH_MIN_GE_512,
        COUNT_PLUS_512_LE_HIGH_MAX
    }

    /** Order in which phase 2 looks for chunks. */
    enum Phase2 {
        TOP_DOWN,
        BOTTOM_UP
    }

    /** Whether phase 2 may end with one chunk larger than what is still wanted. */
    enum Phase2Larger {
        NO,
        ONE
    }

    /** How far phase 3 goes. */
    enum Phase3 {
        TO_WANT,
        IF_NOTHING
    }

    /** An end of a PCP list. */
    enum ListEnd {
        HEAD,
        TAIL
    }

    /** How an allocation gets its own PCP's lock. */
    enum AllocLock {
        TRYLOCK,
        SPIN
    }

    /** How a free gets the lock of the PCP it goes to. */
    enum FreeLock {
        BLOCK_IN_TASK,
        TRYLOCK,
        REMOTE_LLIST
    }

    /** Whose run of frees a routed free counts towards. */
    enum Counters {
        TARGET,
        LOCAL
    }

    /** What a merge pass looks at. */
    enum MergeScope {
        ALL,
        DRAINED_TAIL
    }

    /** How often a drain merges. */
    enum MergePer {
        OPERATION,
        CHUNK,
        NEVER
    }

    /** Which list a drain takes from next. */
    enum DrainOrder {
        HIGH_FIRST,
        LOW_FIRST,
        ROUND_ROBIN
    }

    /** What a drain in chunks subtracts from what it still has to do. */
    enum DrainAccounting {
        ACTUAL,
        NOMINAL
    }

    /** Where a fragment of an owned block goes on the zone's list. */
    enum FragmentQueue {
        TAIL,
        LIKE_OTHERS
    }

    /** What, beside its pages coming together in the zone, ends the ownership of a block. */
    enum ClearOwner {
        ASSEMBLED,
        PCP_EMPTY,
        DRAIN_ALL,
        WORKER
    }

    /** On or off. */
    enum Switch {
        ON,
        OFF
    }

    /** All of them, as users set them. */
    static final List<Parameter> PARAMETERS = List.of(
            Parameter.choice("tune", Tune.REQUESTED, "high grows by the pages a refill asked for, or got (decides A1)"),
            Parameter.choice(
                    "topUp", TopUp.NONE, "phases 2 and 3 after a success of 0 and 1: not at all, or up to want"),
            Parameter.choice(
                    "got", Got.FITTING, "pages that count as got: in chunks of the wanted order and up, or all"),
            Parameter.choice(
                    "phase0", Phase0.UNTIL_WANT, "recovery of owned fragments: until want, whole list, or off"),
            Parameter.choice(
                    "phase0Cap",
                    Phase0Cap.COUNT_BELOW_HIGH,
                    "recovery stops at high, skips what overshoots, or neither"),
            Parameter.choice("phase1Claim", Phase1.YES, "whole blocks: any type, the requested type only, or never"),
            Parameter.choice("fit", Fit.COUNT_PLUS_512_LE_HIGH, "when a whole block fits the PCP"),
            Parameter.choice("phase2", Phase2.TOP_DOWN, "chunks below a block: largest or smallest first"),
            Parameter.choice("phase2Larger", Phase2Larger.NO, "whether phase 2 may end with one chunk beyond want"),
            Parameter.choice("phase3", Phase3.TO_WANT, "baseline refill up to want, or only if nothing was got"),
            Parameter.choice("refilledTo", ListEnd.TAIL, "list end to which phases 0 to 3 add chunks"),
            Parameter.choice("mergedTo", ListEnd.HEAD, "list end to which a merge pass adds chunks"),
            Parameter.choice("allocLock", AllocLock.TRYLOCK, "an allocation tries its PCP's lock, or waits for it"),
            Parameter.choice(
                    "freeLock",
                    FreeLock.BLOCK_IN_TASK,
                    "a free waits in process context (v1), always tries, or goes to the owner's lock-free list"),
            Parameter.choice(
                    "counters", Counters.TARGET, "a routed free counts as the owner's, or as the freeing CPU's"),
            Parameter.choice(
                    "mergeScope", MergeScope.ALL, "a merge pass visits all chunks, or only those about to drain"),
            Parameter.choice("mergePer", MergePer.OPERATION, "a merge pass per drain, per zone lock hold, or never"),
            Parameter.choice(
                    "drainOrder", DrainOrder.HIGH_FIRST, "drains begin with the largest chunks, smallest, or in turn"),
            Parameter.choice(
                    "drainAccounting",
                    DrainAccounting.ACTUAL,
                    "drains in chunks subtract pages returned, or asked for"),
            Parameter.choice(
                    "fragmentQueue", FragmentQueue.TAIL, "fragments of owned blocks go last on the zone's lists"),
            Parameter.choice(
                    "clearOwner",
                    ClearOwner.ASSEMBLED,
                    "ownership ends when the block is whole; or also when the PCP is empty, at once or later"),
            Parameter.choice("idleDecay", Switch.ON, "the worker visits PCPs of CPUs that only others free to"),
            Parameter.choice(
                    "adoptPartial",
                    Switch.OFF,
                    "unmovable and reclaimable refills: own the partly used blocks they take from (21/40)"),
            Parameter.choice(
                    "perTypeOwnedLists",
                    Switch.OFF,
                    "blocks with fragments in the zone: a list for each type, not one"),
            DrainAllRule.PARAMETER,
            DrainAllRule.TARGET_ORDER,
            DrainAllRule.TARGET_WANT,
            Parameter.number("freeHighKeepsBatch", 1, 0, 1, "as for baseline"));

    static Rules of(Parameters given) {
        return new Rules(
                given.choice("tune", Tune.class),
                given.choice("topUp", TopUp.class),
                given.choice("got", Got.class),
                given.choice("phase0", Phase0.class),
                given.choice("phase0Cap", Phase0Cap.class),
                given.choice("phase1Claim", Phase1.class),
                given.choice("fit", Fit.class),
                given.choice("phase2", Phase2.class),
                given.choice("phase2Larger", Phase2Larger.class),
                given.choice("phase3", Phase3.class),
                given.choice("refilledTo", ListEnd.class),
                given.choice("mergedTo", ListEnd.class),
                given.choice("allocLock", AllocLock.class),
                given.choice("freeLock", FreeLock.class),
                given.choice("counters", Counters.class),
                given.choice("mergeScope", MergeScope.class),
                given.choice("mergePer", MergePer.class),
                given.choice("drainOrder", DrainOrder.class),
                given.choice("drainAccounting", DrainAccounting.class),
                given.choice("fragmentQueue", FragmentQueue.class),
                given.choice("clearOwner", ClearOwner.class),
                given.choice("idleDecay", Switch.class),
                given.choice("adoptPartial", Switch.class),
                given.choice("perTypeOwnedLists", Switch.class),
                given.number("freeHighKeepsBatch") != 0);
    }
}
