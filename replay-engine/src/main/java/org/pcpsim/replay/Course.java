package org.pcpsim.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcpsim.metrics.MemoryLevels;
import org.pcpsim.result.BlockMap;
import org.pcpsim.result.Series;
import org.pcpsim.series.Interval;
import org.pcpsim.series.MapRecord;
import org.pcpsim.series.Measure;
import org.pcpsim.series.Sampling;
import org.pcpsim.series.SeriesRecord;

/**
 * How a run goes over time, as far as it is taken down: a comparison for each operation, and a look at the end of each
 * interval. Not thread-safe.
 */
final class Course {
    private final boolean byTime;
    private final long scale;
    private final Optional<SeriesRecord> series;
    private final Optional<MapRecord> map;
    private long position;
    private long timeNs;
    private long due;

    /**
     * Begins with a run as it is, at time and operation 0.
     *
     * @param models that share the cells of a map
     * @param scale what the run's times are to be divided by to be ns
     */
    Course(Sampling sampling, CountedRun run, int cpus, int models, long scale) {
        byTime = sampling.interval().unit() == Interval.Unit.NS;
        this.scale = byTime ? scale : 1;
        series = sampling.seriesIntervals() > 0 ? Optional.of(series(sampling, run, cpus, scale)) : Optional.empty();
        map = sampling.mapCells() > 0
                ? Optional.of(new MapRecord(run.model().zones(), sampling, sampling.mapCells() / models))
                : Optional.empty();
        setDue();
    }

    private SeriesRecord series(Sampling sampling, CountedRun run, int cpus, long timeScale) {
        MemoryLevels memory = new MemoryLevels(run.model());
        List<Measure> measures = new ArrayList<>(SeriesMeasures.of(run, cpus, memory));
        if (!byTime) {
            measures.add(Measure.level("timeNs", () -> timeNs / timeScale));
        }
        return new SeriesRecord(measures, memory::look, sampling, SeriesMeasures.cpusEach(cpus));
    }

    /**
     * Something begins.
     *
     * @param time since the first event
     * @param operations that came before it, warmup included
     */
    void passTo(long time, long operations) {
        long to = byTime ? time : operations;
        if (to >= due) {
            long in = to / scale;
            series.ifPresent(record -> record.passTo(in));
            map.ifPresent(record -> record.passTo(in));
            setDue();
        }
        position = to;
        timeNs = time;
    }

    /** Time from which on something is taken down when an operation begins, in ns; {@code origin} is that of the run. */
    long dueTime(long origin) {
        return byTime && due < Long.MAX_VALUE - origin ? due + origin : Long.MAX_VALUE;
    }

    /** Operations after which something is taken down. */
    long dueOperations() {
        return byTime ? Long.MAX_VALUE : due;
    }

    private void setDue() {
        long boundary = Math.min(
                series.map(SeriesRecord::boundary).orElse(Long.MAX_VALUE),
                map.map(MapRecord::boundary).orElse(Long.MAX_VALUE));
        due = boundary > Long.MAX_VALUE / scale ? Long.MAX_VALUE : boundary * scale;
    }

    /** Forgets what was; what is counted begins with the same. */
    void restart(long time, long operations) {
        long at = (byTime ? time : operations) / scale;
        series.ifPresent(record -> record.restart(at));
        map.ifPresent(record -> record.restart(at));
        setDue();
    }

    /** The run is over. */
    void end() {
        series.ifPresent(record -> record.end(position / scale));
        map.ifPresent(record -> record.end(position / scale));
    }

    /** Its figures by interval, if they were wanted; the run must be over. */
    Optional<Series> series() {
        return series.map(SeriesRecord::series);
    }

    /** Its blocks by interval, if they were wanted; the run must be over. */
    Optional<BlockMap> map() {
        return map.map(MapRecord::map);
    }
}
