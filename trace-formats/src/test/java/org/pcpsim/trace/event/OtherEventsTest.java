package org.pcpsim.trace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Place;

/** Events that are none of the six: as long as their format and their own words say, up to alignment. */
class OtherEventsTest {
    private static final int ID = 42;
    private static final int MOST = 200;
    /** Bytes that align, in the ring and once more in perf. */
    private static final int SLACK = 16;

    private static final String NUMBER = "\tfield:u64 x;\toffset:8;\tsize:8;\tsigned:0;\n";

    private static PayloadReader reader(String system, String fields) throws TraceException {
        EventCatalog catalog = new EventCatalog();
        catalog.add(system, CraftedFormats.format("x", ID, fields, "\"x\""), new Place("t", 0));
        return catalog.reader(new TextSymbols("t"), 0);
    }

    /** Lengths at which such an event is read. */
    private static List<Integer> lengths(PayloadReader reader, ByteBuffer event) throws TraceException {
        List<Integer> read = new ArrayList<>();
        for (int length = 8; length <= MOST; length++) {
            Throwable thrown = catchThrowable(new Reading(reader, event.array(), length)::read);
            if (thrown == null) {
                assertThat(reader.kind).isEqualTo(EventKind.OTHER);
                read.add(length);
            } else {
                assertThat(thrown).isInstanceOf(TraceException.class).hasMessageContaining("x of " + length + " bytes");
            }
        }
        return read;
    }

    private record Reading(PayloadReader reader, byte[] event, int length) {
        void read() throws TraceException {
            reader.read(event, 0, length, (at, found, expected) -> TraceException.atByte("t", at, found, expected));
        }
    }

    private static void assertLengths(PayloadReader reader, ByteBuffer event, int least, int most)
            throws TraceException {
        List<Integer> read = lengths(reader, event);
        assertThat(read.get(0)).isEqualTo(least);
        assertThat(read).hasSize(most - least + 1);
    }

    @Test
    void endWithTheirFields() throws TraceException {
        assertLengths(reader("sched", NUMBER), CraftedFormats.event(MOST, ID, 7), 16, 16 + SLACK);
    }

    /** 50 bytes at offset 20. */
    @Test
    void endWithTheDataThatTheySayWhereTheyAre() throws TraceException {
        String fields = NUMBER + "\tfield:__data_loc char[] name;\toffset:16;\tsize:4;\tsigned:0;\n";
        ByteBuffer event = CraftedFormats.event(MOST, ID, 7).putInt(16, 50 << 16 | 20);
        assertLengths(reader("sched", fields), event, 20, 70 + SLACK);
    }

    /** 50 bytes, 4 behind the field, which ends at 20. */
    @Test
    void endWithTheDataThatTheySayHowFarAwayTheyAre() throws TraceException {
        String fields = NUMBER + "\tfield:__rel_loc char[] name;\toffset:16;\tsize:4;\tsigned:0;\n";
        ByteBuffer event = CraftedFormats.event(MOST, ID, 7).putInt(16, 50 << 16 | 4);
        assertLengths(reader("sched", fields), event, 20, 74 + SLACK);
    }

    @Test
    void ofFtraceItselfHaveAnyLength() throws TraceException {
        assertLengths(reader("ftrace", NUMBER), CraftedFormats.event(MOST, ID, 7), 8, MOST);
        String list = "\tfield:unsigned long caller[];\toffset:16;\tsize:0;\tsigned:0;\n";
        assertLengths(reader("sched", NUMBER + list), CraftedFormats.event(MOST, ID, 7), 8, MOST);
    }
}
