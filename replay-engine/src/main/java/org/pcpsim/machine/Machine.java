package org.pcpsim.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pcpsim.trace.proc.Zoneinfo;

/**
 * The modelled machine: CPUs, nodes, zones with their figures, kernel rules and settings.
 *
 * <p>Immutable and safe to share between runs. Built by {@link MachineBuilder}.
 *
 * @param source where the figures come from, in words ({@code recording}, {@code preset rfc-32c32g})
 * @param cpus number of CPUs, numbered from 0
 * @param nodes number of NUMA nodes, numbered from 0; a node may lack CPUs or zones
 * @param memoryBytes RAM in bytes, holes not counted; of a recording: pages present in its zones
 * @param kernel version-dependent rules
 * @param topology the machine's shape in words
 * @param zones populated zones by node, then by class
 * @param settings sysctls
 */
public record Machine(
        String source,
        int cpus,
        int nodes,
        long memoryBytes,
        KernelProfile kernel,
        String topology,
        List<ZoneSpec> zones,
        Settings settings) {

    /** Most CPUs a machine can have. */
    public static final int MAX_CPUS = 8192;
    /** Most nodes. */
    public static final int MAX_NODES = 64;

    /**
     * Checks numbers and that zones are where they say they are and share no page.
     *
     * @throws SettingException naming what cannot be
     */
    public Machine {
        zones = List.copyOf(zones);
        if (cpus < 1 || cpus > MAX_CPUS) {
            throw new SettingException("cpus", Integer.toString(cpus), "1 to " + MAX_CPUS);
        }
        if (nodes < 1 || nodes > MAX_NODES) {
            throw new SettingException("nodes", Integer.toString(nodes), "1 to " + MAX_NODES);
        }
        if (zones.isEmpty()) {
            throw new SettingException("zones", "none", "at least one populated zone");
        }
        for (int i = 0; i < zones.size(); i++) {
            ZoneSpec zone = zones.get(i);
            if (zone.index() != i || zone.node() >= nodes) {
                throw new SettingException(
                        "zone " + zone.name(),
                        "index " + zone.index() + ", node " + zone.node(),
                        "index " + i + " and a node below " + nodes);
            }
        }
        requireOrder(zones);
        requireDisjoint(zones);
    }

    private static void requireOrder(List<ZoneSpec> zones) {
        for (int i = 1; i < zones.size(); i++) {
            ZoneSpec before = zones.get(i - 1);
            ZoneSpec zone = zones.get(i);
            boolean sameNode = before.node() == zone.node();
            if (before.node() > zone.node() || sameNode && before.zoneClass() >= zone.zoneClass()) {
                String found =
                        "node" + before.node() + "." + before.name() + ", node" + zone.node() + "." + zone.name();
                throw new SettingException("zones", found, "each zone once, by node, then by class");
            }
        }
    }

    private static void requireDisjoint(List<ZoneSpec> zones) {
        List<ZoneSpec> byPfn = new ArrayList<>(zones);
        byPfn.sort(Comparator.comparingLong(ZoneSpec::startPfn));
        for (int i = 1; i < byPfn.size(); i++) {
            ZoneSpec lower = byPfn.get(i - 1);
            ZoneSpec upper = byPfn.get(i);
            if (lower.endPfn() > upper.startPfn()) {
                throw new SettingException(
                        "node" + lower.node() + "." + lower.name() + ".managed",
                        Long.toString(lower.managed()),
                        "at most " + (upper.startPfn() - lower.startPfn()) + " pages: node" + upper.node() + "."
                                + upper.name() + " begins at pfn " + upper.startPfn());
            }
        }
    }

    /** One more than the highest page frame number of its zones. */
    public long endPfn() {
        return zones.stream().mapToLong(ZoneSpec::endPfn).max().orElse(0);
    }

    /** A builder that knows nothing yet. */
    public static MachineBuilder builder() {
        return new MachineBuilder();
    }

    /**
     * The machine that a zoneinfo describes, with the kernel's default sysctls.
     *
     * @throws SettingException if no zone is populated
     */
    public static Machine ofZoneinfo(Zoneinfo zoneinfo, KernelProfile kernel) {
        return builder().zoneinfo(zoneinfo).kernel(kernel).build();
    }

    /**
     * The node of a CPU: CPUs are dealt to nodes in contiguous ranges that differ by at most one. With fewer CPUs than
     * nodes, the first nodes get one each.
     *
     * @param cpu 0 to {@code cpus - 1}
     */
    public int nodeOf(int cpu) {
        return cpus < nodes ? cpu : (int) ((long) cpu * nodes / cpus);
    }

    /** Number of CPUs of a node. */
    public int cpusOf(int node) {
        return cpusOf(node, cpus, nodes);
    }

    static int cpusOf(int node, int cpus, int nodes) {
        if (cpus < nodes) {
            return node < cpus ? 1 : 0;
        }
        return (int) (((long) (node + 1) * cpus + nodes - 1) / nodes - ((long) node * cpus + nodes - 1) / nodes);
    }

    /**
     * Indices into {@link #zones} in the order in which an allocation on a node tries them (baseline spec section 2):
     * the node's own zones from the highest class down, then those of the other nodes. All remote nodes are equally
     * far; of them, higher-numbered ones and ones without CPUs come first, ties by number. The kernel's round-robin
     * load term changes nothing where every node has CPUs and is left out.
     *
     * @return a fresh array; costs O(nodes log nodes + zones), so keep it
     */
    public int[] zonelist(int node) {
        List<Integer> order = new ArrayList<>();
        for (int n = 0; n < nodes; n++) {
            order.add(n);
        }
        order.sort(Comparator.comparingInt(n -> fallbackCost(node, n)));
        int[] list = new int[zones.size()];
        int length = 0;
        for (int n : order) {
            for (int zoneClass = ZoneClass.COUNT - 1; zoneClass >= 0; zoneClass--) {
                for (ZoneSpec zone : zones) {
                    if (zone.node() == n && zone.zoneClass() == zoneClass) {
                        list[length++] = zone.index();
                    }
                }
            }
        }
        return list;
    }

    private int fallbackCost(int from, int to) {
        if (from == to) {
            return -1;
        }
        return (to < from ? 1 : 0) + (cpusOf(to) > 0 ? 1 : 0);
    }
}
