package org.pcpsim.cli.comparison;

import java.util.Set;

/** What results must have in common to be compared. */
public enum MatchRule {
    /** The recorded or generated trace: its digest. */
    TRACE,
    /** The name of the trace, whatever is in it. */
    NAME,
    /** The modelled machine: every figure of it. */
    MACHINE;

    /** What samples that belong together have in common. */
    static String key(Set<MatchRule> rules, Sample sample) {
        StringBuilder key = new StringBuilder();
        rules.forEach(rule -> key.append(rule.part(sample)).append('\n'));
        return key.toString();
    }

    private String part(Sample sample) {
        return switch (this) {
            case TRACE -> sample.traceKey();
            case NAME -> sample.traceName();
            case MACHINE -> sample.machineKey();
        };
    }
}
