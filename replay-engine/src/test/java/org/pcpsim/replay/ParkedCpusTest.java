package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.operation.OperationBlock.identity;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcpsim.random.SplitMix64;

class ParkedCpusTest {
    /** Against a map: what a CPU waits for is found once, by identity and kind, whatever else shares its place. */
    @Test
    void eachIsFoundByWhatItWaitsForAndOnlyOnce() {
        SplitMix64 random = new SplitMix64(7);
        int cpus = 40;
        ParkedCpus parked = new ParkedCpus(cpus);
        Map<String, Integer> expected = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            int cpu = random.nextInt(cpus);
            long identity = identity(random.nextInt(30), random.nextInt(3));
            int kind = random.nextInt(3);
            String key = identity + " " + kind;
            if (!expected.containsValue(cpu) && !expected.containsKey(key)) {
                assertThat(parked.kind(cpu)).isEqualTo(ParkedCpus.NONE);
                parked.park(cpu, identity, kind);
                expected.put(key, cpu);
                assertThat(parked.kind(cpu)).isEqualTo(kind);
            } else {
                Integer waiting = expected.remove(key);
                assertThat(parked.release(identity, kind)).isEqualTo(waiting == null ? ParkedCpus.NONE : waiting);
            }
            assertThat(parked.count()).isEqualTo(expected.size());
        }
    }
}
