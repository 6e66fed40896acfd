package org.pcpsim.trace.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.Damage;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.TraceInput;

/**
 * Reads text line by line with a byte scanner; allocates nothing per event but the texts of marks.
 *
 * <p>{@link UsualLine} reads most lines, the {@link TextForm} any line. Times are ns; where the trace clock counts something else they are its
 * ticks, and {@link #warnings} says so. A {@link EventKind#LOST} row has the time of the event that follows it if that
 * is of the same CPU.
 */
final class TextReader implements TraceReader {
    private static final int TICKS = 0;
    private static final int NOT_SEEN = -1;
    private static final int UNKNOWN_COUNT = -1;

    private final Lines lines;
    private final Damage damage;
    private final TextForm form;
    private final LineHead head;
    private final UsualLine usual;
    private final KmemFields fields;
    private final Texts texts;
    private final TraceHeader header;
    private final List<String> warnings = new ArrayList<>();
    private final long[] lastTime = new long[LineHead.CPU_LIMIT];
    private Optional<LostLine> lost = Optional.empty();
    private int fraction = NOT_SEEN;
    private long rows;
    private long lostRows;
    private boolean atLine;

    /** Reads up to the first line that is not of the header. */
    TextReader(TraceInput input, TextForm form) throws IOException {
        this(input.name(), input.stream(), form, input.options());
    }

    /** Reads a stream that messages call by the name; throws like the other. */
    TextReader(String name, InputStream input, TextForm form) throws IOException {
        this(name, input, form, ReadOptions.DEFAULT);
    }

    private TextReader(String name, InputStream input, TextForm form, ReadOptions options) throws IOException {
        damage = new Damage(options);
        this.form = form;
        head = form.head;
        lines = new Lines(name, input, options.limits(), damage);
        fields = new KmemFields(lines, form.allowsTail());
        texts = new Texts(lines);
        usual = new UsualLine(texts, form.flags, lastTime);
        Arrays.fill(lastTime, NOT_SEEN);
        while (atLine = lines.advance()) {
            if (!form.takesHeader(lines)) {
                break;
            }
        }
        header = form.header();
    }

    @Override
    public TraceHeader header() {
        return header;
    }

    @Override
    public Symbols symbols() {
        return texts.symbols();
    }

    @Override
    public List<String> warnings() {
        List<String> all = new ArrayList<>(damage.warnings());
        all.addAll(warnings);
        return List.copyOf(all);
    }

