package org.pcpsim.trace.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.TraceInput;

/** Gzip, zstd and xz, told by the first bytes of the content. */
@Tag("fuzz")
class CompressedFuzz {
    private static final int BLOCK = 1 << 16;
    /** Tiny inputs may still say a lot: what is read of each is bounded here. */
    private static final long MOST = 64L << 20;

    @FuzzTest
    void anyContent(byte[] content) throws IOException {
        try (TraceInput input = TraceInput.of("input", new ByteArrayInputStream(content))) {
            byte[] block = new byte[BLOCK];
            long size = 0;
            int count;
            while (size < MOST && (count = input.read(block, 0, BLOCK)) >= 0) {
                AnyContent.require(count > 0, "a read without bytes");
                size += count;
                AnyContent.require(input.position() == size, "a position that is not what was read");
            }
            if (size < MOST) {
                AnyContent.require(input.sha256().length() == 64, "a digest");
            }
        } catch (TraceException e) {
            AnyContent.require(
                    e.getMessage().contains(": byte ")
                            || e.getMessage().equals("input: empty")
                            || e.getMessage().contains("--max"),
                    "an error without an offset: " + e.getMessage());
        }
    }
}
