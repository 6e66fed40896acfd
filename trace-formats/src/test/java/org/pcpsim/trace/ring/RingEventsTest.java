package org.pcpsim.trace.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.TraceException;

class RingEventsTest {
    private static final PageLayout LAYOUT = new PageLayout(0, 8, 8, 16, 4096);
    private static final PageLayout LAYOUT_32 = new PageLayout(0, 8, 4, 12, 4096);

    /** Pages out of arrays, at an odd place of the buffer as in a block of several. */
    private static final class Given implements Pages {
        private final List<byte[]> pages;
        private final int size;
        private byte[] buffer = {};
        private int next;

        Given(byte[]... pages) {
            this.pages = List.of(pages);
            size = pages[0].length;
        }

        @Override
        public boolean next() {
            if (next == pages.size()) {
                return false;
            }
            buffer = new byte[size + 4096];
            System.arraycopy(pages.get(next++), 0, buffer, 4096, size);
            return true;
        }

        @Override
        public byte[] buffer() {
            return buffer;
        }

        @Override
        public int at() {
            return 4096;
        }

        @Override
        public int pageSize() {
            return size;
        }

        @Override
        public TraceException damage(int at, String found, String expected) {
            return TraceException.atByte("page " + next, at - 4096, found, expected);
        }
    }

