package org.pcpsim.trace.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;

class TraceFormatsTest {
    private static TraceFormat detect(String content) throws IOException {
        return TraceFormats.detect(
                TraceInput.of("t", new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# tracer: nop\n#\n",
                "# tracer: function\n",
                "\n\n# tracer: nop\r\n",
                "   wl-13404   [000] .....  2393.588510: mm_page_free: page=0000000006544065 pfn=0x15f7ab order=0\n",
                "   wl-13404   [000] .....  2393.588510: mm_page_free: page=0000000006544065 pfn=0x15f7ab order=0",
                "   wl-13404   [000]  2393.588510: mm_page_free: page=0000000006544065 pfn=0x15f7ab order=0\n",
                "CPU:1 [LOST 4787 EVENTS]\n",
                "# nop latency trace v1.1.5 on 6.18.44\n",
                "    bash-13390     1..... 16299us : mm_page_alloc: page=1 pfn=0x2 order=0\n",
                "mm_page_alloc: page=1 pfn=0x2 order=0\n",
                "13390 1 2393668067148 type: 653\n"
            })
    void textOfTracefsIsFtrace(String content) throws IOException {
        assertThat(detect(content).name()).isEqualTo("ftrace");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpus=2\n",
                "version = 6\ncpus=2\n",
                "CPU 1 is empty\n",
                "kmt: CPU:1 [14089 EVENTS DROPPED]\n",
                "kmt:   wl-1423  [000]  1410.103636: mm_page_free:     page=0x2 pfn=0x2 order=0\n",
                "   wl-1423  [000]  1410.103636: mm_page_free:         page=0x2 pfn=0x2 order=0\n",
                "   wl-1423  [000]  1410.103636: mm_page_alloc_zone_locked: page=0x2 pfn=0x2 order=0\n",
                "      wl-1424    1...2.  1410.103832: mm_page_free:         page=0x21b951 pfn=0x21b951 order=0\n"
            })
    void outputOfTraceCmdIsAReport(String content) throws IOException {
        assertThat(detect(content).name()).isEqualTo("trace-cmd-report");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " qemu x86 13051 [001]  2325.569221:     kmem:mm_page_free: page=0x11 pfn=0x11 order=0\n",
                "# ========\n# captured on    : Thu Nov 26\n\n    java  7435 [000]   1.582770:   kmem:mm_page_free: \n",
                "[000]   334.582770:             kmem:mm_page_alloc: page=0x177848\n",
                "            java  7429   334.582770:             kmem:mm_page_alloc: page=0x177848 pfn=0x177848\n",
                "  334.582770:             kmem:mm_page_alloc: page=0x177848 pfn=0x177848 order=0\n",
                "[000]             kmem:mm_page_alloc: page=0x177848 pfn=0x177848 order=0\n",
                "[000]   334.582770: page=0x177848 pfn=0x177848 order=0\n",
                "         swapper     0 [000]     0.000000: PERF_RECORD_FORK(1:1):(0:0)\n"
            })
    void outputOfPerfIsAScript(String content) throws IOException {
        assertThat(detect(content).name()).isEqualTo("perf-script");
    }

    @Test
    void binaryFilesAreToldByTheirMagicNumber() throws IOException {
        assertThat(detect("PERFILE2\u0010").name()).isEqualTo("perf.data");
        assertThat(detect("2ELIFREP\0").name()).isEqualTo("perf.data");
        assertThat(detect("\u0017\u0008\u0044tracing9").name()).isEqualTo("trace.dat");
    }

    @Test
    void contentOfNoFormatNamesThoseThereAre() {
        assertThatThrownBy(() -> detect("Lorem ipsum\ndolor\n"))
                .isInstanceOf(TraceException.class)
                .hasMessage("t: byte 0: found 'Lorem ipsum', expected content of a readable format: "
                        + String.join(
                                ", ",
                                TraceFormats.all().stream()
                                        .map(TraceFormat::name)
                                        .toList()));
    }

    @Test
    void hostileFirstLinesAreJudgedInTime() {
        assertThatThrownBy(() -> detect("9".repeat(1 << 20))).isInstanceOf(TraceException.class);
        assertThatThrownBy(() -> detect("-1 [1] ".repeat(1 << 17))).isInstanceOf(TraceException.class);
    }

    @Test
    void everyFormatIsFoundByItsUniqueName() {
        for (TraceFormat format : TraceFormats.all()) {
            assertThat(TraceFormats.byName(format.name())).containsSame(format);
            assertThat(format.description()).isNotBlank().doesNotEndWith(".").doesNotContain("\n");
        }
        assertThat(TraceFormats.byName("nonsense")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ftrace", "trace.txt.zst", "dir.json/trace.TXT.GZ", "x.txt.xz"})
    void aFileNameEndsInAFormat(String fileName) {
        assertThat(TraceFormats.byFileName(fileName).orElseThrow().name()).isEqualTo("ftrace");
    }

    @Test
    void aFileNameMayEndInNoFormat() {
        assertThat(TraceFormats.byFileName("trace.pdf")).isEmpty();
        assertThat(TraceFormats.byFileName("txt")).isEmpty();
    }

    @Test
    void outputOfOtherToolsIsNotWritten() {
        TraceFormat report = TraceFormats.byName("trace-cmd-report").orElseThrow();
        assertThat(report.writable()).isFalse();
        assertThatThrownBy(() -> report.create(new ByteArrayOutputStream(), TraceHeader.EMPTY))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
