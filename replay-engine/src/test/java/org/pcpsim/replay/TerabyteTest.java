package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A JVM of its own, so that its heap is known. */
class TerabyteTest {
    /** A row of 6 KiB for every block of 1 TiB would be 3 GiB. */
    @Test
    void aTerabyteCostsWhatIsTouchedOfIt() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx200m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TerabyteReplay.class.getName())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        int touched = TerabyteReplay.TOUCHED / 512;
        assertThat(out.lines()).hasSizeGreaterThanOrEqualTo(2).allSatisfy(line -> {
            String[] words = line.split(" ");
            assertThat(words[0]).isEqualTo(Integer.toString(1 << 19));
            assertThat(Integer.parseInt(words[1])).isBetween(touched, touched + 64);
        });
    }
}