    /** Each event as {@code time:length:first byte}, losses as {@code lost count} before it and at the end. */
    private static List<String> read(PageLayout layout, byte[]... pages) throws IOException {
        RingEvents events = new RingEvents(new Given(pages), layout);
        List<String> found = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = events.next();
            if (events.hasLost()) {
                found.add("lost " + events.takeLost());
            }
            if (more) {
                found.add(events.time + ":" + events.length + ":" + events.buffer()[events.at]);
            }
        }
        return found;
    }

    private static List<String> read(byte[]... pages) throws IOException {
        return read(LAYOUT, pages);
    }

    private static byte[] payload(int length, int first) {
        byte[] bytes = new byte[length];
        bytes[0] = (byte) first;
        return bytes;
    }

    @Test
    void deltasAddUpFromTheTimeOfThePage() throws IOException {
        assertThat(read(
                        RingPage.at(1000)
                                .event(0, payload(8, 1))
                                .event(5, payload(112, 2))
                                .bytes(),
                        RingPage.at(5000).event(7, payload(24, 3)).bytes()))
                .containsExactly("1000:8:1", "1005:112:2", "5007:24:3");
    }

    @Test
    void aTimeExtendAddsUpTo59BitsAheadOfTheNextDelta() throws IOException {
        long day = 86_400_000_000_000L;
        assertThat(read(RingPage.at(10).extend(day).event(3, payload(8, 1)).bytes()))
                .containsExactly(day + 13 + ":8:1");
    }

    @Test
    void anAbsoluteStampReplacesTheTimeButForItsHighestBits() throws IOException {
        long high = 5L << 59;
        assertThat(read(RingPage.at(high + 10)
                        .event(0, payload(8, 1))
                        .stamp(12345678901L)
                        .event(2, payload(8, 2))
                        .bytes()))
                .containsExactly(high + 10 + ":8:1", high + 12345678903L + ":8:2");
    }

    @Test
    void anAbsoluteStampThatWrappedIsOfTheNextRound() throws IOException {
        long before = (6L << 59) - 100;
        assertThat(read(RingPage.at(before)
                        .event(0, payload(8, 1))
                        .stamp(50)
                        .event(0, payload(8, 2))
                        .bytes()))
                .containsExactly(before + ":8:1", (6L << 59) + 50 + ":8:2");
    }

    @Test
    void discardedEventsCountInTimeOnly() throws IOException {
        assertThat(read(RingPage.at(100)
                        .event(1, payload(8, 1))
                        .discarded(10, 40)
                        .event(1, payload(8, 2))
                        .bytes()))
                .containsExactly("101:8:1", "112:8:2");
    }

    @Test
    void paddingWithoutATimeEndsThePage() throws IOException {
        assertThat(read(
                        RingPage.at(1)
                                .event(1, payload(8, 1))
                                .empty()
                                .raw(new byte[8])
                                .bytes(),
                        RingPage.at(9).event(1, payload(8, 3)).bytes()))
                .containsExactly("2:8:1", "10:8:3");
    }

    @Test
    void recordsBehindSuchPaddingAreDamage() {
        RingPage page = RingPage.at(1).event(1, payload(8, 1)).empty().event(1, payload(8, 2));
        // Behind the head of 16, a record of 12 and its own 4 bytes are 16 with the padding.
        assertThatThrownBy(() -> read(page.bytes()))
                .hasMessageContainingAll("byte 28", "the end of a page's records", "16 bytes left");
    }

    @Test
    void aLengthThatLeavesRecordsOutIsALoss() throws IOException {
        RingPage page = RingPage.at(1).event(1, payload(8, 1)).event(1, payload(8, 2));
        byte[] next = RingPage.at(9).event(1, payload(8, 3)).bytes();
        assertThat(read(page.bytes(12), next)).containsExactly("2:8:1", "lost -1", "10:8:3");
    }

    @Test
    void aLongEventHasItsLengthInAWordAndIsPaddedToFour() throws IOException {
        assertThat(read(RingPage.at(0)
                        .longEvent(1, payload(1001, 1))
                        .event(1, payload(8, 2))
                        .bytes()))
                .containsExactly("1:1001:1", "2:8:2");
    }

    @Test
    void pagesWithoutDataArePassedOverWhateverTheirTime() throws IOException {
        assertThat(read(
                        RingPage.at(100).event(1, payload(8, 1)).bytes(),
                        RingPage.at(0).bytes(),
                        RingPage.at(200).event(1, payload(8, 2)).bytes()))
                .containsExactly("101:8:1", "201:8:2");
    }

    @Test
    void lostEventsAreToldAheadOfTheNextEvent() throws IOException {
        assertThat(read(
                        RingPage.at(1).event(0, payload(8, 1)).bytes(),
                        RingPage.at(2).missed(4787).event(0, payload(8, 2)).bytes(),
                        RingPage.at(3).missed().event(0, payload(8, 3)).bytes()))
                .containsExactly("1:8:1", "lost 4787", "2:8:2", "lost -1", "3:8:3");
    }

    @Test
    void lossesOfEmptyPagesAddUpToTheNextEventOrTheEnd() throws IOException {
        assertThat(read(
                        RingPage.at(1).missed(3).bytes(),
                        RingPage.at(2).missed(4).event(0, payload(8, 1)).bytes(),
                        RingPage.at(3).missed(5).bytes()))
                .containsExactly("lost 7", "2:8:1", "lost 5");
        assertThat(read(
                        RingPage.at(1).missed(3).bytes(),
                        RingPage.at(2).missed().bytes()))
                .as("a count and no count are no count")
                .containsExactly("lost -1");
    }

    @Test
    void aKernelOf32BitsHasShorterHeads() throws IOException {
        assertThat(read(
                        LAYOUT_32,
                        RingPage.of(4096, 4, 77)
                                .missed(9)
                                .event(3, payload(16, 1))
                                .bytes()))
                .containsExactly("lost 9", "80:16:1");
    }

    @Test
    void largeSubBuffersAreReadWhole() throws IOException {
        RingPage page = RingPage.of(65536, 8, 0);
        for (int i = 0; i < 600; i++) {
            page.event(1, payload(100, i % 100));
        }
        assertThat(read(page.bytes())).hasSize(600).last().isEqualTo("600:100:99");
    }

    @Test
    void moreDataThanThePageHasRoomForIsAnError() {
        assertDamage("at most 4080", RingPage.at(0).bytes(4081));
        assertDamage("at most 4080", RingPage.at(0).bytes(0xf_ffff));
    }

    @Test
    void aStoredCountMustFitBehindTheData() {
        RingPage page = RingPage.at(0).missed(1);
        assertDamage("room for it in the page", page.bytes(4080 - 7));
    }

    @Test
    void recordsBeyondTheDataAreErrors() {
        assertDamage("0 bytes left", RingPage.at(0).header(28, 0).bytes());
        assertDamage("at least 4", RingPage.at(0).event(0, payload(8, 1)).bytes(14));
        assertDamage("at least 8", RingPage.at(0).header(30, 1).bytes());
        assertDamage("at least 8", RingPage.at(0).header(0, 1).bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 4076, 0x7fff_fffc, -1, -4})
    void lengthsThatCannotBeAreErrors(int length) {
        assertDamage("a record of", RingPage.at(0).header(0, 1).word(length).bytes());
        assertDamage("a record of", RingPage.at(0).header(29, 1).word(length).bytes());
    }

    @Test
    void timeNeverRunsBackwardsNorOverflows() {
        assertDamage(
                "not before 101",
                RingPage.at(100).event(1, payload(8, 1)).bytes(),
                RingPage.at(100).event(9, payload(8, 1)).bytes());
        assertDamage("not before 0", RingPage.at(-1).event(1, payload(8, 1)).bytes());
        assertDamage(
                "not before",
                RingPage.at(Long.MAX_VALUE).event(1, payload(8, 1)).bytes());
        assertDamage(
                "not before",
                RingPage.at(Long.MAX_VALUE - 5)
                        .event(0, payload(8, 1))
                        .extend(1L << 58)
                        .bytes());
    }

    private static void assertDamage(String expected, byte[]... pages) {
        assertThatThrownBy(() -> read(pages))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("page " + pages.length + ": byte ")
                .hasMessageContaining(expected);
    }
}
