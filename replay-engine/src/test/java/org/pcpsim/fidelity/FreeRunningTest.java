package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.LockPath;
import org.pcpsim.zone.ListLengths;

/** Two CPUs whose workers run every 1000 ns. */
class FreeRunningTest {
    private static final int MOVABLE = 1;
    private static final int CPUS = 2;

    private final FreeRunning model = new FreeRunning(CPUS, 1_000);

    private static int list(int zone, int cpu, int order) {
        return (zone * CPUS + cpu) * ListLengths.LISTS + ListLengths.index(order, MOVABLE);
    }

    private void refill(long event, int zone, int cpu, int order, int pages) {
        model.begins(0, event, event * 10);
        model.refilled(zone, cpu, order, MOVABLE, pages);
    }

    private void drain(long event, int zone, int cpu, int pages) {
        model.begins(0, event, event * 10);
        model.drained(zone, cpu, cpu, LockPath.DRAIN, 0, pages);
    }

    private void decay(long time, int cpu, int pages) {
        model.workerBegins(cpu, time);
        model.drained(0, cpu, cpu, LockPath.DECAY, 0, pages);
    }

    private static Transfer kernel(long event, int cpu, int group, int pages) {
        return new Transfer(event, cpu, group, pages, false, false);
    }

    private static Transfer fitted(long event, int cpu, int group, int pages) {
        return new Transfer(event, cpu, group, pages, false, true);
    }

    private static Transfer worker(long time, int cpu, int pages) {
        return new Transfer(time, cpu, cpu, pages, true, false);
    }

    @Test
    void aRefillIsExactAtItsEventOnItsCpuWithItsPages() {
        refill(5, 0, 0, 0, 63);
        refill(6, 0, 1, 0, 126);
        refill(7, 0, 1, 0, 252);
        List<Transfer> kernel =
                List.of(kernel(5, 0, 0, 63), kernel(6, 0, 0, 126), kernel(8, 1, 0, 252), kernel(7, 1, 0, 251));

        // The second is on another CPU, the third at another event, the last of another size.
        assertThat(model.refills(kernel)).isEqualTo(TransferScore.of(4, 0, 3, 1, 63 + 126 + 252 + 251, 63 + 126 + 252));
    }

    @Test
    void oneRefillOfTheModelIsRightOnlyOnce() {
        refill(5, 0, 0, 0, 63);

        assertThat(model.refills(List.of(kernel(5, 0, 0, 63), kernel(5, 0, 0, 63))))
                .isEqualTo(TransferScore.of(2, 0, 1, 1, 126, 63));
    }

    @Test
    void aRefillThatBroughtNothingIsNone() {
        refill(5, 0, 0, 0, 0);

        assertThat(model.refills(List.of())).isEqualTo(TransferScore.NONE);
    }

    @Test
    void theFittedRefillOfAListIsScoredOnNeitherSide() {
        refill(5, 1, 1, 2, 60);
        refill(9, 1, 1, 2, 124);
        List<Transfer> kernel = List.of(fitted(5, 1, list(1, 1, 2), 63), kernel(9, 1, list(1, 1, 2), 124));

        assertThat(model.refills(kernel)).isEqualTo(TransferScore.of(2, 1, 1, 1, 124, 124));
    }

    @Test
    void whatTheModelDidAfterTheFittedOneOrOnAnotherListStandsForItself() {
        refill(5, 1, 0, 0, 63);
        refill(6, 0, 1, 0, 63);
        refill(7, 1, 1, 0, 63);
        List<Transfer> kernel = List.of(fitted(6, 1, list(1, 1, 0), 63));

        // The third comes after the kernel's own, the others are of another CPU and of another zone.
        assertThat(model.refills(kernel).predicted()).isEqualTo(3);
    }

    @Test
    void onlyTheFirstRefillUpToTheFittedOneIsLeftOut() {
        refill(3, 0, 0, 0, 63);
        refill(4, 0, 0, 0, 126);

        assertThat(model.refills(List.of(fitted(4, 0, list(0, 0, 0), 63))).predicted())
                .isEqualTo(1);
    }

