package org.pcpsim.trace.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.pcpsim.trace.text.TraceCmdReportFormat;

@Tag("fuzz")
class TraceCmdReportFuzz {
    @FuzzTest
    void anyContent(byte[] content) throws IOException {
        AnyContent.read(content, new TraceCmdReportFormat());
    }
}
