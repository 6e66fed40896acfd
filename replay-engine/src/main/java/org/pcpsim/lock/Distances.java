package org.pcpsim.lock;

/**
 * How far CPUs are from each other, in caches that a line passes through. Immutable.
 *
 * <p>Each CPU is on a core, in a complex of cores that share a last-level cache, in a socket, all numbered from 0 over the
 * machine.
 */
public final class Distances {
    /** The same core. */
    public static final int SAME = 0;
    /** Another core of the complex. */
    public static final int COMPLEX = 1;
    /** Another complex of the socket. */
    public static final int SOCKET = 2;
    /** Another socket. */
    public static final int REMOTE = 3;
    /** Number of distances. */
    public static final int COUNT = 4;

    private final int[] core;
    private final int[] complex;
    private final int[] socket;

    /** Of CPUs on these cores, complexes and sockets, one entry a CPU. */
    public Distances(int[] core, int[] complex, int[] socket) {
        if (core.length != complex.length || core.length != socket.length) {
            throw new IllegalArgumentException(
                    "CPUs: " + core.length + " cores, " + complex.length + " complexes, " + socket.length + " sockets");
        }
        this.core = core.clone();
        this.complex = complex.clone();
        this.socket = socket.clone();
    }

    /** CPUs of one core and complex each, all in one socket: every two are equally far. */
    public static Distances equal(int cpus) {
        int[] own = new int[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            own[cpu] = cpu;
        }
        return new Distances(own, own, new int[cpus]);
    }

    /** Number of CPUs. */
    public int cpus() {
        return core.length;
    }

    /** The distance of two CPUs. */
    public int between(int a, int b) {
        if (core[a] == core[b]) {
            return SAME;
        }
        if (complex[a] == complex[b]) {
            return COMPLEX;
        }
        return socket[a] == socket[b] ? SOCKET : REMOTE;
    }
}
