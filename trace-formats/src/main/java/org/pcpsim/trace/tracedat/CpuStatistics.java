package org.pcpsim.trace.tracedat;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many events the kernel says each CPU lost: the per-CPU {@code stats} files that trace-cmd stores.
 *
 * <p>A text {@code Buffer: NAME} says whose the texts behind it are. Not thread-safe.
 */
final class CpuStatistics {
    private static final Pattern BUFFER = Pattern.compile("(?m)^Buffer: (.*)$");
    private static final Pattern CPU = Pattern.compile("(?m)^CPU: (\\d{1,9})$");
    private static final Pattern LINE = Pattern.compile("(?m)^(overrun|commit overrun|dropped events): (\\d{1,18})$");

    private final Map<String, Long> overwritten = new HashMap<>();
    private final Map<String, Long> dropped = new HashMap<>();
    private String buffer = "";

    /** Takes in the next text. */
    void add(String text) {
        Matcher name = BUFFER.matcher(text);
        if (name.find()) {
            buffer = name.group(1);
        }
        Matcher cpu = CPU.matcher(text);
        if (!cpu.find()) {
            return;
        }
        String key = key(buffer, cpu.group(1));
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            boolean ahead = line.group(1).equals("overrun");
            (ahead ? overwritten : dropped).merge(key, Long.parseLong(line.group(2)), Long::sum);
        }
    }

    /** Events that were overwritten before they could be read. */
    long overwritten(String name, int cpu) {
        return overwritten.getOrDefault(key(name, Integer.toString(cpu)), 0L);
    }

    /** Events for which there was no room. */
    long dropped(String name, int cpu) {
        return dropped.getOrDefault(key(name, Integer.toString(cpu)), 0L);
    }

    private static String key(String name, String cpu) {
        return cpu + " " + name;
    }
}
