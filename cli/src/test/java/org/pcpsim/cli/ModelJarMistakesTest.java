package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What authors of models do wrong: each ends in one line, a hint and no stack trace. */
class ModelJarMistakesTest {
    @TempDir
    Path folder;

    private ModelSources tutorial() throws IOException {
        return ModelSources.ofTutorial(folder);
    }

    private static void refused(String jar, int exitCode, String... words) {
        Run run = Run.pcpsim("models", "--model-path", jar);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().toList()).hasSizeLessThanOrEqualTo(2);
        assertThat(run.err())
                .startsWith("pcpsim: ")
                .contains(jar)
                .contains(words)
                .doesNotContain("\tat ");
    }

    @Test
    void aJarThatIsNotThere() {
        refused(folder.resolve("gone.jar").toString(), 4, "no such file");
    }

    @Test
    void aFolder() {
        refused(folder.toString(), 4, "found a folder, expected a jar");
    }

    @Test
    void aFileThatIsNoJar() throws IOException {
        Path text = folder.resolve("text.jar");
        Files.writeString(text, "class NoPcp {}");
        refused(text.toString(), 3, "is no jar");
        Files.write(text, new byte[0]);
        refused(text.toString(), 3, "is no jar");
    }

    @Test
    void aJarWithoutTheFileThatNamesItsModels() throws IOException {
        refused(tutorial().service("").jar("x.jar"), 3, "found no " + ModelSources.SERVICE, "docs/your-own-model.md");
    }

    @Test
    void aFileThatNamesNothing() throws IOException {
        refused(tutorial().service("# nothing\n").jar("x.jar"), 3, "names no model");
    }

    @Test
    void aFileThatNamesAClassThatIsNotThere() throws IOException {
        refused(tutorial().service("example.Nothing\n").jar("x.jar"), 3, "example.Nothing not found");
    }

    @Test
    void aFileThatNamesTheModelInsteadOfItsFactory() throws IOException {
        refused(tutorial().service("example.NoPcp\n").jar("x.jar"), 3, "example.NoPcp not a subtype");
    }

    @Test
    void aFileThatIsNoListOfClasses() throws IOException {
        refused(tutorial().service("example NoPcp\n").jar("x.jar"), 3, "Illegal configuration-file syntax");
    }

    @Test
    void aFactoryWithoutAPublicConstructor() throws IOException {
        ModelSources sources = tutorial()
                .change(
                        "example.NoPcpFactory",
                        "ModelFactory {\n",
                        "ModelFactory {\n    private NoPcpFactory() {}\n\n");
        refused(sources.jar("x.jar"), 3, "example.NoPcpFactory", "public no-arg constructor");
    }

    @Test
    void aFactoryWhoseConstructorFails() throws IOException {
        ModelSources sources = tutorial()
                .change(
                        "example.NoPcpFactory",
                        "ModelFactory {\n",
                        "ModelFactory {\n    /** Fails. */\n    public NoPcpFactory() {\n"
                                + "        throw new IllegalStateException(\"no luck\");\n    }\n\n");
        refused(sources.jar("x.jar"), 3, "example.NoPcpFactory could not be instantiated", "no luck");
    }

    @Test
    void aModelWithTheNameOfOneThatComesAlong() throws IOException {
        ModelSources sources = tutorial().change("example.NoPcpFactory", "\"no-pcp\"", "\"baseline\"");
        refused(sources.jar("x.jar"), 3, "its model 'baseline' has the name of another, built in");
    }

    @Test
    void twoJarsWithAModelOfOneName() throws IOException {
        String first = tutorial().jar("first.jar");
        String second = tutorial().jar("second.jar");
        Run run = Run.pcpsim("models", "--model-path", first, "--model-path", second);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .startsWith("pcpsim: " + second + ": its model 'no-pcp' has the name of another, from " + first);
    }

    @Test
    void aModelWhoseNameCannotBeWrittenInOptions() throws IOException {
        ModelSources sources = tutorial().change("example.NoPcpFactory", "\"no-pcp\"", "\"No PCP\"");
        refused(sources.jar("x.jar"), 3, "name() is 'No PCP', expected lower case letters, digits and hyphens");
    }

    @Test
    void aParameterWhoseDefaultIsOutOfItsRange() throws IOException {
        ModelSources sources = tutorial().change("example.NoPcpFactory", "Hold\", 1, 1, 31,", "Hold\", 0, 1, 31,");
        refused(sources.jar("x.jar"), 3, "'chunksPerHold' has the default '0', which is not one of 1 to 31");
    }

    @Test
    void aParameterWhoseRangeIsNone() throws IOException {
        ModelSources sources = tutorial().change("example.NoPcpFactory", "Hold\", 1, 1, 31,", "Hold\", 1, 31, 1,");
        refused(sources.jar("x.jar"), 3, "'chunksPerHold' ranges from 31 to 1");
    }

    @Test
    void classesOfALaterJava() throws IOException {
        ModelSources sources = tutorial();
        Path factory = sources.classes().resolve("example/NoPcpFactory.class");
        String jar = sources.jar("x.jar");
        byte[] bytes = Files.readAllBytes(factory);
        // The major version of class files.
        bytes[7] = 99;
        try (FileSystem inside = FileSystems.newFileSystem(Path.of(jar))) {
            Files.write(inside.getPath("example/NoPcpFactory.class"), bytes);
        }
        refused(jar, 3, "was compiled for a later Java", "--release 17");
    }

    @Test
    void aFactoryThatUsesWhatAnotherVersionHad() throws IOException {
        // The class is there when the jar is compiled, but not when it runs.
        ModelSources sources = tutorial()
                .source("org.pcpsim.model.Later", "package org.pcpsim.model;\n\n/** x */\npublic interface Later {}\n")
                .change(
                        "example.NoPcpFactory",
                        "implements ModelFactory",
                        "implements ModelFactory, org.pcpsim.model.Later");
        refused(
                sources.jar("x.jar"),
                3,
                "was built against another version of pcpsim",
                "org/pcpsim/model/Later",
                "lib/");
    }

    @Test
    void aModelThatCallsWhatAnotherVersionHad() throws IOException {
        ModelSources sources = tutorial()
                .source(
                        "org.pcpsim.model.Later",
                        "package org.pcpsim.model;\n\n/** x */\npublic final class Later {\n"
                                + "    private Later() {}\n\n    /** x */\n    public static void on() {}\n}\n")
                .change(
                        "example.NoPcp",
                        "        choice.freed(z);\n",
                        "        choice.freed(z);\n        org.pcpsim.model.Later.on();\n");
        Run run = Run.pcpsim(
                "replay", "../sample-traces/compile", "--model", "no-pcp", "--model-path", sources.jar("x.jar"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("model no-pcp failed at event")
                .contains(
                        "it was built against another version of pcpsim: NoClassDefFoundError: org/pcpsim/model/Later")
                .doesNotContain("\tat ");
    }

    @Test
    void anUnknownModelIsComparedWithThoseOfTheJar() throws IOException {
        Run run = Run.pcpsim(
                "replay",
                "../sample-traces/compile",
                "--model",
                "nopcp",
                "--model-path",
                tutorial().jar("x.jar"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("did you mean 'no-pcp'?");
    }
}
