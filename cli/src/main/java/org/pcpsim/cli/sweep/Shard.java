package org.pcpsim.cli.sweep;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a sweep: every so-many-th point.
 *
 * @param index from 1 on
 * @param count of all shards
 */
public record Shard(int index, int count) {
    /** The whole sweep. */
    public static final Shard WHOLE = new Shard(1, 1);

    private static final Pattern FORM = Pattern.compile("(\\d{1,7})/(\\d{1,7})");

    /** A text such as {@code 3/10}; empty if it is none. */
    public static Optional<Shard> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Shard shard = new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
        return shard.index >= 1 && shard.index <= shard.count ? Optional.of(shard) : Optional.empty();
    }

    /** Whether a point is in it. */
    public boolean has(int point) {
        return (point - 1) % count == index - 1;
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
