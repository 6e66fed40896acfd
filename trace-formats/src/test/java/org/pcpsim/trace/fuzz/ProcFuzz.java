package org.pcpsim.trace.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.proc.ProcFile;
import org.pcpsim.trace.proc.SnapshotAgreement;

/** Texts of /proc files in the order of {@link ProcFile}, form feeds between them. */
@Tag("fuzz")
class ProcFuzz {
    @FuzzTest
    void anyContent(byte[] content) {
        String[] texts = new String(content, StandardCharsets.UTF_8).split("\f", -1);
        Map<String, String> readable = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(texts.length, ProcFile.values().length); i++) {
            ProcFile file = ProcFile.values()[i];
            try {
                file.check("input", texts[i]);
                readable.put(file.fileName(), texts[i]);
            } catch (TraceException e) {
                AnyContent.require(e.getMessage().startsWith("input"), "an error without a name: " + e.getMessage());
            }
        }
        try {
            SnapshotAgreement.check(readable, file -> file + ".before");
        } catch (TraceException e) {
            AnyContent.require(e.getMessage().contains(".before"), "an error without a name: " + e.getMessage());
        }
    }
}
