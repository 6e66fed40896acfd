package org.pcpsim.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40_000})
    void aRequestTellsItsLockItsPathAndWhetherItIsOnlyTried(int lock) {
        for (int path = 0; path < LockPath.COUNT; path++) {
            int take = Request.take(lock, path);
            int tried = Request.tryTake(lock, path);

            assertThat(new int[] {take, tried}).doesNotContain(Request.DONE);
            assertThat(Request.isTry(take)).isFalse();
            assertThat(Request.isTry(tried)).isTrue();
            assertThat(new int[] {Request.lock(take), Request.lock(tried)}).containsOnly(lock);
            assertThat(new int[] {Request.path(take), Request.path(tried)}).containsOnly(path);
        }
    }
}
