package org.pcpsim.trace.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static byte[] slack(String text) {
        return (text + "\n\n\n\n\n\n\n\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void searchesAgreeWithALookAtEachByte() {
        long seed = 7;
        Random random = new Random(seed);
        byte[] alphabet = {' ', ' ', ' ', ':', ':', '!', 0x21, (byte) 0xa0, (byte) 0xba, 0x1f, 0x0b, '9', 0, (byte) 0xff
        };
        for (int round = 0; round < 20_000; round++) {
            byte[] text = new byte[41 + Words.SLACK];
            for (int i = 0; i < text.length; i++) {
                text[i] = alphabet[random.nextInt(alphabet.length)];
            }
            text[40] = '\n';
            int from = random.nextInt(20);
            int to = from + random.nextInt(20);
            assertThat(Words.blank(text, from, to))
                    .as("seed %d", seed)
                    .isEqualTo(first(text, from, to, ' ', ' ', true));
            assertThat(Words.blankOrColon(text, from, to)).isEqualTo(first(text, from, to, ' ', ':', true));
            assertThat(Words.notBlank(text, from, to)).isEqualTo(first(text, from, to, ' ', ' ', false));
            text[random.nextInt(40)] = '\n';
            assertThat(Words.lineFeed(text, from, to)).isEqualTo(first(text, from, to, '\n', '\n', true));
        }
    }

    private static int first(byte[] text, int from, int to, int a, int b, boolean wanted) {
        int i = from;
        while (i < to && (text[i] == a || text[i] == b) != wanted) {
            i++;
        }
        return i;
    }

    @Test
    void everyByteIsADigitOrNot() {
        for (int at = 0; at < 8; at++) {
            for (int c = 0; c < 256; c++) {
                byte[] text = slack("00000000");
                text[at] = (byte) c;
                boolean decimal = c >= '0' && c <= '9';
                boolean hexadecimal = decimal || c >= 'a' && c <= 'f';
                assertThat(Words.digits(Words.at(text, 0))).isEqualTo(decimal ? 8 : at);
                assertThat(Words.hexDigits(Words.at(text, 0))).isEqualTo(hexadecimal ? 8 : at);
            }
        }
    }

    @Test
    void numbersAreReadAsJavaReadsThem() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            int digits = 1 + random.nextInt(8);
            StringBuilder decimal = new StringBuilder();
            StringBuilder hexadecimal = new StringBuilder();
            for (int n = 0; n < digits; n++) {
                decimal.append(Character.forDigit(random.nextInt(10), 10));
                hexadecimal.append(Character.forDigit(random.nextInt(16), 16));
            }
            assertThat(Words.decimal(Words.at(slack(decimal.toString()), 0), digits))
                    .isEqualTo(Integer.parseInt(decimal.toString()));
            assertThat(Words.hexadecimal(Words.at(slack(hexadecimal.toString()), 0), digits))
                    .isEqualTo(Long.parseLong(hexadecimal.toString(), 16));
        }
    }

    @Test
    void byteSymbolsAgreeWithAMap() {
        Random random = new Random(3);
        ByteSymbols symbols = new ByteSymbols();
        Map<String, Integer> known = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            StringBuilder key = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                key.append((char) ('a' + random.nextInt(2)));
            }
            byte[] text = slack("pp" + key);
            int value = symbols.get(text, 2, 2 + key.length());
            assertThat(value).isEqualTo(known.getOrDefault(key.toString(), ByteSymbols.ABSENT));
            if (value == ByteSymbols.ABSENT) {
                symbols.put(text, 2, 2 + key.length(), i);
                known.put(key.toString(), i);
            }
        }
        assertThat(known.size()).isGreaterThan(10_000);
    }

    @Test
    void byteSymbolsAreFoundUpToTheirDelimiterWhereverTheTextEnds() {
        Random random = new Random(4);
        ByteSymbols symbols = new ByteSymbols();
        Map<String, Integer> known = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            StringBuilder key = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                key.append((char) ('a' + random.nextInt(random.nextInt(4) == 0 ? 2 : 1)));
            }
            byte[] text = slack("p".repeat(random.nextInt(20)) + key + "[");
            int to = new String(text, StandardCharsets.ISO_8859_1).indexOf('[');
            int from = to - key.length();
            int value = symbols.getUntil(text, from, Words.eight('['), 12);
            assertThat(value).isEqualTo(known.getOrDefault(key.toString(), ByteSymbols.ABSENT));
            assertThat(symbols.end).isEqualTo(to);
            if (value == ByteSymbols.ABSENT) {
                symbols.put(text, from, to, i);
                known.put(key.toString(), i);
            }
        }
        byte[] text = slack("x".repeat(200) + "[");
        assertThat(symbols.getUntil(text, 0, Words.eight('['), 12)).isEqualTo(ByteSymbols.ABSENT);
    }
}
