package org.pcpsim.cli.sweep;

import java.util.Optional;
import org.pcpsim.cli.report.Tree;

/**
 * The first line of a journal: which sweep it is of.
 *
 * @param version of the program
 * @param digest of the grid
 * @param points of the whole grid
 * @param shard of it
 */
public record JournalHead(String version, String digest, int points, Shard shard) {
    private static final String SCHEMA = "pcpsim.sweep-journal/1";

    Tree tree() {
        return new Tree()
                .put("schema", SCHEMA)
                .put("pcpsim", version)
                .put("digest", digest)
                .put("points", points)
                .put("shard", shard.toString());
    }

    /** Empty if the tree is not the head of a journal. */
    static Optional<JournalHead> of(Tree tree) {
        Optional<Shard> shard = tree.at("shard").flatMap(text -> Shard.parse(text.toString()));
        Object points = tree.at("points").orElse("");
        boolean known = tree.at("schema").orElse("").equals(SCHEMA);
        if (!known || shard.isEmpty() || !(points instanceof Long count) || count < 1 || count > Grid.MOST_POINTS) {
            return Optional.empty();
        }
        return Optional.of(new JournalHead(
                tree.at("pcpsim").map(Tree::text).orElse(""),
                tree.at("digest").map(Tree::text).orElse(""),
                count.intValue(),
                shard.get()));
    }
}
