package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An inspection for people, 80 columns wide. */
public final class InspectionTable {
    private static final List<String> MIGRATETYPES = List.of("unmovable", "movable", "reclaimable", "highatomic");
    private static final int MOST_FLAGS = 8;
    private static final int MOST_PAIRS = 12;
    private static final int MOST_SIZES = 10;
    private static final int LARGEST_MATRIX = 8;
    private static final int FLAGS_WIDTH = 50;

    private final Tree tree;
    private final StringBuilder text = new StringBuilder();

    private InspectionTable(Tree tree) {
        this.tree = tree;
    }

    /** The whole text. */
    public static String of(Tree inspection) {
        InspectionTable table = new InspectionTable(inspection);
        table.text.append(VerdictText.of(inspection)).append('\n');
        table.head();
        table.operations();
        table.flags();
        table.text.append(LifeTables.of(inspection));
        table.cpuPairs();
        table.kernel();
        String notes = QualityNotes.of(inspection);
        table.text.append(notes.isEmpty() ? "" : "\n" + notes);
        return table.text.toString();
    }

    private void head() {
        String name = word("header.name").isEmpty() ? word("trace.path") : word("header.name");
        String description = word("header.description");
        text.append(TextColumns.wrapped(name + (description.isEmpty() ? "" : ": " + description), ""));
        List<String> facts = new ArrayList<>();
        if (!word("header.kernel").isEmpty()) {
            facts.add("Linux " + word("header.kernel"));
        }
        facts.add(Quantity.counted(number("machine.cpus"), "CPU"));
        facts.add(Quantity.counted(number("machine.nodes"), "node"));
        facts.add(Quantity.bytes(number("machine.memoryBytes")));
        text.append(TextColumns.wrapped(
                word("trace.format") + ", " + Quantity.count(number("trace.events")) + " events in "
                        + Quantity.time(number("trace.durationNs")) + "; "
                        + String.join(", ", facts) + " (from " + word("machine.source") + ")",
                ""));
    }

    private void operations() {
        TextTable table = new TextTable().row("operations", "allocs", "frees", "share of allocs");
        long allocs = number("operations.allocs");
        table.row("  all", Quantity.count(allocs), count("operations.frees"));
        table.row("  pages", count("operations.allocPages"), count("operations.freePages"));
        for (int order = 0; order <= 10; order++) {
            long a = number("operations.allocsByOrder." + order);
            long f = number("operations.freesByOrder." + order);
            if (a + f > 0) {
                table.row("  order " + order, Quantity.count(a), Quantity.count(f), share(a, allocs));
            }
        }
        for (int type = 0; type < MIGRATETYPES.size(); type++) {
            long a = number("operations.allocsByMigratetype." + type);
            if (a > 0) {
                table.row("  " + MIGRATETYPES.get(type), Quantity.count(a), "", share(a, allocs));
            }
        }
        text.append('\n').append(table);
    }

    private void flags() {
        List<Tree> flags = tree.trees("gfp");
        if (flags.isEmpty()) {
            return;
        }
        TextTable table = new TextTable().row("gfp flags", "allocs", "share");
        long allocs = number("operations.allocs");
        for (Tree entry : flags.subList(0, Math.min(MOST_FLAGS, flags.size()))) {
            String name = entry.at("flags").map(Tree::text).orElse("");
            long count = number(entry, "allocs");
            table.row(
                    "  " + shortened(name.isEmpty() ? "(none printed)" : name),
                    Quantity.count(count),
                    share(count, allocs));
        }
        if (flags.size() > MOST_FLAGS) {
            table.row("  and " + (flags.size() - MOST_FLAGS) + " more");
        }
        text.append('\n').append(table);
    }

    /** Flags beyond the width are cut: the prefixes that every flag has are taken away first. */
    private static String shortened(String flags) {
        String brief = flags.length() > FLAGS_WIDTH ? flags.replace("__GFP_", "") : flags;
        return brief.length() > FLAGS_WIDTH ? brief.substring(0, FLAGS_WIDTH - 1) + "…" : brief;
    }

    private void cpuPairs() {
        List<Tree> pairs = tree.trees("cpuPairs.pairs");
        if (pairs.isEmpty()) {
            return;
        }
        text.append("\nfreed by another CPU than allocated: ")
                .append(Quantity.share(decimal("cpuPairs.remoteShare")))
                .append(" of ")
                .append(Quantity.count(number("cpuPairs.local") + number("cpuPairs.remote")))
                .append(" frees\n");
        int cpus = 0;
        for (Tree pair : pairs) {
            cpus = Math.max(cpus, (int) Math.max(number(pair, "allocCpu"), number(pair, "freeCpu")) + 1);
        }
        text.append(cpus <= LARGEST_MATRIX ? matrix(pairs, cpus) : mostFrequent(pairs));
    }

