package org.pcpsim.cli.report;

import java.util.List;
import java.util.Map;
import org.pcpsim.fidelity.Miss;
import org.pcpsim.fidelity.ValidationResult;

/** The first misses of a validation for people: state, cause and the events around each. */
public final class MissTable {
    private MissTable() {}

    /**
     * All of one trace.
     *
     * @param context events around each miss that is to be shown
     */
    public static String of(String trace, ValidationResult result, List<String> context) {
        StringBuilder text = new StringBuilder(trace).append("\nmisses");
        for (Map.Entry<String, Long> cause : result.causes().entrySet()) {
            text.append(", ").append(cause.getKey()).append(' ').append(Quantity.count(cause.getValue()));
        }
        text.append('\n');
        for (int i = 0; i < context.size(); i++) {
            append(text, result.misses().get(i), context.get(i));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Miss miss, String context) {
        text.append("\nevent ").append(miss.event()).append(", CPU ").append(miss.cpu());
        text.append(": ").append(miss.what()).append(" of ").append(miss.actual());
        text.append(" pages, predicted ").append(miss.predicted());
        text.append(" (").append(miss.cause()).append(")\n");
        text.append("  zone ").append(miss.zone()).append(", order ").append(miss.order());
        text.append(", type ").append(miss.migratetype()).append(", list ").append(miss.length());
        text.append(", count ")
                .append(miss.count())
                .append(", high ")
                .append(miss.high())
                .append('\n');
        text.append("  alloc_factor ")
                .append(miss.allocFactor())
                .append(", free_count ")
                .append(miss.freeCount());
        text.append(", zone free ").append(miss.zoneFree());
        text.append(miss.flags().isEmpty() ? "" : ", " + miss.flags()).append('\n');
        for (String line : context.lines().toList()) {
            text.append("    ").append(line).append('\n');
        }
    }
}
