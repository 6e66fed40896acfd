package org.pcpsim.cli.report;

import static org.pcpsim.cli.report.Figure.count;
import static org.pcpsim.cli.report.Figure.index;
import static org.pcpsim.cli.report.Figure.number;
import static org.pcpsim.cli.report.Figure.percent;
import static org.pcpsim.cli.report.Figure.share;
import static org.pcpsim.cli.report.Figure.time;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A group of rows of the result table under one heading.
 *
 * @param heading over the rows
 * @param figures the rows
 */
public record Section(String heading, List<Figure> figures) {

    /** Longest label of a row that a design names. */
    private static final int LONGEST = 24;

    private static final String SYSTEM_TIME = "system time, without waiting";

    /** Every section, in order. */
    public static final List<Section> ALL = List.of(
            new Section(
                    "zone->lock",
                    List.of(
                            count("taken", "zoneLock.acquisitions"),
                            count("  refill", "zoneLock.byPath.refill"),
                            count("  drain", "zoneLock.byPath.drain"),
                            count("  decay", "zoneLock.byPath.decay"),
                            count("  remote expire", "zoneLock.byPath.remoteExpire"),
                            count("  direct alloc", "zoneLock.byPath.directAlloc"),
                            count("  direct free", "zoneLock.byPath.directFree"),
                            count("  trylock alloc", "zoneLock.byPath.trylockAlloc"),
                            count("  trylock free", "zoneLock.byPath.trylockFree"),
                            count("  drain all", "zoneLock.byPath.drainAll"),
                            count("  other", "zoneLock.byPath.other"),
                            count("pages moved", "zoneLock.pages"),
                            number("pages each time", "zoneLock.pagesPerAcquisition"),
                            time("held", "zoneLock.holdNs"),
                            time("longest hold", "zoneLock.holdMaxNs"),
                            time("99 % of holds under", "zoneLock.holdP99Ns"),
                            count("list operations", "zoneLock.work.listOps"),
                            count("splits", "zoneLock.work.splits"),
                            count("merges", "zoneLock.work.merges"),
                            count("pages scanned", "zoneLock.work.pagesScanned"))),
            new Section(
                    "per-CPU pages",
                    List.of(
                            count("allocs from the list", "pcp.hits"),
                            count("refills", "pcp.refills"),
                            count("  pages", "pcp.refillPages"),
                            count("drains", "pcp.drains"),
                            count("  pages", "pcp.drainPages"),
                            count("pages decayed", "pcp.decayPages"),
                            count("splits", "pcp.splits"),
                            count("merges", "pcp.merges"),
                            count("frees to the owner", "pcp.routedFrees"),
                            count("locks of other CPUs", "pcpLock.remote"))),
            new Section(
                    "refill phases (pages)",
                    List.of(
                            count("recover", "refillPhases.recover.pages"),
                            count("claim", "refillPhases.claim.pages"),
                            count("sub-block", "refillPhases.subBlock.pages"),
                            count("fallback", "refillPhases.fallback.pages"))),
            new Section(
                    "partial blocks",
                    List.of(
                            count("remembered", "partialBlocks.remembered"),
                            count("recovered", "partialBlocks.recovered"),
                            count("pages remembered", "partialBlocks.pagesRemembered"),
                            count("pages recovered", "partialBlocks.pagesRecovered"),
                            share("recovery rate", "partialBlocks.recoveryRate"),
                            count("pages lost to others", "partialBlocks.pagesLost"),
                            number("on a list, mean", "partialBlocks.listLengthMean"))),
            new Section(
                    "pageblocks",
                    List.of(
                            count("free at the end", "blocks.end.free"),
                            number("free, mean", "blocks.mean.free"),
                            number("mixed types, mean", "blocks.mean.mixed"),
                            number("shared by CPUs, mean", "blocks.mean.shared"),
                            number("owned, mean", "blocks.mean.owned"),
                            number("partial, mean", "blocks.mean.partial"),
                            count("all", "blocks.end.total"))),
            new Section(
                    "fragmentation",
                    List.of(
                            index("unusable for order 9, mean", "fragmentation.mean.unusableFreeIndex9"),
                            index("  worst", "fragmentation.worst.unusableFreeIndex9"),
                            count("fallbacks to other types", "fragmentation.extfragEvents"))),
            new Section(
                    "CMA blocks",
                    List.of(
                            count("all", "cma.blocks"),
                            count("pages taken of them", "cma.pagesTaken"),
                            number("free pages, mean", "cma.mean.freePages"),
                            share("  of all free pages", "cma.mean.freeShare"),
                            number("free pages at the end", "cma.end.freePages"),
                            share("  of all free pages", "cma.end.freeShare"))),
            new Section(
                    "waiting",
                    List.of(
                            time("for zone->lock", "zoneLock.waitNs"),
                            count("  times", "zoneLock.contended"),
                            time("  longest", "zoneLock.waitMaxNs"),
                            time("  99 % under", "zoneLock.waitP99Ns"),
                            time("for per-CPU locks", "pcpLock.waitNs"),
                            count("  times", "pcpLock.contended"),
                            count("  in vain, allocs", "pcpLock.allocTrylockFailures"),
                            count("  in vain, frees", "pcpLock.freeTrylockFailures"),
                            share("share of allocator time", "sysProxy.lockWaitShare"))),
            new Section(
                    "latency",
                    List.of(
                            time("alloc, median", "latency.alloc.p50Ns"),
                            time("  99 % under", "latency.alloc.p99Ns"),
                            time("  99.9 % under", "latency.alloc.p999Ns"),
                            time("  longest", "latency.alloc.maxNs"),
                            time("free, median", "latency.free.p50Ns"),
                            time("  99 % under", "latency.free.p99Ns"),
                            time("  99.9 % under", "latency.free.p999Ns"),
                            time("  longest", "latency.free.maxNs"))),
            new Section(
                    "virtual time of all CPUs",
                    List.of(
                            time("span", "virtualTime.spanNs"),
                            time("  busy", "virtualTime.busyNs"),
                            time("  waiting for locks", "virtualTime.lockWaitNs"),
                            time("  waiting for allocs", "virtualTime.allocWaitNs"),
                            time("  waiting for frees", "virtualTime.freeWaitNs"),
                            count("operations a second", "throughput.operationsPerSecond"))),
            new Section(
                    SYSTEM_TIME,
                    List.of(
                            time("allocator", "sysProxy.allocatorNs"),
                            time("  each alloc", "sysProxy.nsPerAlloc"),
                            time("  each free", "sysProxy.nsPerFree"),
                            percent("share of sys", "sysProxy.sysPercent"))),
            hugepages("probe: order-9 pages", "probes."),
            range("probe: one range", "probes."));

