package org.pcpsim.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.fidelity.Miss;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.TraceReader;

/** The events of a miss's CPU around it, as text. */
final class MissContext {
    private static final int AROUND = 40;
    private static final int SHOWN = 3;
    private static final String[] KINDS = {
        "alloc", "free", "free_batched", "zone_locked", "pcpu_drain", "extfrag", "lost", "mark", "other"
    };

    private MissContext() {}

    /** One text a miss: up to three events of its CPU on either side. */
    static List<String> of(TraceReader reader, List<Miss> misses) throws IOException {
        List<List<String>> found = new ArrayList<>();
        misses.forEach(miss -> found.add(new ArrayList<>()));
        EventBatch batch = new EventBatch();
        while (reader.read(batch)) {
            for (int i = 0; i < misses.size(); i++) {
                collect(batch, misses.get(i), found.get(i));
            }
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < misses.size(); i++) {
            texts.add(around(found.get(i), misses.get(i).event()));
        }
        return texts;
    }

    private static void collect(EventBatch batch, Miss miss, List<String> lines) {
        long first = Math.max(miss.event() - AROUND, batch.firstEvent);
        long end = Math.min(miss.event() + AROUND, batch.firstEvent + batch.size);
        for (long event = first; event < end; event++) {
            int row = (int) (event - batch.firstEvent);
            if (batch.cpu[row] == miss.cpu() && batch.kind[row] < EventKind.LOST) {
                lines.add(event + " " + KINDS[batch.kind[row]] + " pfn=0x" + Long.toHexString(batch.pfn[row])
                        + " order=" + batch.order[row] + " mt=" + batch.migratetype[row]);
            }
        }
    }

    private static String around(List<String> lines, long event) {
        int at = 0;
        while (at < lines.size() && number(lines.get(at)) < event) {
            at++;
        }
        return String.join("\n", lines.subList(Math.max(at - SHOWN, 0), Math.min(at + SHOWN + 1, lines.size())));
    }

    private static long number(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' ')));
    }
}
