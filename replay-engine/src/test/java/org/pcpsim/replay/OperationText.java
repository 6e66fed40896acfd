package org.pcpsim.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.result.Quality;
import org.pcpsim.result.TraceCounts;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;

/**
 * Operations of a trace in words: {@code alloc c0 h3 o2}, {@code free c0 h3 o2}, {@code unknown c0 o2}, {@code split h3
 * o2 h4}; an implied one begins with {@code +}, members of a folio batch are joined by
 * {@code &}, {@code kswapd} follows what kswapd does and {@code like} frees that are like its own.
 */
record OperationText(List<String> operations, List<Long> events, Quality quality, TraceCounts counts) {
    static OperationText of(HandTrace trace) {
        return of(trace, EventBatch.CAPACITY);
    }

    static OperationText of(HandTrace trace, int atOnce) {
        List<String> texts = new ArrayList<>();
        List<Long> events = new ArrayList<>();
        try (TraceReader reader = trace.reader(atOnce)) {
            LookAhead ahead = new LookAhead(reader);
            EventTranslation translation = new EventTranslation(4, batch -> write(batch, texts, events));
            while (ahead.next()) {
                translation.translate(ahead.events(), ahead.marks(), reader.symbols());
            }
            translation.end();
            return new OperationText(texts, events, translation.quality(), translation.counts());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Operations batch, List<String> texts, List<Long> events) {
        for (int row = 0; row < batch.size; ) {
            List<String> members = new ArrayList<>();
            int end = row + batch.members(row);
            for (; row < end; row++) {
                members.add(text(batch, row));
                if (batch.op(row) != Operations.SPLIT) {
                    events.add(batch.event(row));
                }
            }
            texts.add(String.join(" & ", members));
        }
    }

    private static String text(Operations batch, int row) {
        String cpu = " c" + batch.cpu(row);
        String order = " o" + batch.order(row);
        String handle = " h" + batch.handle(row);
        String kswapd = (batch.flags(row) & Operations.BY_KSWAPD) != 0 ? " kswapd" : "";
        boolean implied = (batch.flags(row) & Operations.IMPLIED) != 0 && batch.op(row) != Operations.SPLIT;
        String what = switch (batch.op(row)) {
            case Operations.ALLOC -> "alloc" + cpu + handle + order;
            case Operations.FREE -> "free" + cpu + handle + order;
            case Operations.FREE_UNKNOWN -> "unknown" + cpu + order;
            default -> "split" + handle + order + " h" + batch.upper(row);
        };
        String like = (batch.flags(row) & Operations.LIKE_RECLAIM) != 0 ? " like" : "";
        return (implied ? "+" : "") + what + kswapd + like;
    }
}
