package org.pcpsim.model.blockeconomy;

import java.util.List;
import org.pcpsim.model.DrainAllRule;
import org.pcpsim.model.Parameter;
import org.pcpsim.model.Parameters;

/**
 * The rules that the thread leaves open, each as chosen for one run.
 *
 * <p>Source: pcp-buddy spec section 7b. Immutable.
 *
 * @param keep free blocks that a CPU keeps, 0 for as many as {@code high} holds
 */
record Rules(Victims victims, StealOrder stealOrder, FreeLock freeLock, int keep, Tune tune, DrainAllRule drainAll) {

    /** How a CPU that needs pages learns who has them. */
    enum Victims {
        PROBE,
        BITMAP
    }

    /** In which order CPUs are asked. */
    enum StealOrder {
        DISTANCE,
        NEXT_CPU
    }

    /** How a free gets the lock of the buddy it goes to. */
    enum FreeLock {
        BLOCK_IN_TASK,
        TRYLOCK,
        REMOTE_LLIST
    }

    /** Whether {@code high}, and the free blocks kept with it, follows what a CPU takes. */
    enum Tune {
        GOT,
        FIXED
    }

    /** All of them, as users set them. */
    static final List<Parameter> PARAMETERS = List.of(
            Parameter.choice(
                    "victims",
                    Victims.PROBE,
                    "who has pages: each CPU's lock is tried in turn, or a bitmap of the zone tells"),
            Parameter.choice(
                    "stealOrder",
                    StealOrder.DISTANCE,
                    "CPUs asked first: same cache, same node, then others; or simply the next ones"),
            Parameter.choice(
                    "freeLock",
                    FreeLock.BLOCK_IN_TASK,
                    "a free waits in process context, always tries, or goes to the owner's lock-free list"),
            Parameter.number("keep", 0, 0, 1 << 16, "free blocks a CPU keeps (K); 0: high / 512, one at least"),
            Parameter.choice(
                    "tune", Tune.GOT, "high grows by each block taken, up to high_max, and decays; or stays high_min"),
            DrainAllRule.PARAMETER);

    static Rules of(Parameters given) {
        return new Rules(
                given.choice("victims", Victims.class),
                given.choice("stealOrder", StealOrder.class),
                given.choice("freeLock", FreeLock.class),
                given.number("keep"),
                given.choice("tune", Tune.class),
                given.choice("drainAll", DrainAllRule.class));
    }
}
