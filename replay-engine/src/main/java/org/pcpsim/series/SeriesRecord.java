package org.pcpsim.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.pcpsim.result.Series;

/**
 * Figures of a run, interval by interval.
 *
 * <p>Running totals are kept as they stood at the end of each interval, so intervals merge without loss, and what counts of
 * all intervals sum to is what the run counted. Memory: 8 bytes a figure and interval. Not thread-safe.
 */
public final class SeriesRecord implements Intervals.Rows {
    private static final long PS = 1000;

    private final List<Measure> measures;
    private final Runnable look;
    private final Interval interval;
    private final boolean asked;
    private final int cpusEach;
    private final Intervals intervals;
    private long[][] rows = new long[16][];
    private long[] base;
    private long end;

    /**
     * Begins with the run as it is, at position 0.
     *
     * @param measures what is taken down
     * @param look called before a row is read
     * @param sampling how long intervals are, and how many
     * @param cpusEach CPUs that share a row of the figures by CPU
     */
    public SeriesRecord(List<Measure> measures, Runnable look, Sampling sampling, int cpusEach) {
        this.measures = List.copyOf(measures);
        this.look = look;
        this.interval = sampling.interval();
        this.asked = sampling.asked();
        this.cpusEach = cpusEach;
        intervals = new Intervals(this, interval.length(), sampling.seriesIntervals());
        base = row();
    }

    /** Forgets the past: counts begin now, at a position. */
    public void restart(long position) {
        intervals.restart(position);
        base = row();
    }

    /** First position after the interval that is under way. */
    public long boundary() {
        return intervals.boundary();
    }

    /** Ends every interval that lies before a position. */
    public void passTo(long position) {
        intervals.passTo(position);
    }

    /** The run ended at a position. */
    public void end(long position) {
        end = intervals.end(position);
    }

    private long[] row() {
        look.run();
        long[] row = new long[measures.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = measures.get(i).now().getAsLong();
        }
        return row;
    }

    @Override
    public void store(int first, int last) {
        if (last > rows.length) {
            rows = Arrays.copyOf(rows, Math.max(last, rows.length * 2));
        }
        Arrays.fill(rows, first, last, row());
    }

    @Override
    public void move(int from, int to) {
        rows[to] = rows[from];
    }

    /** All intervals; the run must have ended. */
    public Series series() {
        List<Series.Column> columns = new ArrayList<>();
        for (int i = 0; i < measures.size(); i++) {
            columns.add(column(i));
        }
        return new Series(
                interval.unit().name().toLowerCase(java.util.Locale.ROOT),
                intervals.start(),
                intervals.length(),
                intervals.count(),
                end,
                asked && intervals.grew() ? OptionalLong.of(interval.length()) : OptionalLong.empty(),
                cpusEach,
                columns);
    }

    private Series.Column column(int index) {
        Measure measure = measures.get(index);
        long[] values = new long[intervals.count()];
        long before = 0;
        for (int i = 0; i < values.length; i++) {
            long now = rows[i][index];
            switch (measure.kind()) {
                case COUNT -> now -= base[index];
                case TIME -> now = (now - base[index] + PS / 2) / PS;
                default -> before = 0;
            }
            values[i] = now - before;
            before = now;
        }
        return new Series.Column(measure.path(), measure.kind() == Measure.Kind.RATIO, values);
    }
}
