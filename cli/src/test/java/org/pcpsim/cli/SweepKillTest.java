package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcpsim.random.SplitMix64;

/** A sweep in a process of its own, killed with SIGKILL at random times. */
@Tag("long")
class SweepKillTest {
    private static final int KILLS = 20;
    private static final long SEED = Long.getLong("pcpsim.seed", 20261126);

    @TempDir
    Path folder;

    /** A kill comes at a random time of as long as the last whole run took: how fast the machine is changes meanwhile. */
    @Test
    void killedTwentyTimesItContinuesToTheSameBytes() throws IOException, InterruptedException {
        SplitMix64 random = new SplitMix64(SEED);
        Path whole = folder.resolve("whole.csv");
        Process undisturbed = start(whole);
        long started = System.nanoTime();
        assertThat(undisturbed.waitFor()).isZero();
        int tookMs = millisSince(started);
        Path out = folder.resolve("out.csv");
        int killed = 0;
        int runs = 0;
        while (killed < KILLS && runs < 10 * KILLS) {
            runs++;
            started = System.nanoTime();
            Process sweep = start(out);
            int ms = 1 + random.nextInt(Math.max(1, tookMs));
            if (!sweep.waitFor(ms, TimeUnit.MILLISECONDS)) {
                sweep.destroyForcibly();
                sweep.waitFor();
                killed++;
            } else {
                tookMs = millisSince(started);
                assertThat(sweep.exitValue()).as("seed " + SEED).isZero();
                assertThat(Files.mismatch(out, whole)).as("seed " + SEED).isEqualTo(-1);
                Files.delete(out);
            }
        }
        assertThat(killed).isEqualTo(KILLS);
        assertThat(start(out).waitFor()).isZero();
        assertThat(Files.mismatch(out, whole)).as("seed " + SEED).isEqualTo(-1);
        try (var left = Files.list(folder)) {
            assertThat(left.filter(file -> file.toString().endsWith(".journal")))
                    .isEmpty();
        }
    }

    private static int millisSince(long started) {
        return (int) ((System.nanoTime() - started) / 1_000_000);
    }

    private static Process start(Path output) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(
                "sweep",
                "--trace",
                Samples.OWNED,
                "--trace",
                Samples.REFILL,
                "--seeds",
                "1..100",
                "-o",
                output.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
    }
}
