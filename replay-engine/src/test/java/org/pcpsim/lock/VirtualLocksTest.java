package org.pcpsim.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VirtualLocksTest {
    /** CPUs 0 and 1 share a core, 2 their complex, 3 their socket; 4 is in another socket. */
    private static final Distances FIVE =
            new Distances(new int[] {0, 0, 1, 2, 3}, new int[] {0, 0, 0, 1, 2}, new int[] {0, 0, 0, 0, 1});

    private static final long[] TRANSFER = {0, 40, 115, 200};

    private final VirtualLocks locks = new VirtualLocks(2, FIVE, TRANSFER);

    @Test
    void aFreeLockIsHadAtOnce() {
        assertThat(locks.take(0, 1, 100)).isEqualTo(100);
        assertThat(locks.grantedAt(1)).isEqualTo(100);
        assertThat(locks.drop(0, 1, 150)).isEqualTo(VirtualLocks.NOBODY);
        assertThat(locks.take(3, 1, 150)).isEqualTo(150);
    }

    @Test
    void whoAsksFirstGetsItFirst() {
        locks.take(0, 0, 0);
        assertThat(locks.take(3, 0, 10)).isEqualTo(VirtualLocks.UNKNOWN);
        assertThat(locks.take(2, 0, 20)).isEqualTo(VirtualLocks.UNKNOWN);
        assertThat(locks.waiting()).isEqualTo(2);

        assertThat(locks.drop(0, 0, 1000)).isEqualTo(3);
        assertThat(locks.grantedAt(0)).isEqualTo(1000 + 115);
        assertThat(locks.askedAt(3)).isEqualTo(10);
        assertThat(locks.drop(3, 0, 2000)).isEqualTo(2);
        assertThat(locks.grantedAt(0)).isEqualTo(2000 + 115);
        assertThat(locks.drop(2, 0, 3000)).isEqualTo(VirtualLocks.NOBODY);
        assertThat(locks.waiting()).isZero();
    }

    @Test
    void aHoldThatEndsLaterIsWaitedForAndTheLineHandedOver() {
        locks.take(0, 0, 0);
        locks.drop(0, 0, 500);

        assertThat(locks.tryTake(4, 0, 499)).isFalse();
        assertThat(locks.take(4, 0, 499)).isEqualTo(500 + 200);
        // Granted for 700 already, so others queue behind.
        assertThat(locks.tryTake(1, 0, 600)).isFalse();
        assertThat(locks.take(1, 0, 600)).isEqualTo(VirtualLocks.UNKNOWN);
        assertThat(locks.drop(4, 0, 900)).isEqualTo(1);
        assertThat(locks.grantedAt(0)).isEqualTo(900 + 200);
    }

    @Test
    void theLineOfTheOwnCoreTakesNoTransfer() {
        locks.take(0, 0, 0);
        locks.drop(0, 0, 500);

        assertThat(locks.take(1, 0, 100)).isEqualTo(500);
    }

    @Test
    void aTriedLockIsHadFromTheMomentItIsFree() {
        assertThat(locks.tryTake(0, 0, 0)).isTrue();
        assertThat(locks.tryTake(1, 0, 0)).isFalse();
        locks.drop(0, 0, 30);
        assertThat(locks.tryTake(1, 0, 29)).isFalse();
        assertThat(locks.tryTake(1, 0, 30)).isTrue();
    }

    @Test
    void distancesAreThoseOfTheLastHolder() {
        assertThat(locks.distance(4, 0)).isEqualTo(Distances.SAME);
        locks.take(2, 0, 0);
        assertThat(locks.distanceToHolder(4, 0)).isEqualTo(Distances.REMOTE);
        locks.drop(2, 0, 1);

        assertThat(locks.distance(0, 0)).isEqualTo(Distances.COMPLEX);
        assertThat(locks.distance(3, 0)).isEqualTo(Distances.SOCKET);
        assertThat(locks.distance(4, 0)).isEqualTo(Distances.REMOTE);
        assertThat(locks.distance(2, 0)).isEqualTo(Distances.SAME);
    }

    @Test
    void aLockIsFreeUnlessSomebodyHasItOrWillHaveItLater() {
        assertThat(locks.isFree(0, 0)).isTrue();
        locks.take(0, 0, 10);
        assertThat(locks.isFree(0, 10)).isFalse();
        assertThat(locks.isFree(1, 10)).isTrue();
        locks.drop(0, 0, 30);
        assertThat(locks.isFree(0, 29)).isFalse();
        assertThat(locks.isFree(0, 30)).isTrue();
        // Granted for 30 + 40 to a CPU of the same complex.
        locks.take(2, 0, 20);
        assertThat(locks.isFree(0, 69)).isFalse();
        assertThat(locks.isFree(0, 71)).isFalse();
    }

    @Test
    void whatWasHeldAtOnceIsBusyUntilThenAndItsLineIsWithTheCpu() {
        locks.hold(4, 0, 500);

        assertThat(locks.isFree(0, 499)).isFalse();
        assertThat(locks.tryTake(0, 0, 499)).isFalse();
        assertThat(locks.distance(0, 0)).isEqualTo(Distances.REMOTE);
        assertThat(locks.distance(4, 0)).isEqualTo(Distances.SAME);
        assertThat(locks.quiet()).isEqualTo(500);
        assertThat(locks.take(0, 0, 499)).isEqualTo(500 + 200);
        assertThat(locks.waiting()).isZero();
    }

    @Test
    void toHoldALockAtOnceIsToTakeAndDropIt() {
        VirtualLocks atOnce = new VirtualLocks(2, FIVE, TRANSFER);
        Random random = new Random(1);
        long now = 0;
        int held = 0;
        for (int i = 0; i < 2000; i++) {
            now += random.nextInt(100);
            int cpu = random.nextInt(5);
            int lock = random.nextInt(2);
            long until = now + random.nextInt(60);
            boolean free = atOnce.isFree(lock, now);
            assertThat(locks.tryTake(cpu, lock, now)).isEqualTo(free);
            if (free) {
                locks.drop(cpu, lock, until);
                atOnce.hold(cpu, lock, until);
                held++;
            } else if (random.nextInt(4) == 0) {
                long grant = locks.take(cpu, lock, now);
                assertThat(atOnce.take(cpu, lock, now)).isEqualTo(grant);
                assertThat(atOnce.drop(cpu, lock, grant + 20)).isEqualTo(locks.drop(cpu, lock, grant + 20));
            }
            assertThat(atOnce.distance(cpu, 1 - lock)).isEqualTo(locks.distance(cpu, 1 - lock));
            assertThat(atOnce.quiet()).isEqualTo(locks.quiet());
        }
        assertThat(held).isBetween(200, 1900);
    }

    @Test
    void whatIsNotHeldCannotBeDropped() {
        assertThatIllegalStateException().isThrownBy(() -> locks.drop(0, 0, 1)).withMessageContaining("CPU 0");
        locks.take(0, 0, 10);
        assertThatIllegalStateException().isThrownBy(() -> locks.drop(1, 0, 11));
        assertThatIllegalStateException().isThrownBy(() -> locks.drop(0, 0, 9));
    }
}
