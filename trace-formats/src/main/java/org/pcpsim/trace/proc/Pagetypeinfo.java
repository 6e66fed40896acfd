package org.pcpsim.trace.proc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.TraceException;

/**
 * {@code /proc/pagetypeinfo}: free chunks and pageblocks of every zone by migratetype.
 *
 * <p>Migratetypes go by the names that the file prints ({@code Unmovable}, {@code Movable}, {@code Reclaimable}, {@code
 * HighAtomic}, with some kernels {@code CMA}, {@code Isolate}), since their numbers differ by configuration.
 *
 * @param pageblockOrder order of a pageblock, 9 on x86-64
 * @param free one entry per zone and type in the file's order
 * @param blocks one entry per zone in the file's order
 */
public record Pagetypeinfo(int pageblockOrder, List<FreeChunks> free, List<Blocks> blocks) {
    private static final int MAX_PAGEBLOCK_ORDER = 20;
    private static final Pattern BLOCK_ORDER = Pattern.compile("Page block order: (\\d{1,9})");
    private static final Pattern BLOCK_PAGES = Pattern.compile("Pages per block: +(\\d{1,9})");
    private static final Pattern FREE = Pattern.compile("Node +(\\d{1,9}), zone +(\\w+), type +(\\w+) +(\\S.*)");
    private static final Pattern BLOCKS = Pattern.compile("Node +(\\d{1,9}), zone +(\\w+) +(\\S.*)");
    private static final String FREE_TITLE = "Free pages count per migrate type at order";
    private static final String BLOCKS_TITLE = "Number of blocks type";

    /**
     * Length of one free list.
     *
     * @param chunks how many chunks
     * @param capped true if the kernel stopped counting there ({@code >100000}): the list is at least that long
     */
    public record Count(long chunks, boolean capped) {}

    /**
     * Free lists of one migratetype in one zone.
     *
     * @param node NUMA node
     * @param zone zone name
     * @param type migratetype as printed
     * @param counts lengths by order, 0–10
     */
    public record FreeChunks(int node, String zone, String type, List<Count> counts) {
        /** Copies the list. */
        public FreeChunks {
            counts = List.copyOf(counts);
        }
    }

    /**
     * Pageblocks of one zone by migratetype.
     *
     * @param node NUMA node
     * @param zone zone name
     * @param byType counts in the file's order of types
     */
    public record Blocks(int node, String zone, List<TypeBlocks> byType) {
        /** Copies the list. */
        public Blocks {
            byType = List.copyOf(byType);
        }
    }

    /**
     * Pageblocks of one migratetype.
     *
     * @param type migratetype as printed
     * @param blocks how many
     */
    public record TypeBlocks(String type, long blocks) {}

    /** Copies the lists. */
    public Pagetypeinfo {
        free = List.copyOf(free);
        blocks = List.copyOf(blocks);
    }

    /**
     * Reads the text of a pagetypeinfo file, which repeats its three parts for every node.
     *
     * @param name what errors call the text
     * @throws TraceException if a line is not what its place asks for, a count is missing, or a zone of the first part
     *     has no line in the last
     */
    public static Pagetypeinfo parse(String name, String text) throws TraceException {
        return new Parser(name, text).parse();
    }

    private static final class Parser {
        private final String name;
        private final ProcLines lines;
        private final List<FreeChunks> free = new ArrayList<>();
        private final List<Blocks> blocks = new ArrayList<>();
        private int pageblockOrder = -1;
        /** Types named by the last title of blocks; empty while in the part of free lists. */
        private List<String> types = List.of();

        private boolean inFree;
        private boolean inMixed;

        Parser(String name, String text) {
            this.name = name;
            this.lines = new ProcLines(name, text);
        }

        Pagetypeinfo parse() throws TraceException {
            while (lines.advance()) {
                line(lines.line());
            }
            if (pageblockOrder < 0) {
                throw TraceException.of(name, "is empty or has no 'Page block order:' line");
            }
            checkComplete();
            return new Pagetypeinfo(pageblockOrder, free, blocks);
        }

