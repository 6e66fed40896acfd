package org.pcpsim.trace.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads well-formed texts of all three forms slowly, with one regular expression for each, to compare with. */
final class TextReference {
    private static final Map<String, Pattern> LINES = Map.of(
            "ftrace",
            Pattern.compile(
                    " *(?<comm>.*)-(?<pid>\\d+) +\\[(?<cpu>\\d+)] (?<flags>\\S{5}) +(?<s>\\d+)\\.(?<f>\\d+): (?<name>\\w+): (?<rest>.*)"),
            "report",
            Pattern.compile(
                    "(?:\\w+: )? *(?<comm>.*)-(?<pid>\\d+) +(?:\\[(?<cpu>\\d+)]|(?<lcpu>\\d+)(?<flags>\\D{2}\\S+)) "
                            + "+(?<s>\\d+)\\.(?<f>\\d+): (?<name>\\w+): +(?<rest>.*)"),
            "script",
            Pattern.compile(
                    " *(?<comm>.*?) +(?<pid>\\d+) \\[(?<cpu>\\d+)] +(?<s>\\d+)\\.(?<f>\\d+): +kmem:(?<name>\\w+): (?<rest>.*)"));

    private static final Pattern FIELD = Pattern.compile("(\\w+)=(\\S*)");
    private static final Map<String, Integer> KINDS = Map.of(
            "mm_page_alloc", 0,
            "mm_page_free", 1,
            "mm_page_free_batched", 2,
            "mm_page_alloc_zone_locked", 3,
            "mm_page_pcpu_drain", 4,
            "mm_page_alloc_extfrag", 5,
            "tracing_mark_write", 7,
            "print", 7);

    private TextReference() {}

    /** An event in the words of the text. */
    record Event(
            int kind,
            int cpu,
            long time,
            long pfn,
            int order,
            int migratetype,
            String gfp,
            int pid,
            String comm,
            String context,
            String mark) {}

    /** The events of a text of this form, other lines left out. */
    static List<Event> events(String text, String form) {
        List<Event> events = new ArrayList<>();
        Pattern pattern = LINES.get(form);
        for (String line : text.split("\n")) {
            Matcher matcher = pattern.matcher(line);
            if (!line.startsWith("#") && !line.startsWith("\t") && matcher.matches()) {
                events.add(event(matcher, form));
            }
        }
        return events;
    }

    /** What the readers made of a text. */
    static List<Event> events(ReadTrace trace) {
        List<Event> events = new ArrayList<>();
        for (ReadTrace.Row row : trace.rows()) {
            if (row.kind() != 6) {
                String mark = row.kind() == 7 ? trace.texts().get(row.aux()) : "";
                events.add(new Event(
                        row.kind(),
                        row.cpu(),
                        row.time(),
                        row.pfn(),
                        row.order(),
                        row.migratetype(),
                        row.gfpText(),
                        row.pid(),
                        row.comm(),
                        row.context(),
                        mark));
            }
        }
        return events;
    }

    private static Event event(Matcher line, String form) {
        int kind = KINDS.get(line.group("name"));
        Map<String, String> fields = new HashMap<>();
        Matcher field = FIELD.matcher(line.group("rest"));
        while (kind != 7 && field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        String cpu = line.group("cpu");
        String flags = "";
        if (!form.equals("script") && line.group("flags") != null) {
            flags = line.group("flags");
        }
        long time = Long.parseLong(line.group("s")) * 1_000_000_000L
                + Long.parseLong((line.group("f") + "000").substring(0, 9));
        return new Event(
                kind,
                Integer.parseInt(cpu != null ? cpu : line.group("lcpu")),
                time,
                kind == 7 ? -1 : Long.decode(fields.get("pfn")),
                Integer.parseInt(fields.getOrDefault("order", fields.getOrDefault("alloc_order", "0"))),
                Integer.parseInt(fields.getOrDefault("migratetype", fields.getOrDefault("alloc_migratetype", "0"))),
                fields.getOrDefault("gfp_flags", ""),
                Integer.parseInt(line.group("pid")),
                line.group("comm"),
                flags,
                kind == 7 ? mark(line.group("rest")) : "");
    }

    private static String mark(String rest) {
        return rest.replaceFirst("^tracing_mark_write: |^ip=tracing_mark_write buf=", "");
    }
}
