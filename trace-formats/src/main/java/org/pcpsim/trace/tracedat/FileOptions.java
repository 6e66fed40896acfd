package org.pcpsim.trace.tracedat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.RecordingFacts;
import org.pcpsim.trace.binary.Cursor;

/** The options of a file, in both versions a number, a size and data each. Not thread-safe. */
final class FileOptions {
    static final int DONE = 0;
    static final int BUFFER = 3;
    static final int HEADER_INFO = 16;
    static final int FTRACE_EVENTS = 17;
    static final int EVENT_FORMATS = 18;
    static final int COMMAND_LINES = 21;

    private static final int CPU_STATISTICS = 2;
    private static final int TRACE_CLOCK = 4;
    private static final int UNAME = 5;
    private static final int CPU_COUNT = 8;
    /** Text that names the program which wrote the file. */
    private static final int VERSION = 9;

    /** What {@link TraceDatWriter} calls itself where times are not those of a real machine. */
    static final String TIMING = "pcpsim " + RecordingFacts.TIMING;

    /** The clocks that do not count ns. */
    private static final Set<String> TICKS = Set.of("counter", "uptime", "x86-tsc");

    private static final Pattern CHOSEN = Pattern.compile("\\[([\\w-]{1,40})]");
    private static final Pattern RELEASE = Pattern.compile("Linux \\S+ (\\S+)( .*)?");
    private static final int LARGEST = 1 << 20;
    private static final int MOST_BUFFERS = 64;

    private final CpuStatistics statistics = new CpuStatistics();
    private final List<byte[]> buffers = new ArrayList<>();
    private OptionalInt cpus = OptionalInt.empty();
    private Optional<String> kernel = Optional.empty();
    private String clock = "";
    private Optional<RecordingFacts> facts = Optional.empty();

    /** Reads the size and data of an option and keeps what it says, if that is of use. */
    byte[] read(int id, Cursor cursor) throws IOException {
        int size = cursor.length(cursor.u32("the size of an option"), 4, LARGEST, "an option");
        byte[] data = cursor.bytes(size, "option " + id);
        Cursor inside = Cursor.of(cursor.name() + " (option " + id + ")", data);
        switch (id) {
            case CPU_STATISTICS -> statistics.add(inside.text(size, "statistics"));
            case TRACE_CLOCK -> {
                Matcher chosen = CHOSEN.matcher(inside.text(size, "clocks"));
                clock = chosen.find() ? chosen.group(1) : clock;
            }
            case UNAME -> {
                Matcher release = RELEASE.matcher(inside.text(size, "uname"));
                kernel = release.matches() ? Optional.of(release.group(1)) : kernel;
            }
            case CPU_COUNT -> {
                int count = CpuData.checkCount(inside, inside.u32("the number of CPUs"));
                cpus = count > 0 ? OptionalInt.of(count) : cpus;
            }
            case VERSION -> {
                if (inside.text(size, "a version").equals(TIMING)) {
                    facts = Optional.of(RecordingFacts.ONLY_TIMING);
                }
            }
            case BUFFER -> {
                if (buffers.size() == MOST_BUFFERS) {
                    throw cursor.damage(cursor.position(), "one more buffer", "at most " + MOST_BUFFERS);
                }
                buffers.add(data);
            }
            default -> {}
        }
        return data;
    }

    CpuStatistics statistics() {
        return statistics;
    }

    /** Data of each option that describes a buffer; a copy. */
    List<byte[]> buffers() {
        return List.copyOf(buffers);
    }

    OptionalInt cpus() {
        return cpus;
    }

    Optional<String> kernel() {
        return kernel;
    }

    /** The mark of times that are not those of a real machine, if the file has it. */
    Optional<RecordingFacts> facts() {
        return facts;
    }

    /** Whether times count something else than ns. */
    boolean isTicks() {
        return TICKS.contains(clock);
    }
}
