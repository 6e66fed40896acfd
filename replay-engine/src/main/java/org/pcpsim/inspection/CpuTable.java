package org.pcpsim.inspection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Operations by CPU and frees by pair of CPUs. Rows grow as CPUs appear. Not thread-safe. */
final class CpuTable {
    private long[] allocs = new long[0];
    private long[] frees = new long[0];
    /** Frees by allocating CPU, then freeing CPU. */
    private long[][] pairs = new long[0][];

    void alloc(int cpu) {
        require(cpu);
        allocs[cpu]++;
    }

    void free(int cpu) {
        require(cpu);
        frees[cpu]++;
    }

    void pair(int allocCpu, int freeCpu) {
        require(allocCpu);
        if (pairs[allocCpu].length <= freeCpu) {
            pairs[allocCpu] = Arrays.copyOf(pairs[allocCpu], length(freeCpu));
        }
        pairs[allocCpu][freeCpu]++;
    }

    private void require(int cpu) {
        int old = pairs.length;
        if (cpu >= old) {
            allocs = Arrays.copyOf(allocs, length(cpu));
            frees = Arrays.copyOf(frees, length(cpu));
            pairs = Arrays.copyOf(pairs, length(cpu));
            Arrays.fill(pairs, old, pairs.length, new long[0]);
        }
    }

    private static int length(int cpu) {
        return Math.max(16, Integer.highestOneBit(cpu) * 2);
    }

    List<Operations.Cpu> byCpu() {
        List<Operations.Cpu> cpus = new ArrayList<>();
        for (int cpu = 0; cpu < allocs.length; cpu++) {
            if (allocs[cpu] + frees[cpu] > 0) {
                cpus.add(new Operations.Cpu(cpu, allocs[cpu], frees[cpu]));
            }
        }
        return cpus;
    }

    CpuPairs cpuPairs() {
        long local = 0;
        long remote = 0;
        List<CpuPairs.Pair> found = new ArrayList<>();
        for (int a = 0; a < pairs.length; a++) {
            for (int f = 0; f < pairs[a].length; f++) {
                if (pairs[a][f] > 0) {
                    found.add(new CpuPairs.Pair(a, f, pairs[a][f]));
                    local += a == f ? pairs[a][f] : 0;
                    remote += a == f ? 0 : pairs[a][f];
                }
            }
        }
        // The sort is stable: ties stay in the order of their CPUs.
        found.sort(Comparator.comparingLong(CpuPairs.Pair::frees).reversed());
        double remoteShare = local + remote == 0 ? 0 : (double) remote / (local + remote);
        return new CpuPairs(local, remote, remoteShare, found);
    }
}
