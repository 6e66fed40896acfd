package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of the kernel's own tools on standard input. */
class TextInputTest {
    private static final String FIELDS = " order=0 migratetype=1 gfp_flags=GFP_HIGHUSER_MOVABLE|__GFP_ZERO\n";
    private static final String SCRIPT =
            "            java  7435 [000]   334.582770:             kmem:mm_page_alloc: page=0x177848 pfn=0x177848"
                    + FIELDS;
    private static final String REPORT = "cpus=2\n           kmrec-1423  [000]  1410.103636: mm_page_alloc:        "
            + "page=0x2a4375 pfn=0x2a4375" + FIELDS;

    private static Run replay(String text) {
        return Run.withInput(text.getBytes(UTF_8), "replay", "-", "--cpus", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {SCRIPT, REPORT})
    void outputOfToolsIsReplayedFromAPipe(String text) {
        Run run = replay(text);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains(", 1 alloc, 0 frees");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void whatPerfWasNotAskedForIsNamed() {
        Run run = replay(SCRIPT.replace("[000] ", ""));
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .startsWith("pcpsim: <stdin>:1: found '")
                .contains("a line with cpu: made by perf script -F comm,tid,cpu,time,event,trace");
    }

    @ParameterizedTest
    @CsvSource({"replay", "inspect"})
    void ticksAreTakenForNanosecondsWithANote(String command) {
        String text = REPORT.replace("1410.103636", "1410103636");
        Run run = Run.withInput(text.getBytes(UTF_8), command, "-");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .isEqualTo("pcpsim: note: -: times are ticks of an unknown unit "
                        + "(trace clock counter, uptime or x86-tsc), taken as ns\n");
    }
}
