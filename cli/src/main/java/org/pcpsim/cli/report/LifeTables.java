package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.util.List;

/** How long chunks lived, how soon pages came back and how many were live, for people. */
final class LifeTables {
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int WIDEST = 64;

    private final Tree tree;
    private final StringBuilder text = new StringBuilder();

    private LifeTables(Tree tree) {
        this.tree = tree;
    }

    static String of(Tree inspection) {
        LifeTables tables = new LifeTables(inspection);
        tables.lifetimes();
        tables.live();
        tables.reuse();
        return tables.text.toString();
    }

    private void lifetimes() {
        TextTable table = new TextTable().row("lifetimes", "chunks", "pages", "share of chunks");
        long ended = number("lifetimes.ended");
        for (Tree decade : tree.trees("lifetimes.byDecade")) {
            long chunks = number(decade, "chunks");
            table.row(
                    "  up to " + bound(number(decade, "toNs")),
                    Quantity.count(chunks),
                    Quantity.count(number(decade, "pages")),
                    share(chunks, ended));
        }
        table.row(
                "  live at the end",
                Quantity.count(number("lifetimes.stillLive")),
                Quantity.count(number("lifetimes.stillLivePages")));
        text.append('\n').append(table);
        if (tree.at("lifetimes.percentilesNs").isPresent()) {
            text.append("  half up to ")
                    .append(Quantity.time(number("lifetimes.percentilesNs.p50")))
                    .append(", 90 % up to ")
                    .append(Quantity.time(number("lifetimes.percentilesNs.p90")))
                    .append(", 99 % up to ")
                    .append(Quantity.time(number("lifetimes.percentilesNs.p99")))
                    .append('\n');
        }
    }

    private static String bound(long ns) {
        return Quantity.time(ns).replace(".00", "").replace(".0", "");
    }

    /** One character for each interval or two, as high as the most that was live in it. */
    private void live() {
        List<Tree> intervals = tree.trees("live.intervals");
        long peak = number("lifetimes.peakLivePages");
        if (intervals.size() < 2 || peak == 0) {
            return;
        }
        int each = (intervals.size() + WIDEST - 1) / WIDEST;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < intervals.size(); i += each) {
            long most = 0;
            for (int k = i; k < Math.min(i + each, intervals.size()); k++) {
                most = Math.max(most, number(intervals.get(k), "maxPages"));
            }
            line.append(BARS.charAt((int) Math.min(BARS.length() - 1, most * BARS.length() / peak)));
        }
        text.append("\nlive pages of the trace, ")
                .append(Quantity.count(peak))
                .append(" at most; a column is ")
                .append(Quantity.time((double) number("live.intervalNs") * each))
                .append("\n  ")
                .append(line)
                .append('\n');
    }

    private void reuse() {
        long same = number("reuse.sameCpuPages");
        long all = same + number("reuse.otherCpuPages") + number("reuse.unseenPages");
        if (all == 0) {
            return;
        }
        TextTable table = new TextTable().row("reuse distance (pages of that CPU)", "pages", "share of pages");
        for (Tree decade : tree.trees("reuse.byDecade")) {
            long pages = number(decade, "pages");
            table.row("  under " + Quantity.count(number(decade, "to")), Quantity.count(pages), share(pages, all));
        }
        long other = number("reuse.otherCpuPages");
        table.row("  another CPU took them", Quantity.count(other), share(other, all));
        long unseen = number("reuse.unseenPages");
        table.row("  not seen freed", Quantity.count(unseen), share(unseen, all));
        text.append('\n').append(table);
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "" : Quantity.share((double) part / whole);
    }

    private long number(String path) {
        return number(tree, path);
    }

    private static long number(Tree tree, String path) {
        return tree.number(path).map(BigDecimal::longValue).orElse(0L);
    }
}
