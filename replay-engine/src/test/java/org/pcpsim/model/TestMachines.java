package org.pcpsim.model;

import java.util.List;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.machine.ZoneSpec;

/** Small machines whose every figure is given. */
public final class TestMachines {
    /** First page frame of the Normal zone of node 0. */
    public static final int NORMAL = 1 << 20;

    private static final int NODE1_NORMAL = NORMAL + (1 << 14);

    private TestMachines() {}

    /** A machine with these zones; its lowmem reserves follow from the zones. */
    public static Machine of(KernelProfile kernel, int cpus, ZoneSpec... zones) {
        return new MachineBuilder()
                .zones("test", cpus, 1L << 30, List.of(zones))
                .kernel(kernel)
                .build();
    }

    /** One zone that is never short of pages: all marks 0. */
    public static Machine oneZone(KernelProfile kernel, int cpus, long pages, int batch, int highMin, int highMax) {
        return of(kernel, cpus, normal(0, NORMAL, pages, 0, 0, 0, batch, highMin, highMax));
    }

    /** A Normal zone. */
    public static ZoneSpec normal(
            int node, long startPfn, long pages, long min, long low, long high, int batch, int highMin, int highMax) {
        return ZoneSpec.of(node, "Normal", startPfn, pages, min, low, high, batch, highMin, highMax);
    }

    /** Node 0: DMA that begins in the middle of a block, DMA32, Normal; 12,800 pages less one. */
    public static Machine oneNode(KernelProfile kernel) {
        return of(kernel, 3, dma(), dma32(), normal(0, NORMAL, 8192, 64, 128, 192, 63, 252, 2048));
    }

    /** As {@link #oneNode}, with two fifths of the blocks of DMA32 and Normal CMA blocks. */
    public static Machine withCma(KernelProfile kernel) {
        return new MachineBuilder()
                .zones("test", 3, 1L << 30, oneNode(kernel).zones())
                .kernel(kernel)
                .set("cma=40")
                .build();
    }

    /** As {@link #oneNode}, and node 1 with 4096 Normal pages; two CPUs each. */
    public static Machine twoNodes(KernelProfile kernel) {
        return of(
                kernel,
                4,
                dma(),
                dma32(),
                normal(0, NORMAL, 8192, 64, 128, 192, 63, 252, 2048),
                normal(1, NODE1_NORMAL, 4096, 32, 64, 96, 31, 124, 1024));
    }

    private static ZoneSpec dma() {
        return ZoneSpec.of(0, "DMA", 1, 1023, 8, 16, 24, 1, 4, 42);
    }

    private static ZoneSpec dma32() {
        return ZoneSpec.of(0, "DMA32", 4096, 3584, 32, 64, 96, 15, 60, 700);
    }
}
