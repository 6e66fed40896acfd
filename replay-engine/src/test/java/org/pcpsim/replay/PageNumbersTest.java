package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.random.SplitMix64;

class PageNumbersTest {
    @Test
    void aCpuTakesItsNumberThatHasBeenFreeForLongestAndNoneOfAnother() {
        PageNumbers numbers = new CpuNumbers(2);
        long a = numbers.take(0, 10);
        long b = numbers.take(0, 11);
        long c = numbers.take(1, 12);
        numbers.giveBack(c);
        numbers.giveBack(b);
        numbers.giveBack(a);

        assertThat(numbers.take(0, 99)).isEqualTo(OperationBlock.next(b));
        assertThat(numbers.take(0, 99)).isEqualTo(OperationBlock.next(a));
        assertThat(OperationBlock.number(numbers.take(0, 99)))
                .isNotIn(OperationBlock.number(a), OperationBlock.number(b), OperationBlock.number(c));
        assertThat(numbers.take(1, 99)).isEqualTo(OperationBlock.next(c));
    }

    /** Against a queue: as many numbers as were ever live at once. */
    @Test
    void thereAreAsManyNumbersAsACpuEverHadLive() {
        SplitMix64 random = new SplitMix64(3);
        PageNumbers numbers = new CpuNumbers(1);
        Deque<Long> free = new ArrayDeque<>();
        Deque<Long> live = new ArrayDeque<>();
        Set<Long> all = new HashSet<>();
        int most = 0;
        for (int step = 0; step < 10_000; step++) {
            if (random.nextInt(1000) < 500 + (step / 1000 % 2 == 0 ? 20 : -20) || live.isEmpty()) {
                long identity = numbers.take(0, step);
                if (!free.isEmpty()) {
                    assertThat(identity).isEqualTo(OperationBlock.next(free.poll()));
                }
                live.add(identity);
                all.add(OperationBlock.number(identity));
                most = Math.max(most, live.size());
            } else {
                long identity = random.nextInt(2) == 0 ? live.pollFirst() : live.pollLast();
                numbers.giveBack(identity);
                free.add(identity);
            }
        }
        assertThat(all).hasSize(most);
    }

    @Test
    void aPageOfAGeneratedTraceKeepsItsNumber() {
        PageNumbers numbers = new PfnNumbers();
        for (int round = 0; round < 2; round++) {
            for (int page = 0; page < 5000; page++) {
                assertThat(numbers.take(round, 1L << 41 | page * 512L)).isEqualTo(OperationBlock.identity(page, round));
            }
            for (int page = 0; page < 5000; page++) {
                numbers.giveBack(OperationBlock.identity(page, round));
            }
        }
    }

    @Test
    void aPageThatIsNamedTwiceAtOnceHasTwoNumbers() {
        PageNumbers numbers = new PfnNumbers();
        long first = numbers.take(0, 7);
        long second = numbers.take(0, 7);
        numbers.giveBack(first);
        numbers.giveBack(second);

        assertThat(OperationBlock.number(second)).isNotEqualTo(OperationBlock.number(first));
        assertThat(numbers.take(0, 7)).isEqualTo(OperationBlock.next(second));
    }
}
