package org.pcpsim.trace.event;

import java.util.Optional;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Place;

/**
 * Where the fields are that all events begin with; the same in every event of a trace.
 *
 * @param type number of the event, 2 bytes
 * @param flags interrupts and rescheduling, 1 byte
 * @param preemptCount depths of preempt-disable and migrate-disable, 1 byte
 * @param pid the task, 4 bytes
 */
record CommonFields(EventField type, EventField flags, EventField preemptCount, EventField pid) {

    static CommonFields of(EventFormat format, Place place) throws TraceException {
        return new CommonFields(
                field(format, "common_type", 2, place),
                field(format, "common_flags", 1, place),
                field(format, "common_preempt_count", 1, place),
                field(format, "common_pid", 4, place));
    }

    /** Bytes that they take up. */
    int length() {
        return Math.max(Math.max(type.end(), flags.end()), Math.max(preemptCount.end(), pid.end()));
    }

    private static EventField field(EventFormat format, String name, int size, Place place) throws TraceException {
        return Optional.ofNullable(format.fields().get(name))
                .filter(found -> found.size() == size)
                .orElseThrow(() -> place.damage(
                        "the format of " + format.name(), "one with a field " + name + " of " + size + " bytes"));
    }
}
