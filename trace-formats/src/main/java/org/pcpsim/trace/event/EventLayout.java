package org.pcpsim.trace.event;

import java.util.Map;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Place;

/**
 * Where the fields of one event are, and what {@link EventKind} it is.
 *
 * <p>Everything is taken from the event's format; a field that is needed and missing, or no number, is an error.
 */
final class EventLayout {
    private static final EventField ABSENT = new EventField("", 0, 0);

    final byte kind;
    final String name;

    EventField pfn = ABSENT;
    EventField order = ABSENT;
    EventField migratetype = ABSENT;
    EventField gfp = ABSENT;
    EventField refill = ABSENT;
    EventField fallbackOrder = ABSENT;
    EventField fallbackMigratetype = ABSENT;
    EventField ownership = ABSENT;
    EventField text = ABSENT;

    /** Bytes that an event must have. */
    int length;

    private final Map<String, EventField> fields;
    private final Place place;

    EventLayout(EventFormat format, Place place) throws TraceException {
        this.fields = format.fields();
        this.place = place;
        name = format.name();
        kind = kind(format);
        switch (kind) {
            case EventKind.ALLOC -> {
                page();
                order = number("order");
                gfp = number("gfp_flags");
                migratetype = number("migratetype");
            }
            case EventKind.FREE -> {
                page();
                order = number("order");
            }
            case EventKind.FREE_BATCHED -> page();
            case EventKind.ZONE_LOCKED -> {
                page();
                order = number("order");
                migratetype = number("migratetype");
                refill = refill(format.printFormat());
            }
            case EventKind.PCPU_DRAIN -> {
                page();
                order = number("order");
                migratetype = number("migratetype");
            }
            case EventKind.EXTFRAG -> {
                page();
                order = number("alloc_order");
                migratetype = number("alloc_migratetype");
                fallbackOrder = number("fallback_order");
                fallbackMigratetype = number("fallback_migratetype");
                ownership = number("change_ownership");
            }
            case EventKind.MARK -> text = any("buf");
            default -> {}
        }
    }

    private static byte kind(EventFormat format) {
        if (format.system().equals("ftrace")) {
            return format.name().equals("print") ? EventKind.MARK : EventKind.OTHER;
        }
        if (!format.system().equals("kmem")) {
            return EventKind.OTHER;
        }
        return switch (format.name()) {
            case "mm_page_alloc" -> EventKind.ALLOC;
            case "mm_page_free" -> EventKind.FREE;
            case "mm_page_free_batched" -> EventKind.FREE_BATCHED;
            case "mm_page_alloc_zone_locked" -> EventKind.ZONE_LOCKED;
            case "mm_page_pcpu_drain" -> EventKind.PCPU_DRAIN;
            case "mm_page_alloc_extfrag" -> EventKind.EXTFRAG;
            default -> EventKind.OTHER;
        };
    }

    private void page() throws TraceException {
        if (!fields.containsKey("pfn") && fields.containsKey("page")) {
            throw place.damage(
                    name + " with a field page", "a field pfn (kernels before 4.1 recorded addresses of struct page)");
        }
        pfn = number("pfn");
        if (pfn.size() < 4) {
            throw place.damage(name + " with a pfn of " + pfn.size() + " bytes", "4 or 8");
        }
    }

    /** Older kernels have no such field but print whether the order is 0. */
    private EventField refill(String printFormat) throws TraceException {
        boolean byOrder = !fields.containsKey("percpu_refill")
                && printFormat.replace(" ", "").endsWith("REC->order==0");
        return byOrder ? ABSENT : number("percpu_refill");
    }

    private EventField number(String field) throws TraceException {
        EventField found = any(field);
        if (!found.isNumber()) {
            throw place.damage(
                    name + " with a field " + field + " of " + found.size() + " bytes",
                    "a number of 1, 2, 4 or 8 bytes");
        }
        return found;
    }

    private EventField any(String field) throws TraceException {
        EventField found = fields.get(field);
        if (found == null) {
            throw place.damage("the format of " + name, "one with a field " + field);
        }
        length = Math.max(length, found.end());
        return found;
    }
}
