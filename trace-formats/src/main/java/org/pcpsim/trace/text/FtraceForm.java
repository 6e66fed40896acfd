package org.pcpsim.trace.text;

import java.util.Optional;
import java.util.OptionalLong;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;

/** Text of tracefs; trace-format spec sections 4.1 and 4.2. */
final class FtraceForm extends TextForm {
    private final CommentHeader comments = new CommentHeader();

    FtraceForm() {
        super(new FtraceHead(), true);
    }

    @Override
    boolean takesHeader(Lines lines) throws TraceException {
        if (Ignored.isComment(lines.text, lines.from, lines.to)) {
            comments.add(lines);
            return true;
        }
        return Ignored.isBlank(lines.text, lines.from, lines.to);
    }

    @Override
    boolean ignores(Lines lines) {
        return Ignored.isComment(lines.text, lines.from, lines.to)
                || Ignored.isBlank(lines.text, lines.from, lines.to)
                || Ignored.isStackFrame(lines.text, lines.from, lines.to);
    }

    @Override
    Optional<LostLine> lost(Lines lines) throws TraceException {
        return LostLine.begins(lines.text, lines.from, lines.to) ? Optional.of(LostLine.of(lines)) : Optional.empty();
    }

    @Override
    TraceException damage(Lines lines) {
        return UnreadableForm.of(lines.shown(lines.from, lines.to))
                .map(form -> lines.damage(lines.from, lines.to, form.expected()))
                .orElseGet(() -> lines.damage(head.failedAt, lines.to, head.expected));
    }

    @Override
    TraceHeader header() {
        return comments.header();
    }

    @Override
    OptionalLong entries() {
        return comments.entries();
    }
}
