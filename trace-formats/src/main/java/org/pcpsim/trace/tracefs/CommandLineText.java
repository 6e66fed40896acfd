package org.pcpsim.trace.tracefs;

import java.util.List;

/** A command as somebody would type it: words in quotes where a shell would take them apart. */
final class CommandLineText {
    private static final int LONGEST = 4096;

    private CommandLineText() {}

    static String of(List<String> words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            text.append(text.isEmpty() ? "" : " ");
            text.append(word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'");
            if (text.length() > LONGEST) {
                return text.substring(0, LONGEST) + "…";
            }
        }
        return text.toString();
    }
}
