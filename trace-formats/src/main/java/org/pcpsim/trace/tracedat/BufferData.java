package org.pcpsim.trace.tracedat;

import java.util.List;

/**
 * One ring buffer: the top-level one or that of an instance.
 *
 * @param name of the instance, empty for the top-level buffer
 * @param pageSize bytes of its pages
 * @param codec how its pages are compressed
 * @param cpus where the events of each CPU are
 */
record BufferData(String name, int pageSize, Codec codec, List<CpuData> cpus) {
    /** For messages. */
    String shown() {
        return name.isEmpty() ? "the top-level buffer" : "buffer " + name;
    }
}
