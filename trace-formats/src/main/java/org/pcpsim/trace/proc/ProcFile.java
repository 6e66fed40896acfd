package org.pcpsim.trace.proc;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pcpsim.trace.TraceException;

/** The /proc files that a snapshot may hold. */
public enum ProcFile {
    /** {@link Zoneinfo}. */
    ZONEINFO("zoneinfo"),
    /** {@link Buddyinfo}. */
    BUDDYINFO("buddyinfo"),
    /** {@link Pagetypeinfo}. */
    PAGETYPEINFO("pagetypeinfo"),
    /** {@link Vmstat}. */
    VMSTAT("vmstat"),
    /** {@code /proc/meminfo}, kept as text: nothing here reads it. */
    MEMINFO("meminfo"),
    /** {@link Stat}. */
    STAT("stat");

    private final String fileName;

    ProcFile(String fileName) {
        this.fileName = fileName;
    }

    /** The file's name below {@code /proc}. */
    public String fileName() {
        return fileName;
    }

    /** The file of that name. */
    public static Optional<ProcFile> of(String fileName) {
        return Arrays.stream(values())
                .filter(file -> file.fileName.equals(fileName))
                .findFirst();
    }

    /** All names, in the order of a snapshot. */
    public static List<String> fileNames() {
        return Arrays.stream(values()).map(ProcFile::fileName).toList();
    }

    /**
     * Checks that a text can be read as this file.
     *
     * @param name what errors call the text
     * @throws TraceException if it cannot
     */
    public void check(String name, String text) throws TraceException {
        switch (this) {
            case ZONEINFO -> Zoneinfo.parse(name, text);
            case BUDDYINFO -> Buddyinfo.parse(name, text);
            case PAGETYPEINFO -> Pagetypeinfo.parse(name, text);
            case VMSTAT -> Vmstat.parse(name, text);
            case STAT -> Stat.parse(name, text);
            case MEMINFO -> {
                if (text.isBlank()) {
                    throw TraceException.of(name, "is empty, expected a name and a number a line");
                }
            }
        }
    }
}
