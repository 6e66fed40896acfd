package org.pcpsim.trace.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.TraceInput;
import org.pcpsim.trace.pcpt.PcptFormat;

@Tag("fuzz")
class PcptFuzz {
    private static final String NAME = "input";
    /** Bytes of a section's header; no section is shorter. */
    private static final int HEADER = 16;

    @FuzzTest
    void anyContent(byte[] content) throws IOException {
        AnyContent.read(content, new PcptFormat());
        try {
            readOperations(content);
        } catch (TraceException e) {
            AnyContent.require(e.getMessage().startsWith(NAME), "an error without the input's name: " + e.getMessage());
        }
    }

    private static void readOperations(byte[] content) throws IOException {
        try (TraceInput input = TraceInput.of(NAME, new ByteArrayInputStream(content), ReadOptions.DEFAULT);
                TraceReader reader = new PcptFormat().open(input)) {
            Optional<PackedOperations> offered = reader.operations();
            if (offered.isEmpty()) {
                return;
            }
            PackedOperations operations = offered.get();
            AnyContent.require(operations.summary().length <= content.length, "a summary longer than the file");
            int sections = 0;
            while (operations.next()) {
                int length = operations.length();
                AnyContent.require(length > 0 && length <= operations.bytes().length, "a section of " + length);
                sections++;
                AnyContent.require(sections <= content.length / HEADER, "more sections than bytes can say");
            }
            AnyContent.require(!operations.next(), "an end that is none");
        }
    }
}
