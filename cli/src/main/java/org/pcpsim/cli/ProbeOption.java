package org.pcpsim.cli;

import java.util.List;
import java.util.OptionalLong;
import org.pcpsim.replay.Probe;
import org.pcpsim.trace.json.MemorySize;

/** What {@code --probe} asks for. */
final class ProbeOption {
    private static final long PAGE = 4096;
    private static final long MOST = 1L << 40;
    private static final String EXPECTED = "expected hugepages, hugepages=N or contig=SIZE";

    private ProbeOption() {}

    /** The probe that these words describe; wrong usage if one cannot be understood or is there twice. */
    static Probe parse(List<String> words) {
        OptionalLong hugepages = OptionalLong.empty();
        OptionalLong contig = OptionalLong.empty();
        for (String word : words) {
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            String value = word.substring(Math.min(word.length(), name.length() + 1));
            switch (name) {
                case "hugepages" -> {
                    requireOnce(hugepages, word);
                    hugepages = OptionalLong.of(word.equals(name) ? 0 : pages(word, value));
                }
                case "contig" -> {
                    requireOnce(contig, word);
                    contig = OptionalLong.of(range(word, value));
                }
                default ->
                    throw CommandException.usage(
                            "--probe: found '" + word + "', " + EXPECTED,
                            Nearest.hint(name, List.of("hugepages", "contig")));
            }
        }
        return new Probe(hugepages, contig);
    }

    private static void requireOnce(OptionalLong given, String word) {
        if (given.isPresent()) {
            throw CommandException.usage("--probe: found '" + word + "', which is asked for already");
        }
    }

    private static long pages(String word, String value) {
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw CommandException.usage("--probe: found '" + word + "', expected 1 to 999999999 order-9 pages");
        }
        return Long.parseLong(value);
    }

    private static long range(String word, String value) {
        long size = MemorySize.parse(value).orElse(0);
        if (size < 1024 * PAGE || size > MOST || Long.bitCount(size) != 1) {
            throw CommandException.usage(
                    "--probe: found '" + word + "', expected a power of two from 4M to 1024G, such as contig=1G");
        }
        return size / PAGE;
    }
}
