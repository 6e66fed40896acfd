package org.pcpsim.machine;

import java.util.ArrayList;
import java.util.List;

/** Machines for tests. */
final class Machines {
    private static final long[] START = {1, 4_096, 1_048_576};

    private Machines() {}

    /** One node with DMA, DMA32 and Normal of these sizes, all figures by the formulas. */
    static Machine oneNode(int cpus, long dma, long dma32, long normal, String... settings) {
        List<ZoneSpec> zones = new ArrayList<>();
        zones.add(unsized(0, "DMA", START[0], dma));
        zones.add(unsized(0, "DMA32", START[1], dma32));
        zones.add(unsized(0, "Normal", START[2], normal));
        return sized(cpus, zones, settings);
    }

    static ZoneSpec unsized(int node, String name, long startPfn, long managed) {
        return ZoneSpec.of(node, name, startPfn, managed, 0, 0, 0, 1, 0, 0);
    }

    /** A machine of these zones with every figure worked out from {@code managed}. */
    static Machine sized(int cpus, List<ZoneSpec> zones, String... settings) {
        ZoneSpec first = zones.get(0);
        MachineBuilder builder = new MachineBuilder().zones("test", cpus, 1L << 30, zones);
        for (String setting : settings) {
            builder.set(setting);
        }
        builder.set("node" + first.node() + "." + first.name() + ".managed=" + first.managed());
        return builder.build();
    }

    static ZoneSpec zone(Machine machine, int node, String name) {
        for (ZoneSpec zone : machine.zones()) {
            if (zone.node() == node && zone.name().equals(name)) {
                return zone;
            }
        }
        throw new AssertionError("no zone " + name + " on node " + node);
    }
}