    @Test
    void aFittedRefillThatNothingTracedAskedForTakesTheModelsFirstWheneverThatWas() {
        refill(70, 0, 0, 0, 63);

        assertThat(model.refills(List.of(fitted(-1, 0, list(0, 0, 0), 63))).predicted())
                .isZero();
    }

    @Test
    void theHoldsOfOneOverflowAreOneDrain() {
        drain(5, 0, 0, 63);
        model.drained(0, 0, 0, LockPath.DRAIN, 0, 63);
        model.drained(0, 0, 0, LockPath.DRAIN, 0, 20);
        drain(6, 0, 0, 63);

        assertThat(model.drains(List.of(kernel(5, 0, 0, 146), kernel(6, 0, 0, 63))))
                .isEqualTo(TransferScore.of(2, 0, 2, 2, 209, 209));
    }

    @Test
    void anOverflowBelongsToTheMemberOfTheBatchThatCausedIt() {
        model.begins(0, 40, 400);
        model.begins(1, 41, 410);
        model.begins(2, 42, 420);
        model.drained(0, 0, 0, LockPath.DRAIN, 1, 63);
        model.drained(0, 0, 0, LockPath.DRAIN, 2, 63);

        assertThat(model.drains(List.of(kernel(41, 0, 0, 63), kernel(42, 0, 0, 63)))
                        .exact())
                .isEqualTo(2);
    }

    @Test
    void aDrainOfAPcpIsFittedPerZoneAndPcp() {
        model.begins(0, 5, 50);
        model.drained(1, 0, 1, LockPath.DRAIN, 0, 60);
        drain(6, 1, 0, 70);

        // Zone 1, PCP of CPU 1.
        assertThat(model.drains(List.of(fitted(5, 0, 3, 63)))).isEqualTo(TransferScore.of(1, 1, 1, 0, 0, 70));
    }

    @Test
    void aWorkersDrainIsExactWithinHalfAnInterval() {
        decay(10_000, 0, 63);
        decay(20_000, 0, 63);
        decay(30_000, 1, 63);
        List<Transfer> kernel =
                List.of(worker(10_500, 0, 63), worker(19_499, 0, 63), worker(30_000, 0, 63), worker(30_000, 1, 62));

        assertThat(model.drains(kernel)).isEqualTo(TransferScore.of(4, 0, 3, 1, 63 * 3 + 62, 63 * 3));
    }

    @Test
    void eachDrainOfAWorkerIsRightOnlyOnce() {
        decay(10_000, 0, 63);
        model.drained(1, 0, 0, LockPath.REMOTE_EXPIRE, 0, 63);

        List<Transfer> three = List.of(worker(10_000, 0, 63), worker(10_001, 0, 63), worker(10_002, 0, 63));
        assertThat(model.drains(three)).isEqualTo(TransferScore.of(3, 0, 2, 2, 189, 126));
    }

    @Test
    void aWorkersDrainIsNotOneOfAnOverflow() {
        decay(5, 0, 63);
        drain(5, 0, 0, 63);

        assertThat(model.drains(List.of(kernel(5, 0, 0, 63), worker(5, 0, 63))))
                .isEqualTo(TransferScore.of(2, 0, 2, 2, 126, 126));
        assertThat(model.drains(List.of(new Transfer(9_000, 0, 0, 63, true, true)))
                        .predicted())
                .isEqualTo(1);
    }

    @Test
    void drainsOfAllPcpsAreCountedAndNeverExact() {
        model.begins(0, 5, 50);
        model.drained(0, 0, 1, LockPath.DRAIN_ALL, 0, 63);
        model.drained(0, 0, 1, LockPath.DRAIN_ALL, 0, 63);

        assertThat(model.drains(List.of(kernel(-1, 0, -1, 63)))).isEqualTo(TransferScore.of(1, 0, 2, 0, 63, 126));
    }

    @Test
    void aBatchMayHaveSixtyMembers() {
        FreeRunning large = new FreeRunning(CPUS, 1_000);
        for (int member = 0; member < 60; member++) {
            large.begins(member, 1_000 + member, 0);
        }
        large.drained(0, 0, 0, LockPath.DRAIN, 59, 63);

        assertThat(large.drains(List.of(kernel(1_059, 0, 0, 63))).exact()).isEqualTo(1);
    }
}
