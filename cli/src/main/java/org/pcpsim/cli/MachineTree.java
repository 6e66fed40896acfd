package org.pcpsim.cli;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.cli.report.Quantity;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneSpec;

/** The machine as the results show it ({@code pcpsim.machine/1}). */
final class MachineTree {
    private MachineTree() {}

    static Tree of(Machine machine) {
        List<Tree> zones = new ArrayList<>();
        for (ZoneSpec zone : machine.zones()) {
            zones.add(new Tree()
                    .put("node", zone.node())
                    .put("name", zone.name())
                    .put("startPfn", zone.startPfn())
                    .put("managed", zone.managed())
                    .put("min", zone.min())
                    .put("low", zone.low())
                    .put("high", zone.high())
                    .put("batch", zone.batch())
                    .put("highMin", zone.highMin())
                    .put("highMax", zone.highMax()));
        }
        return new Tree()
                .put("source", machine.source())
                .put("cpus", machine.cpus())
                .put("nodes", machine.nodes())
                .put("memoryBytes", machine.memoryBytes())
                .put("kernel", machine.kernel().name())
                .put("topology", machine.topology())
                .put("zones", zones);
    }

    /** One line with the machine's source. */
    static String line(Machine machine) {
        return Quantity.counted(machine.cpus(), "CPU") + ", " + Quantity.counted(machine.nodes(), "node") + ", "
                + Quantity.bytes(machine.memoryBytes()) + ", rules of "
                + machine.kernel().name() + " (from "
                + machine.source() + ")";
    }
}
