package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.TestMachines;

/** A model's steps can be interleaved with those of other CPUs: the shape that timed order rests on. */
class StepOrderTest {
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V7_0, 3, 8192, 8, 32, 32);

    private final ScriptedExecutor executor = new ScriptedExecutor();
    private final ToyModel model = new ToyModel(MACHINE, executor, new Work());

    @Test
    void anOperationGoesOnOnlyAfterItsLockWasGranted() {
        executor.begin(0, model.alloc(0, 0, 1, 0));
        assertThat(model.steps).containsExactly("c0 alloc");

        assertThat(executor.step(model, 0)).isTrue();
        assertThat(executor.step(model, 0)).isTrue();
        assertThat(executor.step(model, 0)).isFalse();

        assertThat(model.steps).containsExactly("c0 alloc", "c0 granted 0", "c0 granted 1");
        assertThat(executor.isDone(0)).isTrue();
    }

    @Test
    void aTryOfALockThatIsHeldIsRefusedAndTakesTheOtherPath() {
        executor.begin(0, model.alloc(0, 0, 1, 0));
        executor.begin(1, model.alloc(1, 0, 1, 0));
        executor.step(model, 0);
        executor.step(model, 1);
        executor.step(model, 1);
        executor.step(model, 0);

        assertThat(model.steps)
                .containsExactly(
                        "c0 alloc", "c1 alloc", "c0 granted 0", "c1 refused 0", "c1 granted 2", "c0 granted 1");
    }

    @Test
    void thoseWhoWaitGetTheLockInTheOrderOfTheirArrival() {
        executor.begin(0, model.alloc(0, 0, 1, 0));
        executor.begin(1, model.alloc(1, 0, 1, 0));
        executor.begin(2, model.alloc(2, 0, 1, 0));
        executor.step(model, 0);
        executor.step(model, 2);
        executor.step(model, 1);
        // All three want the zone lock now; CPU 2 asks first, takes it, and CPU 1 has to wait until it is dropped.
        assertThat(executor.step(model, 2)).isTrue();
        assertThat(executor.step(model, 0)).isTrue();
        assertThat(executor.step(model, 1)).isTrue();

        assertThat(model.steps.subList(6, 9)).containsExactly("c2 granted 2", "c0 granted 1", "c1 granted 2");
    }
}
