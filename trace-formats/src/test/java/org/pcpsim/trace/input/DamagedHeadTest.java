package org.pcpsim.trace.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.pcpsim.trace.TraceException;

class DamagedHeadTest {
    /** A frame of zstd that asks for a window of 16 MiB and whose first block is of the reserved type. */
    private static final byte[] FRAME = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x00, 0x70, 0x07, 0x00, 0x00, 0x00};

    private static final int PAGES_OF_A_GIB = 1 << 18;

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatDecodesAnInputThatIsDamagedAtItsBeginningIsGivenBack() throws IOException {
        open();
        long before = pages();
        for (int i = 0; i < 2_000; i++) {
            open();
        }
        // 160 KB and more each.
        assertThat(pages() - before).isLessThan(PAGES_OF_A_GIB / 8);
    }

    private static void open() {
        assertThatExceptionOfType(TraceException.class)
                .isThrownBy(() -> TraceInput.of("x.zst", new ByteArrayInputStream(FRAME)));
    }

    /** Pages of address space of this process. */
    private static long pages() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[0]);
    }
}
