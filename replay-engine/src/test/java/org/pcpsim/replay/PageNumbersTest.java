package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pcpsim.random.SplitMix64;

class PageNumbersTest {
    @Test
    void aCpuTakesItsNumberThatHasBeenFreeForLongestAndNoneOfAnother() {
        PageNumbers numbers = new CpuNumbers(2);
        int a = numbers.take(0, 10);
        int b = numbers.take(0, 11);
        int c = numbers.take(1, 12);
        numbers.giveBack(c);
        numbers.giveBack(b);
        numbers.giveBack(a);

        assertThat(numbers.take(0, 99)).isEqualTo(b);
        assertThat(numbers.take(0, 99)).isEqualTo(a);
        assertThat(numbers.take(0, 99)).isNotIn(a, b, c);
        assertThat(numbers.take(1, 99)).isEqualTo(c);
    }

    /** Against a queue: as many numbers as were ever live at once. */
    @Test
    void thereAreAsManyNumbersAsACpuEverHadLive() {
        SplitMix64 random = new SplitMix64(3);
        PageNumbers numbers = new CpuNumbers(1);
        Deque<Integer> free = new ArrayDeque<>();
        Deque<Integer> live = new ArrayDeque<>();
        Set<Integer> all = new HashSet<>();
        int most = 0;
        for (int step = 0; step < 10_000; step++) {
            if (random.nextInt(1000) < 500 + (step / 1000 % 2 == 0 ? 20 : -20) || live.isEmpty()) {
                int number = numbers.take(0, step);
                if (!free.isEmpty()) {
                    assertThat(number).isEqualTo(free.poll());
                }
                live.add(number);
                all.add(number);
                most = Math.max(most, live.size());
            } else {
                int number = random.nextInt(2) == 0 ? live.pollFirst() : live.pollLast();
                numbers.giveBack(number);
                free.add(number);
            }
        }
        assertThat(all).hasSize(most);
    }

    @Test
    void aPageOfAGeneratedTraceKeepsItsNumber() {
        PageNumbers numbers = new PfnNumbers();
        for (int round = 0; round < 2; round++) {
            for (int page = 0; page < 5000; page++) {
                assertThat(numbers.take(round, 1L << 41 | page * 512L)).isEqualTo(page);
            }
            for (int page = 0; page < 5000; page++) {
                numbers.giveBack(page);
            }
        }
    }

    @Test
    void aPageThatIsNamedTwiceAtOnceHasTwoNumbers() {
        PageNumbers numbers = new PfnNumbers();
        int first = numbers.take(0, 7);
        int second = numbers.take(0, 7);
        numbers.giveBack(first);
        numbers.giveBack(second);

        assertThat(second).isNotEqualTo(first);
        assertThat(numbers.take(0, 7)).isEqualTo(second);
    }
}
