package org.pcpsim.trace.event;

import java.io.IOException;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Cursor;
import org.pcpsim.trace.binary.Place;

/**
 * What tracefs says of a kernel's trace: page header and event formats, as both trace-cmd and perf store it.
 *
 * <p>Each method reads one part from where the cursor is; trace-format spec sections 7.3 to 7.5. Not thread-safe.
 */
public final class TracingData {
    /** What the data begins with: {@code 17 08 44 "tracing"}. */
    public static final String MAGIC = "\u0017\u0008\u0044tracing";

    private static final int LONGEST_HEADER = 64 * 1024;
    private static final int LONGEST_FORMAT = 1 << 20;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_COMMS = 16 << 20;

    private final EventCatalog catalog = new EventCatalog();
    private String pageHeader = "";
    private String commandLines = "";

    /** The formats read so far. */
    public EventCatalog catalog() {
        return catalog;
    }

    /** Text of {@code events/header_page}. */
    public String pageHeader() {
        return pageHeader;
    }

    /**
     * Byte order, size of {@code long} and page size.
     *
     * @return the page size in bytes
     */
    public static int readMachine(Cursor cursor) throws IOException {
        long at = cursor.position();
        int endian = cursor.u8("the byte order");
        if (endian == 1) {
            throw cursor.damage(at, "a big-endian trace", "a little-endian one (others cannot be read)");
        }
        if (endian != 0) {
            throw cursor.damage(at, "byte order " + endian, "0 (little-endian) or 1");
        }
        int longSize = cursor.u8("the size of long");
        if (longSize != 4 && longSize != 8) {
            throw cursor.damage(at + 1, "a long of " + longSize + " bytes", "4 or 8");
        }
        long pageSize = cursor.u32("the page size");
        if (pageSize < 1024 || pageSize > 1 << 20 || Long.bitCount(pageSize) != 1) {
            throw cursor.damage(at + 2, "a page of " + pageSize + " bytes", "a power of two from 1 KiB to 1 MiB");
        }
        return (int) pageSize;
    }

    /** The parts {@code header_page} and {@code header_event}. */
    public void readHeaders(Cursor cursor) throws IOException {
        cursor.expect("header_page");
        pageHeader = sizedText(cursor, LONGEST_HEADER, "header_page");
        cursor.expect("header_event");
        Place place = new Place(cursor.name(), cursor.position());
        RecordHeader.check(sizedText(cursor, LONGEST_HEADER, "header_event"), place);
    }

    /** Formats of the group {@code ftrace}. */
    public void readFtraceFormats(Cursor cursor) throws IOException {
        readFormats("ftrace", cursor);
    }

    /** Formats of all other groups. */
    public void readSystems(Cursor cursor) throws IOException {
        long systems = cursor.u32("the number of event groups");
        for (long i = 0; i < systems; i++) {
            readFormats(cursor.zeroTerminated(LONGEST_NAME, "the name of a group of events"), cursor);
        }
    }

    /** Passes over {@code kallsyms} or the formats of {@code printk}, whose length has 4 bytes. */
    public static void skipSymbols(Cursor cursor, String what) throws IOException {
        cursor.skip(cursor.u32("the length of " + what), what);
    }

    /** The command names of tasks. */
    public void readCommandLines(Cursor cursor) throws IOException {
        commandLines = sizedText(cursor, LONGEST_COMMS, "saved_cmdlines");
    }

    private void readFormats(String system, Cursor cursor) throws IOException {
        long count = cursor.u32("the number of event formats");
        for (long i = 0; i < count; i++) {
            Place place = new Place(cursor.name(), cursor.position() + 8);
            catalog.add(system, sizedText(cursor, LONGEST_FORMAT, "an event format"), place);
        }
    }

    private static String sizedText(Cursor cursor, int limit, String what) throws IOException {
        long length = cursor.bits64("the length of " + what);
        return cursor.text(cursor.length(length, 8, limit, what), what);
    }

    /** Every task of {@code saved_cmdlines}. */
    public Comms comms(TextSymbols symbols) throws IOException {
        Comms comms = new Comms(symbols.input());
        int from = 0;
        while (from < commandLines.length()) {
            int lineEnd = commandLines.indexOf('\n', from);
            int to = lineEnd < 0 ? commandLines.length() : lineEnd;
            addTask(commandLines.substring(from, to), comms, symbols);
            from = to + 1;
        }
        return comms;
    }

    private static void addTask(String line, Comms comms, TextSymbols symbols) throws IOException {
        int blank = line.indexOf(' ');
        String digits = line.substring(0, Math.max(0, blank));
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw TraceException.of(symbols.input(), "saved_cmdlines has '" + line + "', expected a pid and a name");
        }
        comms.put(Integer.parseInt(digits), symbols.intern(line.substring(blank + 1)));
    }
}
