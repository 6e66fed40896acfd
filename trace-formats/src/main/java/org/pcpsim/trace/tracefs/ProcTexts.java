package org.pcpsim.trace.tracefs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.proc.ProcFile;

/**
 * What /proc and /sys say of this machine. Files that a kernel does not have are left out.
 *
 * @param proc where /proc is
 * @param sys where /sys is
 */
record ProcTexts(Path proc, Path sys) {
    /** Read first and last, so that a trace can mark exactly what lies between: zones, then event counters. */
    private static final List<ProcFile> ORDER = List.of(
            ProcFile.ZONEINFO,
            ProcFile.BUDDYINFO,
            ProcFile.PAGETYPEINFO,
            ProcFile.MEMINFO,
            ProcFile.STAT,
            ProcFile.VMSTAT);

    private static final List<String> SYSCTLS = List.of(
            "percpu_pagelist_high_fraction",
            "watermark_scale_factor",
            "watermark_boost_factor",
            "min_free_kbytes",
            "stat_interval");

    private static final int ROOM = 64 * 1024;
    private static final Pattern LAST_NUMBER = Pattern.compile("(\\d{1,7})\\s*$");
    private static final Pattern CHOSEN = Pattern.compile("\\[(\\w+)]");

    /** What is told of each file that has been read. */
    interface Listener {
        void read(ProcFile file) throws IOException;
    }

    /** The texts of a snapshot by file name. */
    Map<String, String> snapshot(Listener listener) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (ProcFile file : ORDER) {
            Optional<String> text = text(proc.resolve(file.fileName()));
            if (text.isPresent()) {
                texts.put(file.fileName(), text.get());
                listener.read(file);
            }
        }
        return texts;
    }

    /** Release of the kernel. */
    Optional<String> kernel() throws IOException {
        return text(proc.resolve("sys/kernel/osrelease")).map(String::trim);
    }

    /** One more than the largest CPU that is online. */
    OptionalInt cpus() throws IOException {
        return countTo(sys.resolve("devices/system/cpu/online"));
    }

    /** One more than the largest node that is online. */
    OptionalInt nodes() throws IOException {
        return countTo(sys.resolve("devices/system/node/online"));
    }

    /** Settings by path, as {@code recording.json} holds them. */
    Map<String, String> sysctls() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : SYSCTLS) {
            text(proc.resolve("sys/vm").resolve(name)).ifPresent(value -> settings.put("vm." + name, value.trim()));
        }
        Matcher thp = CHOSEN.matcher(
                text(sys.resolve("kernel/mm/transparent_hugepage/enabled")).orElse(""));
        if (thp.find()) {
            settings.put("thp", thp.group(1));
        }
        return settings;
    }

    private static OptionalInt countTo(Path ranges) throws IOException {
        Matcher last = LAST_NUMBER.matcher(text(ranges).orElse(""));
        return last.find() ? OptionalInt.of(Integer.parseInt(last.group(1)) + 1) : OptionalInt.empty();
    }

    /** With room for all from the first call on: some files below /proc/sys give nothing to a second one. */
    private static Optional<String> text(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            byte[] buffer = new byte[ROOM];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                text.write(buffer, 0, count);
            }
            return Optional.of(text.toString(StandardCharsets.UTF_8));
        }
    }
}
