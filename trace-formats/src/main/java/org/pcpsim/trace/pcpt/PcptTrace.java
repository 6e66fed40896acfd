package org.pcpsim.trace.pcpt;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.input.Limits;
import org.pcpsim.trace.input.SeekableContent;
import org.pcpsim.trace.json.JsonHeader;

/**
 * An opened {@code .pcpt} file: its header, its index, and a cursor for each CPU.
 *
 * <p>Memory follows the index (about 80 bytes a block) and the blocks that cursors are in (20 bytes an event). Not
 * thread-safe, its cursors included; threads open one each over the same content. Closing it leaves the content open.
 */
public final class PcptTrace implements Closeable {
    private static final int MAX_WARNINGS = 10;

    private final SeekableContent content;
    private final boolean allowDamaged;
    private final Limits limits;
    private TraceHeader header = TraceHeader.EMPTY;
    private boolean wholeIndex;
    private boolean mixed;
    private boolean hasOperations;
    private Optional<PcptIndex.OperationsEntry> operations = Optional.empty();
    private final Map<Integer, List<BlockEntry>> blocks = new TreeMap<>();
    private final Symbols symbols = new Symbols();
    private final BlockDecoder decoder = new BlockDecoder(symbols);
    /** What a block of all CPUs has of each. */
    private final Map<BlockEntry, Block> parts = new HashMap<>();

    private final Deque<Block> spares = new ArrayDeque<>();
    private final List<String> warnings = new ArrayList<>();
    private long damages;

    private PcptTrace(SeekableContent content, boolean allowDamaged, Limits limits) {
        this.content = content;
        this.limits = limits;
        this.allowDamaged = allowDamaged;
    }

    /** Opens a file within the usual limits, see {@link #open(SeekableContent, boolean, Limits)}. */
    public static PcptTrace open(SeekableContent content, boolean allowDamaged) throws IOException {
        return open(content, allowDamaged, Limits.DEFAULT);
    }

    /**
     * Opens a file.
     *
     * @param allowDamaged whether intact blocks of a cut or damaged file are read, what is missing becoming events of
     *     {@link org.pcpsim.trace.EventKind#LOST}
     * @param limits of the metadata, which are JSON
     * @throws TraceException if it is not what the format says
     * @throws IOException if it cannot be read
     */
    public static PcptTrace open(SeekableContent content, boolean allowDamaged, Limits limits) throws IOException {
        PcptTrace trace = new PcptTrace(content, allowDamaged, limits);
        try {
            trace.read();
            return trace;
        } catch (IOException | RuntimeException e) {
            trace.close();
            throw e;
        }
    }

    private void read() throws IOException {
        checkStart();
        header = readHeader();
        List<BlockEntry> all;
        try {
            PcptIndex index = PcptIndex.read(content, hasOperations);
            all = index.blocks();
            operations = index.operations();
            wholeIndex = true;
        } catch (TraceException e) {
            damaged(e);
            all = PcptIndex.search(content);
        }
        for (BlockEntry block : all) {
            if (block.isMixed()) {
                addMixed(block, all.size());
            } else {
                add(block);
            }
        }
    }

    /** What the file says of the trace and its recording. */
    public TraceHeader header() {
        return header;
    }

    /** The texts of the blocks read up to now. */
    public Symbols symbols() {
        return symbols;
    }

    /** The CPUs that have events. */
    public SortedSet<Integer> cpus() {
        return new TreeSet<>(blocks.keySet());
    }

    /** Events in the blocks that the file has. */
    public long events() {
        return blocks.values().stream()
                .flatMap(List::stream)
                .mapToLong(BlockEntry::rows)
                .sum();
    }

    /** A cursor before the first event of a CPU; of a CPU without events, at its end. Costs nothing until it is read. */
    public CpuCursor cursor(int cpu) {
        return new CpuCursor(this, cpu, blocks.getOrDefault(cpu, List.of()));
    }

    /** Damage met up to now, the first of it in words. */
    public List<String> warnings() {
        List<String> all = new ArrayList<>(warnings);
        if (damages > MAX_WARNINGS) {
            all.add(damages - MAX_WARNINGS + " more places are damaged");
        }
        return all;
    }

    /** Whether all blocks are known that there ever were. */
    boolean hasWholeIndex() {
        return wholeIndex;
    }

    String name() {
        return content.name();
    }

    /** The operations, unless there are none, or something is missing or may be. */
    Optional<PackedOperations> operations() {
        return allowDamaged
                ? Optional.empty()
                : operations.map(entry -> new PcptOperations(content, entry, events(), blocks.size(), decoder.zstd()));
    }