        private void line(String line) throws TraceException {
            if (line.isBlank()) {
                return;
            }
            if (line.startsWith("Page block order:")) {
                int order = lines.smallNumber(
                        lines.match(BLOCK_ORDER, "'Page block order: N'").group(1), MAX_PAGEBLOCK_ORDER);
                if (pageblockOrder >= 0 && order != pageblockOrder) {
                    throw lines.bad("the page block order " + pageblockOrder + " of the first node");
                }
                pageblockOrder = order;
                begin(false, false, List.of());
            } else if (line.startsWith("Pages per block:")) {
                String pages = lines.match(BLOCK_PAGES, "'Pages per block: N'").group(1);
                if (pageblockOrder < 0 || lines.number(pages, Integer.MAX_VALUE) != 1L << pageblockOrder) {
                    throw lines.bad("2^order of the 'Page block order' line before it");
                }
            } else if (line.startsWith(FREE_TITLE)) {
                freeTitle(line.substring(FREE_TITLE.length()));
            } else if (line.startsWith(BLOCKS_TITLE)) {
                begin(false, false, List.of(ProcLines.words(line.substring(BLOCKS_TITLE.length()))));
            } else if (line.startsWith("Number of mixed blocks")) {
                begin(false, true, List.of()); // page_owner's own part, of no use here
            } else if (inFree) {
                free.add(freeChunks());
            } else if (!types.isEmpty()) {
                blocks.add(blocks());
            } else if (!inMixed) {
                throw lines.bad("a title such as 'Page block order: N' or '" + FREE_TITLE + "'");
            }
        }

        private void begin(boolean inFree, boolean inMixed, List<String> types) throws TraceException {
            if (pageblockOrder < 0) {
                throw lines.bad("'Page block order: N' first");
            }
            this.inFree = inFree;
            this.inMixed = inMixed;
            this.types = types;
        }

        private void freeTitle(String orders) throws TraceException {
            String[] words = ProcLines.words(orders);
            boolean inOrder = words.length == ProcLines.ORDERS;
            for (int order = 0; inOrder && order < words.length; order++) {
                inOrder = words[order].equals(Integer.toString(order));
            }
            if (!inOrder) {
                throw lines.bad("'" + FREE_TITLE + "' and the orders 0 to 10");
            }
            begin(true, false, List.of());
        }

        private FreeChunks freeChunks() throws TraceException {
            Matcher line = lines.match(FREE, "'Node N, zone NAME, type NAME' and 11 counts");
            String[] words = ProcLines.words(line.group(4));
            if (words.length != ProcLines.ORDERS) {
                throw lines.bad(ProcLines.ORDERS + " counts, one an order");
            }
            List<Count> counts = new ArrayList<>();
            for (int order = 0; order < words.length; order++) {
                boolean capped = words[order].startsWith(">");
                String digits = capped ? words[order].substring(1) : words[order];
                counts.add(new Count(lines.number(digits, ProcLines.MAX_PAGES >> order), capped));
            }
            int node = lines.smallNumber(line.group(1), ProcLines.MAX_NODE);
            return new FreeChunks(node, line.group(2), line.group(3), counts);
        }

        private Blocks blocks() throws TraceException {
            Matcher line = lines.match(BLOCKS, "'Node N, zone NAME' and a count for each type");
            String[] words = ProcLines.words(line.group(3));
            if (words.length != types.size()) {
                throw lines.bad(types.size() + " counts, one a type");
            }
            List<TypeBlocks> byType = new ArrayList<>();
            for (int i = 0; i < words.length; i++) {
                byType.add(new TypeBlocks(types.get(i), lines.number(words[i], ProcLines.MAX_PAGES)));
            }
            return new Blocks(lines.smallNumber(line.group(1), ProcLines.MAX_NODE), line.group(2), byType);
        }

        private void checkComplete() throws TraceException {
            for (FreeChunks list : free) {
                boolean found = blocks.stream()
                        .anyMatch(zone ->
                                zone.node() == list.node() && zone.zone().equals(list.zone()));
                if (!found) {
                    throw lines.missing("the number of blocks of node " + list.node() + ", zone " + list.zone());
                }
            }
            if (blocks.isEmpty()) {
                throw lines.missing("any '" + BLOCKS_TITLE + "' line");
            }
        }
    }
}
