package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.OperationWriter;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;

/** Sections of operations beside the events: both come back. */
class PcptOperationsTest {
    private static List<String> types(byte[] file) {
        return CraftedOperations.sections(file).stream().map(Section::type).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OBOOBBO", "BO", "OOOB", "BBB", "OO", ""})
    void comeBackInTheirOrderWhereverTheyStand(String order) throws IOException {
        CraftedOperations crafted = CraftedOperations.of(order);
        byte[] file = crafted.bytes();
        assertThat((int) file[8]).isEqualTo(3);
        assertThat(CraftedOperations.read(file)).isEqualTo(crafted.operations);
        assertThat(CraftedPcpt.read(file)).isEqualTo(crafted.events);
        assertThat(CraftedOperations.summary(file, false)).hasValue(CraftedOperations.SUMMARY);
        assertThat(types(file).stream().filter(Section.OPERATIONS::equals))
                .hasSize((int) order.chars().filter(c -> c == 'O').count());
    }

    /** A block is written when the events after it come, or the end: operations given meanwhile stand before it. */
    @Test
    void standWhereTheyWereWritten() throws IOException {
        assertThat(types(CraftedOperations.of("OBOOBBO").bytes()))
                .containsExactly("META", "OPER", "OPER", "OPER", "BLCK", "BLCK", "OPER", "BLCK", "INDX");
    }

    @Test
    void haveOneByteToOneMebibyte() throws IOException {
        CraftedOperations crafted = CraftedOperations.ofSections(1, PackedOperations.MAX_BYTES, 2, 70_000, 1);
        assertThat(CraftedOperations.read(crafted.bytes())).isEqualTo(crafted.operations);
    }

    @Test
    void theEventsAreThoseOfAFileWithout() throws IOException {
        CraftedPcpt plain = CraftedPcpt.wild(9, 3000, 1);
        assertThat((int) plain.bytes()[8]).isEqualTo(1);
        byte[] both = plain.bytes(writer -> {
            writer.expectOperations();
            writer.writeOperations(new byte[] {5}, 1);
            writer.summarize(new byte[0]);
        });
        assertThat((int) both[8]).isEqualTo(3);
        assertThat(CraftedPcpt.read(both)).isEqualTo(plain.expected).isEqualTo(CraftedPcpt.read(plain.bytes()));
        assertThat(CraftedOperations.summary(both, false)).hasValue(new byte[0]);
    }

    @Test
    void aShortTraceOfSeveralCpusIsWrittenWithout() throws IOException {
        for (int events : new int[] {16_384, 16_385}) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            try (OperationWriter writer = (OperationWriter) new PcptFormat().create(file, TraceHeader.EMPTY)) {
                writer.expectOperations();
                writer.writeOperations(new byte[1], 1);
                Symbols symbols = new Symbols();
                EventBatch batch = new EventBatch();
                for (int i = 0; i < events; i++) {
                    if (batch.isFull()) {
                        writer.write(batch, symbols);
                        batch.clear(i);
                    }
                    batch.add(EventKind.ALLOC, i & 1, i);
                }
                writer.write(batch, symbols);
                writer.summarize(new byte[1]);
            }
            assertThat((int) file.toByteArray()[8]).isEqualTo(events == 16_384 ? 2 : 3);
            assertThat(CraftedOperations.summary(file.toByteArray(), false).isPresent())
                    .isEqualTo(events > 16_384);
        }
    }

    @Test
    void filesWithoutHaveNone() throws IOException {
        assertThat(CraftedOperations.summary(CraftedPcpt.wild(1, 100, 1).bytes(), false))
                .isEmpty();
        assertThat(CraftedOperations.summary(CraftedPcpt.pages(1, 100, 2).bytes(), false))
                .isEmpty();
    }
}
