package org.pcpsim.trace.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.Rounds;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceInput;

/**
 * The fast reader of usual lines against the one of any line, which is all there is where the input comes in small
 * pieces: no line is far enough from the end of what has been read.
 */
class UsualLineTest {
    private static final String[] EVENTS = {
        "mm_page_free:%s page=%s pfn=0x%x order=%d",
        "mm_page_free_batched:%s page=%s pfn=0x%x order=%d",
        "mm_page_alloc:%s page=%s pfn=0x%x order=%d migratetype=1 gfp_flags=GFP_HIGHUSER_MOVABLE|__GFP_ZERO|__GFP_COMP",
        "mm_page_alloc:%s page=%s pfn=0x%x order=%d migratetype=0 gfp_flags=",
        "mm_page_alloc:%s page=%s pfn=0x%x order=%d migratetype=0 gfp_flags=none",
        "mm_page_pcpu_drain:%s page=%s pfn=0x%x order=%d migratetype=2",
        "mm_page_alloc_zone_locked:%s page=%s pfn=0x%x order=%d migratetype=1 percpu_refill=1",
        "mm_page_alloc_extfrag:%s page=%s pfn=0x%x alloc_order=%d fallback_order=10 pageblock_order=9 "
                + "alloc_migratetype=0 fallback_migratetype=1 fragmenting=0 change_ownership=1"
    };

    private static final String[] COMMS = {"wl", "C2 CompilerThre", "a [001] b", "kworker/0:1", "<idle>", "x-7"};

    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream in;

        Trickle(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return in.read(buffer, offset, Math.min(length, 100));
        }
    }

    private static TextForm form(String name) {
        return switch (name) {
            case "ftrace" -> new FtraceForm();
            case "script" -> new ScriptForm();
            default -> new ReportForm();
        };
    }

    private static String text(String form, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            String comm = COMMS[random.nextInt(COMMS.length)];
            int pid = random.nextInt(4) * 77_777;
            int cpu = random.nextInt(3);
            int micros = 100 + i;
            int pfn = random.nextInt(20) == 0 ? 0 : random.nextInt(1 << 24);
            boolean ftrace = form.equals("ftrace");
            String page = ftrace ? String.format("%016x", random.nextLong()) : "0x" + Integer.toHexString(pfn);
            String event = String.format(
                    EVENTS[random.nextInt(EVENTS.length)],
                    form.equals("report") ? " ".repeat(random.nextInt(4)) : "",
                    page,
                    pfn,
                    random.nextInt(11));
            String flags = random.nextInt(9) == 0 ? "d..1" : random.nextBoolean() ? "....." : "d..3.";
            text.append(
                    switch (form) {
                        case "ftrace" ->
                            String.format(
                                    "%16s-%-7d [%03d] %s %5d.%06d: %s", comm, pid, cpu, flags, 937, micros, event);
                        case "script" ->
                            String.format(
                                    "%16s %5d [%03d] %5d.%06d: %30s", comm, pid, cpu, 937, micros, "kmem:" + event);
                        default ->
                            String.format("kmt: %16s-%-5d [%03d] %5d.%06d: %s", comm, pid, cpu, 937, micros, event);
                    });
            text.append(random.nextInt(30) == 0 ? "\r\n" : "\n");
        }
        return text.toString();
    }

    private static Object outcome(InputStream in, String form) {
        try (TraceReader reader = new TextReader("t", in, form(form))) {
            return ReadTrace.of(reader);
        } catch (TraceException e) {
            return e.getMessage();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"ftrace", "script", "report"})
    void whatIsUsualMeansTheSameToBoth(String form) {
        long seed = 20260718;
        Random random = new Random(seed);
        int read = 0;
        int rounds = Rounds.of(1500);
        for (int round = 0; round < rounds; round++) {
            byte[] bytes = text(form, random).getBytes(StandardCharsets.US_ASCII);
            byte[] alphabet = bytes.clone();
            for (int n = random.nextInt(3); n > 0; n--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : alphabet[random.nextInt(bytes.length)];
            }
            Object usual = outcome(new ByteArrayInputStream(bytes), form);
            assertThat(usual).as("seed %d round %d", seed, round).isEqualTo(outcome(new Trickle(bytes), form));
            read += usual instanceof ReadTrace ? 1 : 0;
        }
        assertThat(read).isBetween(rounds / 3, rounds * 14 / 15);
    }

    @ParameterizedTest
    @CsvSource({"ftrace", "script", "report"})
    void aTextThatIsCutInALineIsNeverReadSilently(String form) {
        byte[] bytes = text(form, new Random(5)).replace("\r\n", "\n").getBytes(StandardCharsets.US_ASCII);
        for (int length = 1; length <= bytes.length; length++) {
            boolean whole = bytes[length - 1] == '\n';
            Object outcome = outcome(new ByteArrayInputStream(bytes, 0, length), form);
            if (whole) {
                assertThat(outcome).as("length %d", length).isInstanceOf(ReadTrace.class);
            } else {
                assertThat(outcome).as("length %d", length).asString().contains("a line end: the last line is cut");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ftrace", "script", "report"})
    void randomDamageOfAnyDetectedFormIsReadOrRefused(String form) {
        long seed = 77;
        Random random = new Random(seed);
        for (int round = 0; round < Rounds.of(1500); round++) {
            byte[] bytes = text(form, random).substring(0, 900).getBytes(StandardCharsets.US_ASCII);
            for (int n = random.nextInt(5); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                TraceInput input = TraceInput.of("t", new ByteArrayInputStream(bytes));
                ReadTrace.of(TraceFormats.detect(input).open(input));
            } catch (IOException e) {
                assertThat(e).as("seed %d round %d", seed, round).isInstanceOf(TraceException.class);
            }
        }
    }
}
