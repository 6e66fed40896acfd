package org.pcpsim.trace.damage;

/**
 * Bytes of a file that hold events of one CPU: a record's content, a page, or a compressed chunk of pages.
 *
 * @param cpu whose they are
 * @param from first byte
 * @param to behind the last byte
 * @param firstEvent events of the CPU ahead of it
 * @param events how many it holds
 * @param isRecord whether it is one record's content
 */
public record Region(int cpu, int from, int to, int firstEvent, int events, boolean isRecord) {
    public boolean holds(int at) {
        return from <= at && at < to;
    }
}
