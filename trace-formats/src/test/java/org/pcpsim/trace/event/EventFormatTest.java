package org.pcpsim.trace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Place;

class EventFormatTest {
    private static final Place PLACE = new Place("t", 77);

    @Test
    void nameIdFieldsAndPrintFormatAreRead() throws TraceException {
        EventFormat format = EventFormat.parse("kmem", """
                name: mm_page_free
                ID: 655
                format:
                \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;

                \tfield:unsigned long pfn;\toffset:8;\tsize:8;\tsigned:0;
                \tfield:unsigned int order;\toffset:16;\tsize:4;\tsigned:0;

                print fmt: "order=%d", REC->order
                """, PLACE);
        assertThat(format.system()).isEqualTo("kmem");
        assertThat(format.name()).isEqualTo("mm_page_free");
        assertThat(format.id()).isEqualTo(655);
        assertThat(format.fields())
                .containsOnlyKeys("common_type", "pfn", "order")
                .containsEntry("pfn", new EventField("pfn", 8, 8));
        assertThat(format.printFormat()).isEqualTo("\"order=%d\", REC->order");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "field:unsigned long caller[8]; offset:16; size:64; signed:0;|caller|16|64",
                "field:char buf[]; offset:16; size:0; signed:0;|buf|16|0",
                "field:__data_loc char[] name; offset:8; size:4; signed:1;|name|8|4",
                "field:u8 comm[ 16 ]; offset:12; size:16;|comm|12|16",
                "field: local_t commit; offset:8; size:8; signed:1;|commit|8|8",
                "field:const void * call_site; offset:8; size:8; signed:0;|call_site|8|8",
                "field:struct page *page; offset:8; size:8; signed:0;|page|8|8"
            })
    void declarationsOfAllKindsAreRead(String line, String name, int offset, int size) {
        assertThat(EventField.of("\t" + line)).contains(new EventField(name, offset, size));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ID: 1|the format of an event",
                "name: x|the format of an event",
                "name: x;ID: 65536|an ID of 0 to 65535",
                "name: x;ID: -1|an ID of 0 to 65535",
                "name: x;ID: 99999999999|an ID of 0 to 65535",
                "name: x;ID: 1;field:int a, offset:8, size:4|a line field:TYPE NAME; offset:N; size:N;",
                "name: x;ID: 1;field:int ]; offset:8; size:4;|a line field:TYPE NAME; offset:N; size:N;",
                "name: x;ID: 1;field:int a; offset:8000000000; size:4;|a line field:TYPE NAME; offset:N; size:N;"
            })
    void textsThatAreNoFormatAreErrorsThatNameThePlace(String lines, String expected) {
        String text = lines.replace(";ID", "\nID").replace(";field", "\nfield");
        assertThatThrownBy(() -> EventFormat.parse("s", text, PLACE))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t: byte 77: found '")
                .hasMessageContaining(expected);
    }

    @Test
    void aHostileDeclarationTakesLinearTime() {
        String words = "a ".repeat(490);
        StringBuilder text = new StringBuilder("name: x\nID: 1\n");
        for (int i = 0; i < 900; i++) {
            text.append("field:").append(words).append("!; offset:8; size:4;\n");
        }
        assertThatThrownBy(() -> EventFormat.parse("s", text.toString(), PLACE)).isInstanceOf(TraceException.class);
    }

    @Test
    void theRecordHeaderMustBeTheOneThatTheReaderKnows() throws TraceException {
        String text = """
                # compressed entry header
                \ttype_len    :    5 bits
                \ttime_delta  :   27 bits
                \tarray       :   32 bits

                \tpadding     : type == 29
                \ttime_extend : type == 30
                \ttime_stamp : type == 31
                \tdata max type_len  == 28
                """;
        RecordHeader.check(text, PLACE);
        for (String[] change : new String[][] {
            {"5 bits", "2 bits"},
            {"27", "30"},
            {"== 29", "== 0"},
            {"== 30", "== 1"},
            {"== 31", "== 2"},
            {"== 28", "== 27"}
        }) {
            assertThatThrownBy(() -> RecordHeader.check(text.replace(change[0], change[1]), PLACE))
                    .as(change[1])
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining("a record header with");
        }
        assertThatThrownBy(() -> RecordHeader.check("nothing\n", PLACE)).isInstanceOf(TraceException.class);
    }
}
