package org.pcpsim.trace.input;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.pcpsim.trace.TraceException;

/**
 * The bounds of what is read of one input.
 *
 * @param changed those that are not as {@link Limit#usual}
 */
public record Limits(Map<Limit, Long> changed) {
    /** All as usual. */
    public static final Limits DEFAULT = new Limits(Map.of());

    /** 64 MiB: content that a tiny file may have, whatever the {@link Limit#RATIO}. */
    public static final long FREE_CONTENT = 64L << 20;

    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException if a value is below 1 or above {@link Limit#most}
     */
    public Limits {
        for (Map.Entry<Limit, Long> entry : changed.entrySet()) {
            if (entry.getValue() < 1 || entry.getValue() > entry.getKey().most()) {
                throw new IllegalArgumentException(entry.getKey().option() + "=" + entry.getValue() + ", expected 1 to "
                        + entry.getKey().most());
            }
        }
        Map<Limit, Long> copy = new EnumMap<>(Limit.class);
        copy.putAll(changed);
        changed = Collections.unmodifiableMap(copy);
    }

    /** The same but for one; throws like the constructor. */
    public Limits with(Limit limit, long value) {
        Map<Limit, Long> copy = new EnumMap<>(Limit.class);
        copy.putAll(changed);
        copy.put(limit, value);
        return new Limits(copy);
    }

    /** The value of one. */
    public long get(Limit limit) {
        return changed.getOrDefault(limit, limit.usual());
    }

    /**
     * The error for an input that has more than it may.
     *
     * @param place the input, with line or byte where known
     */
    public TraceException exceeded(String place, Limit limit) {
        return TraceException.of(place, "has " + expected(limit));
    }

    /** What an error says of a limit, after what was found. */
    public String expected(Limit limit) {
        String raised = get(limit) == limit.most()
                ? "; more cannot be read"
                : "; --max " + limit.option() + "=N raises this limit";
        return "more than " + get(limit) + " " + limit.what() + raised;
    }
}