    private static TextTable matrix(List<Tree> pairs, int cpus) {
        String[][] cells = new String[cpus][cpus];
        String[] heads = new String[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            Arrays.fill(cells[cpu], "·");
            heads[cpu] = "by " + cpu;
        }
        for (Tree pair : pairs) {
            cells[(int) number(pair, "allocCpu")][(int) number(pair, "freeCpu")] =
                    Quantity.count(number(pair, "frees"));
        }
        TextTable table = new TextTable().row("  of CPU", heads);
        for (int cpu = 0; cpu < cpus; cpu++) {
            table.row("  " + cpu, cells[cpu]);
        }
        return table;
    }

    /** On many CPUs what each freed of its own would fill the table. */
    private static TextTable mostFrequent(List<Tree> all) {
        List<Tree> pairs = all.stream()
                .filter(pair -> number(pair, "allocCpu") != number(pair, "freeCpu"))
                .toList();
        TextTable table = new TextTable().row("  of CPU", "by CPU", "frees");
        for (Tree pair : pairs.subList(0, Math.min(MOST_PAIRS, pairs.size()))) {
            table.row(
                    "  " + number(pair, "allocCpu"),
                    Long.toString(number(pair, "freeCpu")),
                    Quantity.count(number(pair, "frees")));
        }
        if (pairs.size() > MOST_PAIRS) {
            table.row("  and " + Quantity.counted(pairs.size() - MOST_PAIRS, "more pair"));
        }
        return table;
    }

    private void kernel() {
        long events = number("events.zoneLocked") + number("events.pcpuDrain") + number("events.extfrag");
        if (events == 0) {
            text.append("\nThe trace does not say when the kernel refilled and drained: it lacks\n"
                    + "mm_page_alloc_zone_locked, mm_page_pcpu_drain and mm_page_alloc_extfrag.\n");
            return;
        }
        TextTable table =
                new TextTable().row("the kernel's own zone->lock", "times", "per 1,000 allocs", "pages", "pages each");
        runs(table, "refills", "kernel.refills");
        runs(table, "drains on overflow", "kernel.drains");
        runs(table, "drains by decay", "kernel.decay");
        runs(table, "drains of all PCPs", "kernel.drainAll");
        runs(table, "direct allocations", "kernel.direct");
        table.row(
                "  fallbacks to another type",
                count("kernel.extfragEvents"),
                Quantity.short3(decimal("kernel.extfragPerThousandAllocs")));
        text.append('\n').append(table);
        sizes("refill sizes", "kernel.refills");
        sizes("drain sizes", "kernel.drains");
    }

    private void runs(TextTable table, String label, String path) {
        long runs = number(path + ".runs");
        long pages = number(path + ".pages");
        String each = runs == 0 ? "" : Quantity.decimal((double) pages / runs, 1);
        table.row(
                "  " + label,
                Quantity.count(runs),
                Quantity.short3(decimal(path + ".perThousandAllocs")),
                Quantity.count(pages),
                each);
    }

    private void sizes(String label, String path) {
        List<Tree> sizes = new ArrayList<>(tree.trees(path + ".sizes"));
        if (sizes.isEmpty()) {
            return;
        }
        sizes.sort((a, b) -> Long.compare(number(b, "runs"), number(a, "runs")));
        List<String> words = new ArrayList<>();
        for (Tree size : sizes.subList(0, Math.min(MOST_SIZES, sizes.size()))) {
            words.add(Quantity.count(number(size, "pages")) + " × " + Quantity.count(number(size, "runs")));
        }
        if (sizes.size() > MOST_SIZES) {
            words.add(Quantity.counted(sizes.size() - MOST_SIZES, "other size"));
        }
        text.append(TextColumns.wrapped(label + " (pages × times): " + String.join(", ", words), "  "));
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "" : Quantity.share((double) part / whole);
    }

    private String count(String path) {
        return Quantity.count(number(path));
    }

    private long number(String path) {
        return number(tree, path);
    }

    private static long number(Tree tree, String path) {
        return tree.number(path).map(BigDecimal::longValue).orElse(0L);
    }

    private double decimal(String path) {
        return tree.number(path).map(BigDecimal::doubleValue).orElse(0.0);
    }

    private String word(String path) {
        return tree.at(path).map(Tree::text).orElse("");
    }
}
