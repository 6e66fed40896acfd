package org.pcpsim.machine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.lock.Distances;

/**
 * Which CPUs share which caches. Immutable.
 *
 * <p>CPUs are numbered through: the threads of a core, then the cores of a complex, the complexes of a socket, the sockets;
 * so a node, which has a contiguous range of CPUs, is made of whole sockets where the numbers allow it.
 *
 * @param sockets number of sockets
 * @param complexes complexes of cores of a socket, each with a last-level cache of its own
 * @param cores cores of a complex
 * @param threads CPUs of a core
 */
public record Topology(int sockets, int complexes, int cores, int threads) {
    /** Most threads of a core. */
    public static final int MAX_THREADS = 8;

    /** What {@link #parse} reads. */
    public static final String FORM = "SOCKETSs:COMPLEXESxCORES[,THREADSt], such as 2s:4x8 or 2s:4x8,2t";

    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})s:(\\d{1,5})x(\\d{1,5})(?:,(\\d{1,5})t)?");
    /** Most cores of a complex that are assumed where nothing is known. */
    private static final int USUAL_CORES = 8;

    /**
     * Checks the numbers.
     *
     * @throws SettingException naming the one that cannot be
     */
    public Topology {
        require("sockets", sockets, Machine.MAX_NODES);
        require("complexes", complexes, Machine.MAX_CPUS);
        require("cores", cores, Machine.MAX_CPUS);
        require("threads", threads, MAX_THREADS);
        if ((long) sockets * complexes * cores * threads > Machine.MAX_CPUS) {
            throw new SettingException(
                    "topology",
                    sockets + "s:" + complexes + "x" + cores + "," + threads + "t",
                    "at most " + Machine.MAX_CPUS + " CPUs");
        }
    }

    private static void require(String what, int number, int most) {
        if (number < 1 || number > most) {
            throw new SettingException("topology " + what, Integer.toString(number), "1 to " + most);
        }
    }

    /**
     * The topology that a text of the form {@value #FORM} describes.
     *
     * @throws SettingException naming {@code --topology} if it does not
     */
    public static Topology parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new SettingException("--topology", text, FORM);
        }
        int threads = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
        return new Topology(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                threads);
    }

    /**
     * What is assumed of a machine where nothing is known: a socket for each node if the CPUs can be dealt evenly, else
     * one, and complexes of as many cores as divide a socket, {@value #USUAL_CORES} at most; no SMT.
     */
    public static Topology of(int cpus, int nodes) {
        int sockets = cpus % nodes == 0 ? nodes : 1;
        int each = cpus / sockets;
        int cores = Math.min(USUAL_CORES, each);
        while (each % cores != 0) {
            cores--;
        }
        return new Topology(sockets, each / cores, cores, 1);
    }

    /** Number of CPUs. */
    public int cpus() {
        return sockets * complexes * cores * threads;
    }

    /**
     * This topology, if it is one of that many CPUs.
     *
     * @throws SettingException naming {@code --topology} if not
     */
    public Topology requireCpus(int wanted) {
        if (cpus() != wanted) {
            throw new SettingException(
                    "--topology", this + ", which has " + cpus() + " CPUs", "the machine's " + wanted + " CPUs");
        }
        return this;
    }

    /** How far its CPUs are from each other. */
    public Distances distances() {
        int[] core = new int[cpus()];
        int[] complex = new int[cpus()];
        int[] socket = new int[cpus()];
        for (int cpu = 0; cpu < core.length; cpu++) {
            core[cpu] = cpu / threads;
            complex[cpu] = core[cpu] / cores;
            socket[cpu] = complex[cpu] / complexes;
        }
        return new Distances(core, complex, socket);
    }

    /** In the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return sockets + "s:" + complexes + "x" + cores + (threads > 1 ? "," + threads + "t" : "");
    }
}
