package org.pcpsim.trace.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.TraceInput;

class CursorTest {
    private static void assertDamage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(TraceException.class).hasMessage(message);
    }

    @Test
    void numbersAndTextsAreReadOneAfterTheOther() throws IOException {
        Bytes bytes = new Bytes().u8(200).u16(50_000).u32(3_000_000_000L).u64(1L << 40);
        Cursor cursor = Cursor.of(
                "t", bytes.text("name\0rest\0\0").raw(new byte[] {1, 2}).array());
        assertThat(cursor.u8("a")).isEqualTo(200);
        assertThat(cursor.u16("a")).isEqualTo(50_000);
        assertThat(cursor.u32("a")).isEqualTo(3_000_000_000L);
        assertThat(cursor.u64("a")).isEqualTo(1L << 40);
        cursor.expect("name");
        assertThat(cursor.text(6, "a")).as("up to a NUL").isEqualTo("rest");
        assertThat(cursor.position()).isEqualTo(26);
        assertThat(cursor.bytes(2, "a")).containsExactly(1, 2);
        assertThat(cursor.remaining()).isZero();
    }

    @Test
    void nothingIsReadBehindTheEnd() throws IOException {
        Cursor cursor = Cursor.of("t", new byte[3]);
        cursor.u16("a");
        assertDamage(
                () -> cursor.u32("the size"),
                "t: byte 3: found 'end of the section', expected the size from byte 2 on: the file is cut, or a length is"
                        + " wrong");
        assertThatThrownBy(() -> cursor.skip(2, "a part")).isInstanceOf(TraceException.class);
        assertThatThrownBy(() -> cursor.skip(-1, "a part")).isInstanceOf(TraceException.class);
        assertThat(cursor.u8("a")).isZero();
    }

    @Test
    void lengthsAreComparedWithTheirLimitAndWithWhatIsThere() throws IOException {
        Cursor cursor =
                Cursor.of("t", new Bytes().u64(9).u64(-1).u64(3).text("abc").array());
        long nine = cursor.u64("a");
        assertDamage(
                () -> cursor.length(nine, 8, 8, "a name"), "t: byte 0: found '9', expected a name of at most 8 bytes");
        assertDamage(() -> cursor.u64("a"), "t: byte 8: found '18446744073709551615', expected a below 2^63");
        assertThat(cursor.length(cursor.u64("a"), 8, 8, "a name")).isEqualTo(3);
        assertThatThrownBy(() -> cursor.length(4, 8, 8, "a name")).isInstanceOf(TraceException.class);
    }

    @Test
    void aTextWithoutItsEndIsAnError() {
        assertDamage(
                () -> Cursor.of("t", "abcdef".getBytes()).zeroTerminated(4, "a name"),
                "t: byte 0: found 'abcd', expected a name of at most 4 bytes and a NUL");
        assertDamage(
                () -> Cursor.of("t", "abcdef".getBytes()).expect("abcde"),
                "t: byte 0: found 'abcdef', expected 'abcde' and a NUL");
    }

    @Test
    void aStretchOfAFileIsReadThroughAWindow(@TempDir Path folder) throws IOException {
        Bytes bytes = new Bytes();
        for (int i = 0; i < 20_000; i++) {
            bytes.u32(i);
        }
        Path file = folder.resolve("f");
        Files.write(file, bytes.array());
        try (TraceInput input = TraceInput.open(file)) {
            Cursor cursor = Cursor.of(input.seekable(), 40, 79_999);
            for (int i = 10; i < 19_999; i++) {
                assertThat(cursor.u32("a")).isEqualTo(i);
            }
            assertThatThrownBy(() -> cursor.u32("a")).hasMessageContaining("byte 79999: found 'end of the section'");
            Cursor all = Cursor.of(input.seekable(), 0, Long.MAX_VALUE);
            assertThat(all.bytes(80_000, "a")).isEqualTo(bytes.array());
            assertThatThrownBy(() -> all.u8("a")).hasMessageContaining("byte 80000: found 'end of file'");
            assertThat(Cursor.of(input.seekable(), 1L << 40, Long.MAX_VALUE).remaining())
                    .isZero();
        }
    }
}
