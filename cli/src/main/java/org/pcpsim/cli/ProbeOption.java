package org.pcpsim.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.pcpsim.replay.Probe;
import org.pcpsim.replay.ProbeMoment;
import org.pcpsim.replay.ProbePlan;
import org.pcpsim.replay.Warmup;
import org.pcpsim.trace.json.MemorySize;

/** What {@code --probe} asks for. */
final class ProbeOption {
    private static final long PAGE = 4096;
    private static final long MOST = 1L << 40;
    private static final String EXPECTED = "expected hugepages, hugepages=N or contig=SIZE, with @MOMENT or without";

    /** No moment of a replay is written so. */
    private static final String AT_END = "end of the replay";

    private ProbeOption() {}

    /** What these words ask for, and when; wrong usage if one cannot be understood or is there twice. */
    static ProbePlan parse(List<String> words) {
        Map<String, Probe> byMoment = new LinkedHashMap<>();
        for (String word : words) {
            int at = word.indexOf('@');
            String moment = at < 0 ? AT_END : word.substring(at + 1);
            Probe asked = byMoment.getOrDefault(moment, Probe.NONE);
            byMoment.put(moment, with(asked, word, at < 0 ? word : word.substring(0, at)));
        }
        List<ProbeMoment> during = new ArrayList<>();
        byMoment.forEach((moment, probe) -> {
            if (!moment.equals(AT_END)) {
                during.add(moment(moment, probe));
            }
        });
        return new ProbePlan(byMoment.getOrDefault(AT_END, Probe.NONE), during);
    }

    private static Probe with(Probe asked, String word, String what) {
        String name = what.contains("=") ? what.substring(0, what.indexOf('=')) : what;
        String value = what.substring(Math.min(what.length(), name.length() + 1));
        switch (name) {
            case "hugepages" -> {
                requireOnce(asked.hugepages(), word);
                return new Probe(OptionalLong.of(what.equals(name) ? 0 : pages(word, value)), asked.contig());
            }
            case "contig" -> {
                requireOnce(asked.contig(), word);
                return new Probe(asked.hugepages(), OptionalLong.of(range(word, value)));
            }
            default ->
                throw CommandException.usage(
                        "--probe: found '" + word + "', " + EXPECTED,
                        Nearest.hint(name, List.of("hugepages", "contig")));
        }
    }

    private static ProbeMoment moment(String text, Probe probe) {
        Warmup after = WarmupOption.after(text)
                .orElseThrow(() -> CommandException.usage("--probe: found '@" + text
                        + "', expected a time such as @2s or @500ms, or operations such as @100000op"));
        return new ProbeMoment(text, after.ns(), after.operations(), probe);
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
