package org.pcpsim.trace.event;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Place;

/** The formats of all events of one trace, by number; grows while they are read. Not thread-safe. */
public final class EventCatalog {
    private final Map<Integer, EventLayout> layouts = new HashMap<>();
    private Optional<CommonFields> common = Optional.empty();
    private Optional<PrintFlags> gfpNames = Optional.empty();

    /**
     * Takes in the text of a format.
     *
     * @throws TraceException if it cannot be read, contradicts those before, or lacks a field that is needed
     */
    public void add(String system, String text, Place place) throws TraceException {
        EventFormat format = EventFormat.parse(system, text, place);
        CommonFields fields = CommonFields.of(format, place);
        if (common.isPresent() && !common.get().equals(fields)) {
            throw place.damage("the format of " + format.name(), "common fields as in the formats before");
        }
        common = Optional.of(fields);
        EventLayout layout = new EventLayout(format, place);
        if (layouts.put(format.id(), layout) != null) {
            throw place.damage("ID: " + format.id() + " of " + format.name(), "an ID that no format before has");
        }
        if (layout.kind == EventKind.ALLOC) {
            gfpNames = PrintFlags.of(format.printFormat(), layout.gfp.name());
        }
    }

    /** Name of the event with that number, if there is a format of it. */
    public Optional<String> name(int id) {
        return Optional.ofNullable(layouts.get(id)).map(layout -> layout.name);
    }

    /**
     * What reads the events.
     *
     * @param ownDepth how often the recorder itself had disabled preemption when it looked at the depth
     * @throws TraceException if there is no format
     */
    public PayloadReader reader(TextSymbols symbols, int ownDepth) throws TraceException {
        EventLayout[] byId = new EventLayout[1 << 16];
        layouts.forEach((id, layout) -> byId[id] = layout);
        CommonFields fields =
                common.orElseThrow(() -> TraceException.of(symbols.input(), "holds no format of an event"));
        GfpNames gfp = new GfpNames(symbols, gfpNames);
        return new PayloadReader(byId, fields, gfp, symbols, ownDepth);
    }
}
