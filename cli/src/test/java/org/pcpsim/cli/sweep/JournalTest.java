package org.pcpsim.cli.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.cli.sweep.SweepTable.Written;

/** Journals of made-up points: lines of any length come back, and the table of points however it is written. */
class JournalTest {
    @TempDir
    Path folder;

    private static JournalHead head(int points) {
        return new JournalHead("1.0", "digest", points, Shard.WHOLE);
    }

    private static Tree point(int number, Tree... rows) {
        return new Tree().put("point", number).put("exitCode", 0).put("rows", List.of(rows));
    }

    private Path journal(Tree... points) throws IOException {
        Path path = folder.resolve("out.journal");
        try (Journal journal = Journal.open(path, head(points.length))) {
            for (Tree point : points) {
                journal.add(List.of(point));
            }
        }
        return path;
    }

    /** Around what is read at a time, 65,536 bytes, and far above. */
    @ParameterizedTest
    @ValueSource(ints = {1, 65_400, 65_450, 65_500, 65_536, 131_072, 1_000_000})
    void linesOfAnyLengthComeBack(int length) throws IOException {
        String text = "ä".repeat(length / 2) + "x".repeat(length % 2);
        Tree[] points = {
            point(1, new Tree().put("a", text)),
            point(2, new Tree().put("a", "b")),
            point(3, new Tree().put("a", text + "c"))
        };
        Path path = journal(points);
        try (Points read = Points.open(List.of(path))) {
            for (int number = 3; number >= 1; number--) {
                assertThat(read.get(number).at("rows.0.a")).isEqualTo(points[number - 1].at("rows.0.a"));
            }
        }
        // One more line that was torn: what is intact stays.
        Files.writeString(path, "0badc0de {\"point\":" + "y".repeat(length), StandardOpenOption.APPEND);
        try (Journal again = Journal.open(path, head(3))) {
            assertThat(again.size()).isEqualTo(3);
        }
        assertThat(Files.readString(path)).endsWith("c\"}]}\n");
    }

    private static String table(Path journal, boolean atOnce) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Points points = Points.open(List.of(journal))) {
            Optional<Written> written = atOnce
                    ? SweepTable.writeAtOnce(points, true, out)
                    : Optional.of(SweepTable.write(points, true, out));
            return written.isPresent() ? out.toString(StandardCharsets.UTF_8) : "nothing";
        }
    }

    @Test
    void aTableIsWrittenAtOnceIfTheFirstPointHasAllColumns() throws IOException {
        Path path = journal(
                point(
                        1,
                        new Tree().put("a", 1).put("b", 2),
                        new Tree().put("a", 1).put("c", 3)),
                point(2, new Tree().put("a", 2).put("error", "no")),
                point(3, new Tree().put("a", 3).put("c", 4)));
        assertThat(table(path, true))
                .isEqualTo("a,c,b,error\n1,,2,\n1,3,,\n2,,,no\n3,4,,\n")
                .isEqualTo(table(path, false));
    }

    @Test
    void aTableIsWrittenInTwoPassesIfALaterPointHasMore() throws IOException {
        Path path = journal(
                point(1, new Tree().put("a", 1).put("error", "no")),
                point(2, new Tree().put("a", 2).put("b", 5)));
        assertThat(table(path, true)).isEqualTo("nothing");
        assertThat(table(path, false)).isEqualTo("a,b,error\n1,,no\n2,5,\n");
    }
}
