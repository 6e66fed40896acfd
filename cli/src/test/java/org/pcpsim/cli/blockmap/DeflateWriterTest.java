package org.pcpsim.cli.blockmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcpsim.random.SplitMix64;

/** What we compress, zlib unpacks. */
class DeflateWriterTest {
    static Stream<byte[]> contents() {
        SplitMix64 random = new SplitMix64(9);
        Stream<byte[]> tiny = IntStream.range(0, 40).mapToObj(length -> bytes(random, length, 1 + length % 5));
        Stream<byte[]> runs =
                IntStream.of(1, 2, 3, 257, 258, 259, 260, 261, 517, 100_000).mapToObj(length -> new byte[length]);
        Stream<byte[]> large = Stream.of(
                bytes(random, 70_000, 256),
                bytes(random, 70_000, 2),
                bytes(random, 200_000, 3),
                sparse(random, 500_000));
        // Repeated as far back as can be said, and one further.
        Stream<byte[]> far = IntStream.of(32_767, 32_768, 32_769).mapToObj(period -> repeated(random, period));
        return Stream.of(tiny, runs, large, far).flatMap(all -> all);
    }

    private static byte[] bytes(SplitMix64 random, int length, int values) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(values);
        }
        return bytes;
    }

    /** Mostly the same, as maps are. */
    private static byte[] sparse(SplitMix64 random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length / 100; i++) {
            bytes[random.nextInt(length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] repeated(SplitMix64 random, int period) {
        byte[] bytes = Arrays.copyOf(bytes(random, period, 256), 3 * period);
        System.arraycopy(bytes, 0, bytes, period, period);
        System.arraycopy(bytes, 0, bytes, 2 * period, period);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("contents")
    void zlibUnpacksIt(byte[] content) throws DataFormatException {
        byte[] stream = DeflateWriter.of(content);
        Inflater inflater = new Inflater(true);
        inflater.setInput(stream);
        byte[] unpacked = new byte[content.length + 1];
        int length = inflater.inflate(unpacked);
        assertThat(inflater.finished()).isTrue();
        assertThat(inflater.getRemaining()).isZero();
        assertThat(Arrays.copyOf(unpacked, length)).isEqualTo(content);
        assertThat(InflatedContent.of(stream, 0, stream.length, content.length)).isEqualTo(content);
        assertThat(stream.length).isLessThanOrEqualTo(content.length + content.length / 4 + 1024);
    }

    @Test
    void runsTakeNextToNothing() {
        // 258 bytes a repetition of two bits, and 158 + 1 bytes that say so.
        assertThat(DeflateWriter.of(new byte[258_000]).length).isLessThan(1000 * 2 / 8 + 200);
    }

    @Test
    void aStreamOfAnotherLengthIsRefused() {
        byte[] stream = DeflateWriter.of(new byte[100]);
        assertThatThrownBy(() -> InflatedContent.of(stream, 0, stream.length, 99))
                .isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> InflatedContent.of(stream, 0, stream.length, 101))
                .isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> InflatedContent.of(stream, 0, stream.length - 1, 100))
                .isInstanceOf(DataFormatException.class);
        byte[] longer = Arrays.copyOf(stream, stream.length + 1);
        assertThatThrownBy(() -> InflatedContent.of(longer, 0, longer.length, 100))
                .isInstanceOf(DataFormatException.class);
    }

    @Test
    void codesAreThoseOfTheRule() {
        // Weights 1, 1, 2, 4: depths 3, 3, 2, 1; codes in order of depth and symbol 0, 10, 110, 111.
        HuffmanCode code = HuffmanCode.of(new long[] {1, 0, 1, 2, 4});
        assertThat(IntStream.range(0, 5).map(code::length)).containsExactly(3, 0, 3, 2, 1);
        assertThat(code.code(4)).isZero();
        assertThat(code.code(3)).as("10, first bit lowest").isEqualTo(0b01);
        assertThat(code.code(0)).as("110").isEqualTo(0b011);
        assertThat(code.code(2)).as("111").isEqualTo(0b111);
    }

    @Test
    void noCodeIsLongerThanFifteenBits() {
        long[] fibonacci = new long[60];
        fibonacci[0] = 1;
        fibonacci[1] = 1;
        for (int i = 2; i < fibonacci.length; i++) {
            fibonacci[i] = fibonacci[i - 1] + fibonacci[i - 2];
        }
        HuffmanCode code = HuffmanCode.of(fibonacci);
        long kraft = 0;
        for (int symbol = 0; symbol < fibonacci.length; symbol++) {
            assertThat(code.length(symbol)).isBetween(1, 15);
            kraft += 1L << 15 - code.length(symbol);
        }
        assertThat(kraft).as("a complete code").isEqualTo(1 << 15);
    }

    @Test
    void oneSymbolHasACompanion() {
        HuffmanCode code = HuffmanCode.of(new long[] {0, 0, 7});
        assertThat(IntStream.range(0, 3).map(code::length)).containsExactly(1, 0, 1);
    }
}
