package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of mistake has its exit code and one line that names it. */
class ReplayMistakesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --topology 2s:4x8                 | 64 CPUs', expected the machine's 2 CPUs
            --page-data                       | --page-data needs --order timed
            --cost-range                      | --cost-range needs --order timed
            --sys-percent 5                   | --sys-percent needs --order timed
            --order timed --sys-percent 0     | --sys-percent: found '0.0', expected more than 0, at most 100
            --order timed --sys-percent x     | --sys-percent
            --order timed --topology 2s4x8    | --topology: found '2s4x8'
            --order timed --topology 0s:4x8   | topology sockets: found '0', expected 1 to 64
            --order timed --topology 2s:64x8  | 1024 CPUs', expected the machine's 2 CPUs
            --order sideways                  | --order: found 'sideways'
            --set aged.used=50                | without --initial aged
            --zones theirs                    | --zones: found 'theirs', expected model or traced
            --zones traced --order timed      | --zones traced needs --order trace
            --initial warm                    | --initial: found 'warm'
            --initial snapshot                | has neither buddyinfo nor pagetypeinfo
            --kernel 5.4                      | unknown kernel profile '5.4'
            --kernel 6.7                      | there are: 6.1, 6.8, 6.12, 6.18, 7.0 and recorded
            --kernel recorded                 | does not say which kernel
            --preset rfc                      | unknown preset 'rfc'
            --preset rfc-32c32g --machine x   | exclude each other
            --cpus 0                          | --cpus
            --cpus many                       | --cpus
            --nodes 65                        | --nodes
            --memory lots                     | --memory
            --set vm.min_free_kbytes          | --set
            --set node0.Normal.hihg_min=1     | did you mean node0.Normal.high_min?
            --model basline                   | unknown model 'basline'
            --model baseline,baseline         | named twice
            --param pcp-buddy.fitt=1          | has no parameter 'fitt'
            --param pcp-buddy.fit=MAYBE       | pcp-buddy.fit
            --param other.fit=1               | no model 'other' is run
            --param fit                       | expected MODEL.KEY=VALUE
            --warmup soon                     | --warmup: found 'soon'
            --check=0                         | --check: found '0'
            --check=x                         | --check
            --seed x                          | --seed
            --jobs 0                          | --jobs: found '0', expected 1 or more
            --fail-if nonsense                | --fail-if: found 'nonsense'
            --format yaml                     | --format: found 'yaml'
            --nonsense                        | --nonsense
            """)
    void wrongUsageEndsWith2(String options, String named) {
        List<String> arguments = new ArrayList<>(List.of("replay", Samples.OWNED));
        arguments.addAll(List.of(options.split(" ")));
        assertMistake(2, named, Run.pcpsim(arguments.toArray(String[]::new)));
    }

    @Test
    void noTraceIsWrongUsage() {
        assertMistake(2, "TRACE", Run.pcpsim("replay"));
    }

    @Test
    void standardInputTwiceIsWrongUsage() {
        assertMistake(2, "standard input", Run.pcpsim("replay", "-", "-"));
    }

    @Test
    void aCpuBeyondTheMachineIsWrongUsageNamingTheOption() {
        assertMistake(2, "--cpus", Run.pcpsim("replay", Samples.OWNED, "--cpus", "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a trace\n",
                "{\"schema\": \"pcpsim.trace/1\", \"events\": [",
                "{\"schema\": \"pcpsim.trace/2\", \"events\": []}",
                "{\"schema\": \"pcpsim.trace/1\", \"events\": [{\"t\": 1, \"cpu\": 0, \"op\": \"allocate\"}]}",
                "# tracer: nop\n    a-1  [000] .....  1.000000: mm_page_alloc: page=x pfn=zzz order=0\n"
            })
    void damagedInputEndsWith3(String content) throws IOException {
        Path file = folder.resolve("damaged");
        Files.writeString(file, content);
        assertMistake(3, "damaged", Run.pcpsim("replay", file.toString()));
        assertMistake(3, "damaged", Run.pcpsim("inspect", file.toString()));
    }

    @Test
    void aCutCompressedTraceEndsWith3() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(Samples.SOCKETS, "trace.txt.zst"));
        Path cut = folder.resolve("cut.zst");
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        assertMistake(3, "cut.zst", Run.pcpsim("replay", cut.toString()));
    }

    @Test
    void aDamagedMachineFileEndsWith3NamingLineAndField() throws IOException {
        Path file = folder.resolve("machine.json");
        Files.writeString(file, "{\"cpus\": 4,\n \"memoryBytes\": 1000000,\n \"zones\": [{\"node\": -1}]}");
        assertMistake(3, "machine.json:3", Run.pcpsim("replay", Samples.OWNED, "--machine", file.toString()));
        Files.writeString(file, "{\"cpus\": 4}");
        assertMistake(3, "memoryBytes", Run.pcpsim("replay", Samples.OWNED, "--machine", file.toString()));
    }

    @Test
    void whatCannotBeOpenedEndsWith4() {
        assertMistake(
                4,
                "missing.json",
                Run.pcpsim("replay", folder.resolve("missing.json").toString()));
        assertMistake(4, "recording.json", Run.pcpsim("replay", folder.toString()));
        assertMistake(4, "missing.json", Run.pcpsim("replay", Samples.OWNED, "--machine", folder + "/missing.json"));
    }

    @Test
    void whatCannotBeWrittenEndsWith4() {
        assertMistake(4, "nowhere", Run.pcpsim("replay", Samples.OWNED, "-o", folder + "/nowhere/result.json"));
        assertMistake(4, "is a folder", Run.pcpsim("replay", Samples.OWNED, "-o", folder.toString()));
    }

    private static void assertMistake(int exitCode, String named, Run run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("pcpsim: ").contains(named).doesNotContain("\tat ");
        assertThat(run.err().lines().filter(line -> line.startsWith("pcpsim: ")))
                .hasSize(1);
    }
}
