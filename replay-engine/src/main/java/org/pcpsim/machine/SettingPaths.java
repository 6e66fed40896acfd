package org.pcpsim.machine;

import java.util.ArrayList;
import java.util.List;

/** The paths that can be set on a machine with given zones, and the one that an unknown path is nearest to. */
final class SettingPaths {
    private final List<String> paths = new ArrayList<>();

    SettingPaths(List<ZoneDraft> zones) {
        for (Sysctl sysctl : Sysctl.values()) {
            paths.add(sysctl.path);
        }
        for (ZoneDraft zone : zones) {
            for (ZoneFigure figure : ZoneFigure.values()) {
                paths.add(figure.path(zone));
            }
        }
    }

    /** The error for a path that is not one of these. */
    SettingException unknown(String path) {
        String nearest = paths.get(0);
        int least = Integer.MAX_VALUE;
        for (String known : paths) {
            int distance = distance(path, known);
            if (distance < least) {
                least = distance;
                nearest = known;
            }
        }
        return new SettingException("unknown setting '" + path + "', did you mean " + nearest + "?");
    }

    /** Levenshtein distance, letter case not counted. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int replaced = previous[j - 1] + (same ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
