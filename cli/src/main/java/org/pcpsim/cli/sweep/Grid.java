package org.pcpsim.cli.sweep;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every combination of what a sweep varies. Points are made when they are asked for.
 *
 * @param traces at least one; the outermost axis
 * @param models run in every point; empty for those that {@code replay} runs without being told
 * @param axes the last varies fastest
 */
public record Grid(List<String> traces, List<String> models, List<Axis> axes) {
    /** Points that a sweep may have. */
    public static final int MOST_POINTS = 10_000_000;

    /** Copies the lists. */
    public Grid {
        traces = List.copyOf(traces);
        models = List.copyOf(models);
        axes = List.copyOf(axes);
    }

    /** Number of points, {@link #MOST_POINTS} + 1 if there are more than may be. */
    public int size() {
        long size = traces.size();
        for (Axis axis : axes) {
            size = Math.min(MOST_POINTS + 1L, size * axis.values().size());
        }
        return (int) size;
    }

    /**
     * A point.
     *
     * @param number 1 to {@link #size}
     */
    public Point point(int number) {
        int rest = number - 1;
        String[] values = new String[axes.size()];
        for (int i = axes.size() - 1; i >= 0; i--) {
            List<String> all = axes.get(i).values();
            values[i] = all.get(rest % all.size());
            rest /= all.size();
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            named.put(axes.get(i).name(), values[i]);
        }
        return new Point(number, traces.get(rest), models, named);
    }

    /** Digest of all that decides the points, and of the program's version. */
    public String digest(String version) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String text = version + '\0' + traces + '\0' + models + '\0' + axes;
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
