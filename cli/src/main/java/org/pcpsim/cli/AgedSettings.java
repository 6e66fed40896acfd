package org.pcpsim.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.zone.AgedMix;

/** The settings {@code aged.NAME=PERCENT} of {@code --set}: what {@code --initial aged} is made of. */
final class AgedSettings {
    private static final String PREFIX = "aged.";

    /** Least and largest percent, and what it is if it is not given. */
    private record Range(int least, int most, int usual) {}

    private static final Map<String, Range> RANGES = new LinkedHashMap<>();

    static {
        RANGES.put("used", new Range(0, 95, AgedMix.DEFAULT.used()));
        RANGES.put("partial", new Range(0, 100, AgedMix.DEFAULT.partial()));
        RANGES.put("fill", new Range(5, 95, AgedMix.DEFAULT.fill()));
        RANGES.put("unmovable", new Range(0, 50, AgedMix.DEFAULT.unmovable()));
        RANGES.put("reclaimable", new Range(0, 50, AgedMix.DEFAULT.reclaimable()));
    }

    private AgedSettings() {}

    /** Whether a setting is one of these. */
    static boolean isOne(String setting) {
        return setting.startsWith(PREFIX);
    }

    /** The mix that settings say, others among them; of two for one name the later holds. Or wrong usage. */
    static AgedMix of(List<String> settings) {
        Map<String, Integer> percent = new LinkedHashMap<>();
        RANGES.forEach((name, range) -> percent.put(name, range.usual()));
        for (String setting : settings) {
            if (isOne(setting)) {
                int equals = setting.indexOf('=');
                String name = setting.substring(PREFIX.length(), Math.max(PREFIX.length(), equals));
                if (!RANGES.containsKey(name)) {
                    throw CommandException.usage("--set: found '" + setting
                            + "', expected aged.NAME=PERCENT with a name of " + String.join(", ", RANGES.keySet()));
                }
                percent.put(name, value(setting, name, setting.substring(equals + 1)));
            }
        }
        return new AgedMix(
                percent.get("used"),
                percent.get("partial"),
                percent.get("fill"),
                percent.get("unmovable"),
                percent.get("reclaimable"));
    }

    private static int value(String setting, String name, String text) {
        Range range = RANGES.get(name);
        int value = text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
        if (value < range.least() || value > range.most()) {
            throw CommandException.usage(
                    "--set: found '" + setting + "', expected " + range.least() + " to " + range.most() + " percent");
        }
        return value;
    }
}