    private static Section hugepages(String heading, String path) {
        return new Section(
                heading,
                List.of(
                        count("got", path + "hugepages.got"),
                        count("  without draining", path + "hugepages.withoutDraining"),
                        count("  after draining", path + "hugepages.afterDraining"),
                        count("  below every mark", path + "hugepages.belowMarks"),
                        count("pages drained for them", path + "hugepages.drainedPages"),
                        number("zone->lock for each", path + "hugepages.locks.zoneLock.perRequest"),
                        time("  held in all", path + "hugepages.locks.zoneLock.holdNs"),
                        time("  longest", path + "hugepages.locks.zoneLock.holdMaxNs"),
                        number("per-CPU locks for each", path + "hugepages.locks.pcpLock.perRequest"),
                        time("  held in all", path + "hugepages.locks.pcpLock.holdNs"),
                        time("  longest", path + "hugepages.locks.pcpLock.holdMaxNs")));
    }

    private static Section range(String heading, String path) {
        return new Section(
                heading,
                List.of(
                        count("ranges", path + "contig.ranges"),
                        count("  free", path + "contig.free"),
                        count("  free after draining", path + "contig.freeAfterDraining"),
                        count("  with moving", path + "contig.movable"),
                        count("  barred", path + "contig.barred"),
                        count("cheapest: to move", path + "contig.cheapest.movePages"),
                        count("  on PCPs", path + "contig.cheapest.pcpPages"),
                        count("  of CPUs", path + "contig.cheapest.pcps"),
                        count("pages drained", path + "contig.drainedPages"),
                        count("zone->lock for that", path + "contig.locks.zoneLock.acquisitions"),
                        time("  held in all", path + "contig.locks.zoneLock.holdNs"),
                        time("  longest", path + "contig.locks.zoneLock.holdMaxNs"),
                        count("per-CPU locks for that", path + "contig.locks.pcpLock.acquisitions")));
    }

    /** Every section, those of probes on the way, and one of what only some of these models count, under the names that they gave it. */
    public static List<Section> of(List<Tree> models) {
        Set<String> names = new LinkedHashSet<>();
        for (Tree model : models) {
            model.at("own").ifPresent(own -> names.addAll(((Tree) own).fields().keySet()));
        }
        List<Section> sections = new ArrayList<>(ALL);
        Set<String> moments = new LinkedHashSet<>();
        for (Tree model : models) {
            model.at("probes.during")
                    .ifPresent(during -> moments.addAll(((Tree) during).fields().keySet()));
        }
        for (String moment : moments) {
            sections.add(hugepages("probe at " + moment + ": order-9 pages", "probes.during." + moment + "."));
            sections.add(range("probe at " + moment + ": one range", "probes.during." + moment + "."));
        }
        sections.add(new Section(
                "of the design",
                names.stream().map(name -> count(words(name), "own." + name)).toList()));
        return sections;
    }

    /** A name in camel case as words, cut to fit. */
    private static String words(String name) {
        String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST - 1) + "…";
    }

    /** Heading of a section by the order of the replay. */
    public String heading(boolean timed) {
        return timed && heading.equals(SYSTEM_TIME) ? "system time, with waiting" : heading;
    }
}