    /** All blocks by CPU. */
    Map<Integer, List<BlockEntry>> blocks() {
        return blocks;
    }

    /** A block, unpacked. */
    Block load(BlockEntry entry) throws IOException {
        Block part = parts.get(entry);
        return part == null ? unpack(entry) : part;
    }

    private Block unpack(BlockEntry entry) throws IOException {
        Section section = Section.at(content, entry.offset(), Section.BLOCK);
        if (section.end() - section.offset() != entry.length()) {
            throw damage(entry, section.length() + " bytes", entry.length() - Section.HEADER + " as in the index");
        }
        Block block = spares.isEmpty() ? new Block() : spares.pop();
        try {
            decoder.read(section.payload(content), entry, block);
            return block;
        } catch (BlockDamage e) {
            throw damage(entry, e.found, e.expected);
        }
    }

    /** Takes back a block that is no longer needed. */
    void release(Block block) {
        if (parts.isEmpty()) {
            spares.push(block);
        }
    }

    /**
     * Takes note of damage.
     *
     * @throws TraceException the damage itself, unless it is allowed
     */
    void damaged(TraceException e) throws TraceException {
        if (!allowDamaged) {
            throw e;
        }
        damages++;
        if (warnings.size() < MAX_WARNINGS) {
            String message = e.getMessage();
            String place = name() + ": ";
            warnings.add(message.startsWith(place) ? message.substring(place.length()) : message);
        }
    }

    /** Takes note of missing events, which have been counted where their blocks are missing; throws like {@link #damaged}. */
    void skipped(TraceException e) throws TraceException {
        if (!allowDamaged) {
            throw e;
        }
    }

    private TraceException damage(BlockEntry entry, String found, String expected) {
        return TraceException.atByte(name(), entry.offset(), found, expected + " in the block that begins here");
    }

    private void checkStart() throws IOException {
        byte[] start = new byte[PcptLayout.START];
        content.readFully(0, start, 0, start.length);
        if (!PcptLayout.isStart(start, start.length)) {
            throw TraceException.atByte(name(), 0, "other bytes", "those that a .pcpt file begins with");
        }
        int version = PcptLayout.int32(start, 8);
        if (version < PcptLayout.VERSION || version > PcptLayout.VERSION_OPERATIONS) {
            throw TraceException.atByte(
                    name(), 8, "version " + Integer.toUnsignedString(version), "version 1 to 3, which can be read");
        }
        mixed = version == PcptLayout.VERSION_MIXED;
        hasOperations = version == PcptLayout.VERSION_OPERATIONS;
    }

    private TraceHeader readHeader() throws IOException {
        try {
            byte[] payload =
                    Section.at(content, PcptLayout.START, Section.METADATA).payload(content);
            return JsonHeader.readCompressed(name() + " (metadata)", new ByteArrayInputStream(payload), limits);
        } catch (TraceException e) {
            damaged(e);
            return TraceHeader.EMPTY;
        }
    }

    private void addMixed(BlockEntry block, int count) throws IOException {
        if (!mixed || count != 1) {
            damaged(damage(block, "a block of all CPUs", "one only, of a file of version 2,"));
            return;
        }
        try {
            Block all = unpack(block);
            for (Map.Entry<Integer, Block> part : MixedBlock.parts(all).entrySet()) {
                BlockEntry entry = MixedBlock.entry(block, part.getKey(), part.getValue());
                parts.put(entry, part.getValue());
                add(entry);
            }
        } catch (TraceException e) {
            if (!allowDamaged) {
                throw e;
            }
            // Nobody knows of which CPUs: whoever reads this one finds the damage, and the loss of all.
            add(block.withCpu(0));
        }
    }

    private void add(BlockEntry block) throws TraceException {
        List<BlockEntry> ofCpu = blocks.computeIfAbsent(block.cpu(), cpu -> new ArrayList<>());
        BlockEntry before = ofCpu.isEmpty() ? null : ofCpu.get(ofCpu.size() - 1);
        long expected = before == null ? 0 : before.rowsBefore() + before.rows();
        if (before != null && !block.follows(before)) {
            damaged(damage(block, block.toString(), "a block that follows " + before));
            return;
        }
        if (block.rowsBefore() != expected && wholeIndex) {
            damaged(damage(block, block.rowsBefore() + " events before", expected + " events before"));
        }
        ofCpu.add(block);
    }

    @Override
    public void close() {
        decoder.close();
    }
}
