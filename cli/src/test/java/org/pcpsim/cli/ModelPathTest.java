package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial's model in a jar of its own, and what becomes of models that fail. */
class ModelPathTest {
    private static final String SAMPLE = "../sample-traces/compile";

    @TempDir
    static Path folder;

    private static String jar;

    @BeforeAll
    static void build() throws IOException {
        jar = ModelSources.ofTutorial(folder.resolve("tutorial")).jar("no-pcp.jar");
    }

    private static JsonNode json(Run run) throws IOException {
        return new ObjectMapper().readTree(run.out());
    }

    /** The jar of a model that goes wrong. */
    private static String bad(Path at, String from, String to) throws IOException {
        return ModelSources.ofTutorial(at).change("example.NoPcp", from, to).jar("bad.jar");
    }

    private static Run broken(String bad, String... more) {
        String[] arguments = {"replay", SAMPLE, "--model", "baseline,no-pcp", "--model-path", bad, "--check=20000"};
        String[] all = new String[arguments.length + more.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Run.pcpsim(all);
    }

    @Test
    void thePageShowsTheFilesThatAreCompiledHere() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "your-own-model.md"));
        for (String name : new String[] {"NoPcp", "NoPcpFactory"}) {
            assertThat(page)
                    .contains("```java\n" + Files.readString(ModelSources.TUTORIAL.resolve("example/" + name + ".java"))
                            + "```\n");
        }
    }

    @Test
    void everyAllocationAndEveryFreeTakesTheLockOnce() throws IOException {
        Run run = Run.pcpsim(
                "replay", SAMPLE, "--model", "no-pcp", "--model-path", jar, "--check=1000", "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode model = json(run).at("/models/0");
        long allocs = model.at("/allocs").asLong();
        long frees = model.at("/frees").asLong() - model.at("/skippedFrees").asLong();
        assertThat(allocs).isPositive();
        assertThat(model.at("/zoneLock/byPath/directAlloc").asLong()).isEqualTo(allocs);
        assertThat(model.at("/zoneLock/byPath/directFree").asLong()).isEqualTo(frees);
        assertThat(model.at("/zoneLock/acquisitions").asLong()).isEqualTo(allocs + frees);
        assertThat(model.at("/params/chunksPerHold").asInt()).isEqualTo(1);
    }

    @Test
    void itsParameterIsCheckedAgainstItsRange() {
        Run run = Run.pcpsim(
                "replay", SAMPLE, "--model", "no-pcp", "--model-path", jar, "--param", "no-pcp.chunksPerHold=32");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no-pcp.chunksPerHold: found '32', expected 1 to 31");
    }

    @Test
    void modelsSaysWhereEachComesFromAndWhatItNeeds() throws IOException {
        assertThat(Run.pcpsim("models", "no-pcp", "--model-path", jar).out())
                .contains("From: " + jar)
                .contains("migratetype, gfp flags, folio batches")
                .contains("--param no-pcp.chunksPerHold=1\n")
                .contains("A whole number, 1 to 31.");
        JsonNode models = json(Run.pcpsim("models", "--model-path", jar, "--format", "json"))
                .at("/models");
        assertThat(models.get(0).at("/source").asText()).isEqualTo("built in");
        JsonNode last = models.get(models.size() - 1);
        assertThat(last.at("/name").asText()).isEqualTo("no-pcp");
        assertThat(last.at("/source").asText()).isEqualTo(jar);
        assertThat(last.at("/needs").toString()).isEqualTo("[\"migratetype\",\"gfp\",\"batches\"]");
        assertThat(last.at("/parameters/0/type").asText()).isEqualTo("number");
    }

    @Test
    void timedOrderAndSweepsTakeItToo(@TempDir Path results) throws IOException {
        Run timed = Run.pcpsim(
                "replay",
                SAMPLE,
                "--order",
                "timed",
                "--model",
                "no-pcp",
                "--model-path",
                jar,
                "--check",
                "--format",
                "json");
        assertThat(timed.exitCode()).as(timed.err()).isZero();
        assertThat(json(timed).at("/models/0/zoneLock/acquisitions").asLong()).isPositive();

        String table = results.resolve("out.csv").toString();
        Run sweep = Run.pcpsim(
                "sweep",
                "--trace",
                Samples.REFILL,
                "--model",
                "no-pcp",
                "--model-path",
                jar,
                "--param",
                "no-pcp.chunksPerHold=1,31",
                "-o",
                table);
        assertThat(sweep.exitCode()).as(sweep.err()).isZero();
        assertThat(Files.readString(Path.of(table)).lines().skip(1)).hasSize(2).allMatch(row -> row.contains("no-pcp"));
    }

    @Test
    void aSweepsFileCannotNameAJar(@TempDir Path results) throws IOException {
        Path spec = results.resolve("spec.json");
        Files.writeString(
                spec,
                "{\"schema\": \"pcpsim.sweep/1\", \"traces\": [\"" + Samples.REFILL + "\"], \"model-path\": [\"" + jar
                        + "\"]}");
        Run file = Run.pcpsim(
                "sweep", spec.toString(), "-o", results.resolve("out.csv").toString());
        assertThat(file.exitCode()).isNotZero();
        assertThat(file.err()).contains("model-path");
        Run vary = Run.pcpsim(
                "sweep",
                "--trace",
                Samples.REFILL,
                "--vary",
                "model-path=" + jar,
                "-o",
                results.resolve("out.csv").toString());
        assertThat(vary.exitCode()).isEqualTo(2);
    }

    @Test
    void aModelThatThrowsIsAnErrorWithItsEventAndSpoilsNoOther(@TempDir Path at) throws IOException {
        String from = "        type[cpu] = migratetype;\n";
        String to = from + "        if (counts.hits++ == 99) {\n"
                + "            throw new IllegalStateException(\"the hundredth\");\n        }\n";
        Run alone = Run.pcpsim("replay", SAMPLE, "--model", "baseline", "--check=20000", "--format", "json");
        String bad = bad(at, from, to);
        for (String order : new String[] {"trace", "timed"}) {
            Run run = broken(bad, "--order", order, "--format", "json");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().lines().toList())
                    .hasSize(2)
                    .satisfies(lines -> assertThat(lines.get(0))
                            .startsWith("pcpsim: model no-pcp failed ")
                            .contains("an allocation")
                            .endsWith("IllegalStateException: the hundredth"))
                    .satisfies(lines -> assertThat(lines.get(1)).contains("example.NoPcp.alloc, NoPcp.java line "));
            JsonNode models = json(run).at("/models");
            assertThat(models.get(1).at("/error").asText()).contains("the hundredth");
            assertThat(models.get(1).has("zoneLock")).isFalse();
            if (order.equals("trace")) {
                assertThat(models.get(0)).isEqualTo(json(alone).at("/models/0"));
            }
        }
        Run table = broken(bad);
        assertThat(table.exitCode()).isEqualTo(1);
        assertThat(table.out())
                .contains("no-pcp cannot be compared: it failed.")
                .contains("note: no-pcp failed: at event");
    }

    @Test
    void aModelThatFailsBeforeTheTraceSpoilsNoOther(@TempDir Path at) throws IOException {
        String bad = bad(
                at,
                "        locks = context.locks();\n",
                "        locks = context.locks();\n        zones.get(99).changes();\n");
        Run run = broken(bad, "--format", "json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(json(run).at("/models/1/error").asText()).startsWith("before the trace began: ");
        assertThat(json(run).at("/models/0/zoneLock/acquisitions").asLong()).isPositive();
    }

    @Test
    void aModelThatLosesPagesHasBrokenAnInvariant(@TempDir Path at) throws IOException {
        // Every free forgets the chunk: it is neither free nor allocated.
        String bad = bad(at, "            zones.get(z).freeDirect(batch.frame(cpu, at), batch.order(cpu, at));\n", "");
        Run run = broken(bad, "--format", "json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("pcpsim: model no-pcp: an invariant does not hold at event ");
        assertThat(json(run).at("/models/1/error").asText()).contains("begins no chunk");
    }

    @Test
    void aModelThatKeepsALockIsStopped(@TempDir Path at) throws IOException {
        Run run = broken(
                bad(at, "        choice.freed(z);\n        locks.drop(cpu, z);\n", "        choice.freed(z);\n"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("ends an operation with zone lock");
    }
}
