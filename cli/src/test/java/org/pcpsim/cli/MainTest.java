package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {

    @Test
    void withoutACommandTheUsageIsWrong() {
        Run run = Run.pcpsim();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("pcpsim: missing command\n        try 'pcpsim --help'\n");
    }

    @Test
    void aMisspeltCommandIsGuessed() {
        Run run = Run.pcpsim("modles");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("pcpsim: unknown command 'modles'\n        did you mean 'models'?\n");
    }

    @Test
    void anUnknownOptionIsWrongUsageAndNamesTheCommandsHelp() {
        Run run = Run.pcpsim("models", "--nonsense");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("--nonsense").contains("try 'pcpsim models --help'");
    }

    @Test
    void aMisspeltModelIsGuessed() {
        Run run = Run.pcpsim("models", "basline");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("pcpsim: unknown model 'basline'\n        did you mean 'baseline'?\n");
    }

    @Test
    void twoSwappedCharactersAreOneMistake() {
        assertThat(Nearest.to("fti", List.of("got", "fit", "phase0"))).contains("fit");
        assertThat(Nearest.to("jsno", List.of("table", "json"))).contains("json");
        assertThat(Nearest.to("xyz", List.of("fit", "got"))).isEmpty();
    }

    @Test
    void theVersionGoesToStandardOutput() {
        Run run = Run.pcpsim("--version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("pcpsim " + Version.current() + "\n");
        assertThat(run.err()).isEmpty();
    }

    static List<String> commands() {
        return Commands.NAMES;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExampleInEightyColumns(String command) {
        Run run = Run.pcpsim(command, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: pcpsim " + command).containsPattern("Examples?:.* pcpsim " + command);
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHelpRenderedWithTheBuildIsTheOneThatTheOptionsGive(String command) {
        assertThat(Run.pcpsim(command, "--help").out()).isEqualTo(HelpPages.rendered(command, "--help"));
        assertThat(Run.pcpsim(command, "-h").out()).isEqualTo(HelpPages.rendered(command, "-h"));
    }

    @Test
    void theHelpOfPcpsimNamesEveryCommand() {
        Run run = Run.pcpsim("--help");
        assertThat(run.out()).isEqualTo(HelpPages.rendered("--help"));
        assertThat(Commands.NAMES).allSatisfy(name -> assertThat(run.out()).containsPattern("(?m)^  " + name + " "));
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void helpAmongOtherArgumentsIsHelp() {
        String help = HelpPages.rendered("replay", "--help");
        assertThat(Run.pcpsim("replay", "trace.json", "--help").out()).isEqualTo(help);
        assertThat(Run.pcpsim("--help", "replay").out()).isEqualTo(HelpPages.rendered("--help"));
    }

    @Test
    void aReaderThatHasGoneAwayIsNoError() {
        assertThat(exitCodeWith("Broken pipe")).isZero();
    }

    @Test
    void aFullDiskIsAnError() {
        assertThat(exitCodeWith("No space left on device")).isEqualTo(4);
    }

    /** The exit code of a command whose standard output fails with this message. */
    private static int exitCodeWith(String failure) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        };
        PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Main.run(
                new String[] {"models"}, new Console(new ByteArrayInputStream(new byte[0]), broken, err, false));
    }
}
