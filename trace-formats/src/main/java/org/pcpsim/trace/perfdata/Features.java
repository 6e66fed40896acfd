package org.pcpsim.trace.perfdata;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pcpsim.trace.binary.Cursor;

/** What the header of a file, or the feature records of a pipe, say of the machine. Not thread-safe. */
final class Features {
    static final int TRACING_DATA = 1;
    /** Features are numbered below this. */
    static final int LIMIT = 256;

    private static final int OS_RELEASE = 4;
    private static final int CPUS = 7;
    private static final int TOTAL_MEMORY = 10;
    private static final int EVENT_DESCRIPTIONS = 12;
    private static final int NUMA_TOPOLOGY = 14;
    private static final int LONGEST_TEXT = 4096;
    private static final int MOST_NAMES = 1 << 20;

    private final Map<Long, String> names = new HashMap<>();
    private Optional<String> kernel = Optional.empty();
    private OptionalInt cpus = OptionalInt.empty();
    private OptionalInt nodes = OptionalInt.empty();
    private OptionalLong memoryBytes = OptionalLong.empty();

    /** Takes in a feature; those that are of no use are not looked at. */
    void read(int feature, Cursor cursor) throws IOException {
        switch (feature) {
            case OS_RELEASE -> {
                int length = cursor.length(cursor.u32("the length of a text"), 4, LONGEST_TEXT, "the kernel's release");
                kernel =
                        Optional.of(cursor.text(length, "the kernel's release")).filter(text -> !text.isEmpty());
            }
            case CPUS -> {
                cursor.u32("the number of CPUs");
                cpus = positive(cursor, "the number of CPUs online");
            }
            case TOTAL_MEMORY -> {
                long kib = cursor.u64("the size of the memory");
                memoryBytes = kib > 0 && kib < 1L << 50 ? OptionalLong.of(kib * 1024) : memoryBytes;
            }
            case EVENT_DESCRIPTIONS -> readDescriptions(cursor);
            case NUMA_TOPOLOGY -> nodes = positive(cursor, "the number of nodes");
            default -> {}
        }
    }

    private void readDescriptions(Cursor cursor) throws IOException {
        long events = cursor.u32("the number of events");
        long attributeSize = cursor.u32("the size of an attribute");
        for (long i = 0; i < events; i++) {
            cursor.skip(attributeSize, "an attribute");
            long ids = cursor.u32("the number of an event's numbers");
            int length = cursor.length(cursor.u32("the length of a name"), 4, LONGEST_TEXT, "an event's name");
            String name = cursor.text(length, "an event's name");
            for (long n = 0; n < ids; n++) {
                long id = cursor.bits64("the number of an event");
                if (names.size() < MOST_NAMES) {
                    names.put(id, name);
                }
            }
        }
    }

    private static OptionalInt positive(Cursor cursor, String what) throws IOException {
        long value = cursor.u32(what);
        return value > 0 && value <= Cpus.LIMIT ? OptionalInt.of((int) value) : OptionalInt.empty();
    }

    Optional<String> kernel() {
        return kernel;
    }

    /** What perf calls the event with a number, such as {@code cycles}. */
    Optional<String> name(long id) {
        return Optional.ofNullable(names.get(id));
    }

    /** CPUs online. */
    OptionalInt cpus() {
        return cpus;
    }

    OptionalInt nodes() {
        return nodes;
    }

    OptionalLong memoryBytes() {
        return memoryBytes;
    }
}
