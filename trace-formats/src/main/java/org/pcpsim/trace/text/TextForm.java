package org.pcpsim.trace.text;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;

/** What one form of text has of its own; an object for each trace being read, for the lines that are not usual. */
abstract class TextForm {
    /** Takes an event's line apart. */
    final LineHead head;

    /** Whether there is a flags column for {@link UsualLine} to look at. */
    final boolean flags;

    TextForm(LineHead head, boolean flags) {
        this.head = head;
        this.flags = flags;
    }

    /**
     * Takes in a line that is no event, ahead of the first one.
     *
     * @return false if it is not of the header
     * @throws TraceException if it is a header's line that cannot be
     */
    abstract boolean takesHeader(Lines lines) throws TraceException;

    /** Whether the line, which is no event, says nothing of interest behind the header. */
    abstract boolean ignores(Lines lines);

    /** What the line, which is no event, says of lost events. */
    abstract Optional<LostLine> lost(Lines lines) throws TraceException;

    /** The error for a line that is nothing of these. */
    abstract TraceException damage(Lines lines);

    /** What the lines that {@link #takesHeader} took say. */
    abstract TraceHeader header();

    /** Events that there must be according to the header. */
    OptionalLong entries() {
        return OptionalLong.empty();
    }

    /** Where the text of a mark begins. */
    int markFrom(Lines lines) {
        return head.fieldsFrom;
    }

    /** Whether more may follow the fields of an event. */
    boolean allowsTail() {
        return false;
    }

    /** More that is expected of a time that is before the last one of its CPU. */
    String backwards() {
        return "";
    }

    /** What users should know before anything was read. */
    List<String> warnings() {
        return List.of();
    }
}
