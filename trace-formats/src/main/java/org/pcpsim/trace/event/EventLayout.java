package org.pcpsim.trace.event;

import java.util.List;
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
    private static final int ALIGNMENT = 8;

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
    final int length;

    /** Bytes that it may have: with those that align what follows, in the ring and once more in perf. */
    private final int longest;

    private final List<VaryingField> varying;

    EventLayout(EventFormat format, Place place) throws TraceException {
        Needed needed = new Needed(format, place);
        name = format.name();
        kind = kind(format);
        switch (kind) {
            case EventKind.ALLOC -> {
                pfn = needed.page();
                order = needed.number("order");
                gfp = needed.number("gfp_flags");
                migratetype = needed.number("migratetype");
            }
            case EventKind.FREE -> {
                pfn = needed.page();
                order = needed.number("order");
            }
            case EventKind.FREE_BATCHED -> pfn = needed.page();
            case EventKind.ZONE_LOCKED -> {
                pfn = needed.page();
                order = needed.number("order");
                migratetype = needed.number("migratetype");
                refill = needed.refill();
            }
            case EventKind.PCPU_DRAIN -> {
                pfn = needed.page();
                order = needed.number("order");
                migratetype = needed.number("migratetype");
            }
            case EventKind.EXTFRAG -> {
                pfn = needed.page();
                order = needed.number("alloc_order");
                migratetype = needed.number("alloc_migratetype");
                fallbackOrder = needed.number("fallback_order");
                fallbackMigratetype = needed.number("fallback_migratetype");
                ownership = needed.number("change_ownership");
            }
            case EventKind.MARK -> text = needed.any("buf");
            default -> {}
        }
        varying = format.varying();
        // Those of ftrace itself, such as stacks, end with lists of any length.
        boolean known = !format.system().equals("ftrace")
                && format.fields().values().stream().allMatch(field -> field.size() > 0);
        longest = known ? end(format) + 2 * ALIGNMENT : Integer.MAX_VALUE;
        length = kind == EventKind.OTHER && known ? end(format) : needed.length;
    }

    /** Bytes that an event may have which has at least {@link #length}. */
    int longest(byte[] buffer, int at) {
        int most = longest;
        for (int i = 0; i < varying.size(); i++) {
            most = Math.max(most, varying.get(i).end(buffer, at) + 2 * ALIGNMENT);
        }
        return most;
    }

    private static int end(EventFormat format) {
        int end = 0;
        for (EventField field : format.fields().values()) {
            end = Math.max(end, field.end());
        }
        return end;
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

    /** Fields of the format that are asked for, and how long the event must be to have them. */
    private static final class Needed {
        private final EventFormat format;
        private final Place place;
        private int length;

        Needed(EventFormat format, Place place) {
            this.format = format;
            this.place = place;
        }

        EventField page() throws TraceException {
            if (!format.fields().containsKey("pfn") && format.fields().containsKey("page")) {
                throw place.damage(
                        format.name() + " with a field page",
                        "a field pfn (kernels before 4.1 recorded addresses of struct page)");
            }
            EventField pfn = number("pfn");
            if (pfn.size() < 4) {
                throw place.damage(format.name() + " with a pfn of " + pfn.size() + " bytes", "4 or 8");
            }
            return pfn;
        }

        /** Older kernels have no such field but print whether the order is 0. */
        EventField refill() throws TraceException {
            boolean byOrder = !format.fields().containsKey("percpu_refill")
                    && format.printFormat().replace(" ", "").endsWith("REC->order==0");
            return byOrder ? ABSENT : number("percpu_refill");
        }

        EventField number(String field) throws TraceException {
            EventField found = any(field);
            if (!found.isNumber()) {
                throw place.damage(
                        format.name() + " with a field " + field + " of " + found.size() + " bytes",
                        "a number of 1, 2, 4 or 8 bytes");
            }
            return found;
        }

        EventField any(String field) throws TraceException {
            EventField found = format.fields().get(field);
            if (found == null) {
                throw place.damage("the format of " + format.name(), "one with a field " + field);
            }
            length = Math.max(length, found.end());
            return found;
        }
    }
}