    @Override
    public boolean read(EventBatch batch) throws IOException {
        batch.clear(rows);
        // A line may add a row for lost events and one of its own, and the end one more.
        while (atLine && batch.size < EventBatch.CAPACITY - 2) {
            tryLine(batch);
            if (lost.isEmpty()) {
                usual.read(lines, batch, fraction);
            }
            atLine = lines.advance();
            if (!atLine) {
                finish(batch);
            }
        }
        rows += batch.size;
        return batch.size > 0;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Reads the line; one that is damaged becomes a loss of unknown size where that is allowed. */
    private void tryLine(EventBatch batch) throws TraceException {
        int size = batch.size;
        long lostBefore = lostRows;
        Optional<LostLine> pending = lost;
        try {
            readLine(batch);
        } catch (TraceException e) {
            damage.accept(e);
            batch.size = size;
            lostRows = lostBefore;
            lost = pending;
            addDamaged(batch);
        }
    }

    private void addDamaged(EventBatch batch) {
        int last = batch.size - 1;
        int cpu = last < 0 ? 0 : batch.cpu[last];
        long time = last < 0 ? Math.max(lastTime[0], 0) : batch.time[last];
        batch.aux[batch.add(EventKind.LOST, cpu, time)] = UNKNOWN_COUNT;
        lostRows++;
    }

    private void readLine(EventBatch batch) throws TraceException {
        byte[] text = lines.text;
        if (!head.parse(text, lines.from, lines.to)) {
            readOtherLine(batch);
            return;
        }
        checkTime();
        if (lost.isPresent()) {
            addLost(batch, head.cpu == lost.get().cpu() ? head.time : timeBefore(lost.get()));
        }
        lastTime[head.cpu] = head.time;
        int code = texts.event(head.nameFrom, head.nameTo);
        int row = batch.add((byte) Math.min(code, EventKind.OTHER), head.cpu, head.time);
        batch.pid[row] = head.pid;
        int comm = texts.comm(head.commFrom, head.commTo);
        batch.comm[row] = comm;
        usual.learn(text, lines.from, head, comm);
        batch.context[row] = texts.context(head.flagsFrom, head.flagsTo);
        readFields(batch, row, code);
    }

    private void readFields(EventBatch batch, int row, int code) throws TraceException {
        switch (code) {
            case EventKind.ALLOC -> {
                fields.read(
                        head.fieldsFrom, KmemFields.PFN | KmemFields.ORDER | KmemFields.MIGRATETYPE | KmemFields.GFP);
                fields.allowNoPage();
                int gfp = texts.gfp(fields.gfpFrom, fields.gfpTo);
                batch.gfpText[row] = texts.gfpSymbol(gfp);
                batch.gfp[row] = texts.gfpBits(gfp, fields.migratetype);
                batch.migratetype[row] = (byte) fields.migratetype;
            }
            case EventKind.FREE -> {
                fields.read(head.fieldsFrom, KmemFields.PFN | KmemFields.ORDER);
                fields.requirePage();
            }
            case EventKind.FREE_BATCHED -> {
                fields.read(head.fieldsFrom, KmemFields.PFN);
                fields.requirePage();
            }
            case EventKind.ZONE_LOCKED -> {
                fields.read(
                        head.fieldsFrom,
                        KmemFields.PFN | KmemFields.ORDER | KmemFields.MIGRATETYPE | KmemFields.REFILL);
                fields.requirePage();
                batch.migratetype[row] = (byte) fields.migratetype;
                batch.aux[row] = fields.refill;
            }
            case EventKind.PCPU_DRAIN -> {
                fields.read(head.fieldsFrom, KmemFields.PFN | KmemFields.ORDER | KmemFields.MIGRATETYPE);
                fields.requirePage();
                batch.migratetype[row] = (byte) fields.migratetype;
            }
            case EventKind.EXTFRAG -> {
                fields.read(
                        head.fieldsFrom,
                        KmemFields.PFN
                                | KmemFields.ORDER
                                | KmemFields.MIGRATETYPE
                                | KmemFields.FALLBACK_ORDER
                                | KmemFields.FALLBACK_MIGRATETYPE
                                | KmemFields.OWNERSHIP);
                fields.requirePage();
                batch.migratetype[row] = (byte) fields.migratetype;
                batch.aux[row] = Extfrag.pack(fields.fallbackOrder, fields.fallbackMigratetype, fields.ownership);
            }
            case EventKind.MARK -> {
                batch.aux[row] = texts.mark(form.markFrom(lines), lines.to);
                return;
            }
            default -> {
                batch.aux[row] = code - Texts.OTHER_BASE;
                return;
            }
        }
        batch.pfn[row] = fields.pfn;
        batch.order[row] = (byte) fields.order;
    }

    private void checkTime() throws TraceException {
        if (head.time < lastTime[head.cpu]) {
            throw lines.damage(
                    head.timeFrom,
                    head.timeTo,
                    "a time not before the last event of CPU " + head.cpu + " (" + lastTime[head.cpu] + " ns)"
                            + form.backwards());
        }
        if (head.fraction != fraction) {
            changeFraction();
        }
    }

    private void changeFraction() throws TraceException {
        if (fraction != NOT_SEEN && (head.fraction == TICKS || fraction == TICKS)) {
            throw lines.damage(head.timeFrom, head.timeTo, "a time in the unit of the lines before");
        }
        if (head.fraction == TICKS) {
            warnings.add("times are ticks of an unknown unit (trace clock counter, uptime or x86-tsc), taken as ns");
        }
        fraction = head.fraction;
    }

    /** Anything but an event: nothing of interest, a report of lost events, or damage. */
    private void readOtherLine(EventBatch batch) throws TraceException {
        if (form.ignores(lines)) {
            return;
        }
        LostLine found = form.lost(lines).orElseThrow(() -> form.damage(lines));
        if (lost.isPresent()) {
            addLost(batch, timeBefore(lost.get()));
        }
        lost = Optional.of(found);
    }

    /** Time of the last event of the CPU, or of the last line's event if there was none. */
    private long timeBefore(LostLine line) {
        long time = lastTime[line.cpu()];
        return time == NOT_SEEN ? head.time : time;
    }

    private void addLost(EventBatch batch, long time) {
        LostLine line = lost.orElseThrow();
        int row = batch.add(EventKind.LOST, line.cpu(), time);
        batch.aux[row] = line.count();
        lost = Optional.empty();
        lostRows++;
    }

    private void finish(EventBatch batch) {
        if (lost.isPresent()) {
            addLost(batch, timeBefore(lost.get()));
        }
        if (lines.isCut()) {
            addDamaged(batch);
        }
        long events = rows + batch.size - lostRows;
        form.entries().ifPresent(entries -> {
            if (entries != events) {
                warnings.add("the header says " + entries + " entries in the buffer, " + events + " were read");
            }
        });
    }
}
