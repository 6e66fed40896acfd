package org.pcpsim.trace.perfdata;

import static org.pcpsim.trace.binary.LittleEndian.i64;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.trace.TraceException;

/** All events of a recording and how their records are told apart. Not thread-safe. */
final class EventAttributes {
    private static final int MOST = 4096;
    private static final int MOST_IDS = 1 << 20;

    private final String input;
    private final List<EventAttribute> attributes = new ArrayList<>();
    /** Index of the attribute by an event's number; only asked for where layouts differ. */
    private final Map<Long, EventAttribute> byId = new HashMap<>();

    private boolean onlyTracepoints = true;
    private boolean sameLayout = true;
    private boolean sameId = true;
    private boolean sameTrailerId = true;

    EventAttributes(String input) {
        this.input = input;
    }

    void add(EventAttribute attribute) throws TraceException {
        if (attributes.size() == MOST) {
            throw TraceException.of(input, "has more than " + MOST + " events");
        }
        attributes.add(attribute);
        SampleLayout first = attributes.get(0).layout();
        SampleLayout layout = attribute.layout();
        onlyTracepoints &= attribute.isTracepoint() || attribute.isDummy();
        sameLayout &= first.equals(attribute.isDummy() ? layout.with(first.tail()) : layout);
        sameId &= layout.id() >= 0 && layout.id() == first.id();
        int fromEnd = layout.trailer() - layout.trailerId();
        sameTrailerId &= layout.trailerId() >= 0 && fromEnd == first.trailer() - first.trailerId();
    }

    /** Says which event a number stands for. */
    void addId(long id, EventAttribute attribute) throws TraceException {
        if (byId.size() == MOST_IDS) {
            throw TraceException.of(input, "has more than " + MOST_IDS + " numbers of events");
        }
        byId.put(id, attribute);
    }

    boolean isEmpty() {
        return attributes.isEmpty();
    }

    /** Whether every sample is of a tracepoint and has the same layout, so that no number need be looked up. */
    boolean isUniform() {
        return sameLayout && onlyTracepoints;
    }

    /** Refuses events whose records cannot be told apart. */
    void check() throws TraceException {
        if (!(sameLayout && onlyTracepoints) && !(sameId && sameTrailerId)) {
            throw TraceException.of(
                    input, "has events recorded in different ways and without a number that tells them apart");
        }
    }

    /** The event of a sample. */
    EventAttribute ofSample(Records records) throws TraceException {
        int at = attributes.get(0).layout().id();
        if (isUniform() || at < 0) {
            return attributes.get(0);
        }
        records.require(at + 8);
        return byId(i64(records.buffer(), records.at + at), records);
    }

    /** Whether these bytes can be the content of a sample of one of the events. */
    boolean isSample(byte[] buffer, int from, int to) {
        if (attributes.isEmpty()) {
            return false;
        }
        SampleLayout layout = attributes.get(0).layout();
        if (!isUniform() && layout.id() >= 0) {
            int at = from + layout.id();
            EventAttribute found = at + 8 > to ? null : byId.get(i64(buffer, at));
            return found != null && found.layout().isSample(buffer, from, to);
        }
        return layout.isSample(buffer, from, to);
    }

    /** Layout of the sample id that ends a record of another kind. */
    SampleLayout ofTrailer(Records records) throws TraceException {
        SampleLayout first = attributes.get(0).layout();
        int fromEnd = first.trailer() - first.trailerId();
        if (sameLayout || records.end - records.at < fromEnd) {
            return first;
        }
        long id = i64(records.buffer(), records.end - fromEnd);
        // What perf itself makes up has no number.
        return id == 0 ? first : byId(id, records).layout();
    }

    private EventAttribute byId(long id, Records records) throws TraceException {
        EventAttribute found = byId.get(id);
        if (found == null) {
            throw records.damage(
                    records.at, "event " + Long.toUnsignedString(id), "the number of an event that was recorded");
        }
        return found;
    }
}
