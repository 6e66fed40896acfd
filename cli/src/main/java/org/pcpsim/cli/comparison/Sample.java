package org.pcpsim.cli.comparison;

import java.math.BigDecimal;
import java.util.Optional;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.Quantity;
import org.pcpsim.cli.report.Tree;

/**
 * One model's part of a result.
 *
 * @param file the result is from, as the user gave it
 * @param result the whole
 * @param model of it
 */
record Sample(String file, Tree result, Tree model) {
    private static final String ENDINGS = "(\\.(json|ndjson|txt|dat|data|pcpt|gz|zst|xz))+$";

    /** A field of the result, else of the model. */
    Optional<BigDecimal> number(String path) {
        boolean whole = result.at(path.split("\\.", 2)[0]).isPresent();
        return whole ? result.number(path) : model.number(path);
    }

    String modelName() {
        return text(model, "name");
    }

    /** What tells a trace from others: the digest of its file where there is one. */
    String traceKey() {
        return result.at("trace.sha256").map(Tree::text).orElse(tracePath());
    }

    String tracePath() {
        return text(result, "trace.path");
    }

    /** The last part of the trace's path, without endings of formats. */
    String traceName() {
        String path = tracePath().replaceAll("/+$", "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        String name = last.replaceAll(ENDINGS, "");
        return name.isEmpty() ? last : name;
    }

    /** What tells a modelled machine from others: all but where its figures are from. */
    String machineKey() {
        Tree machine = new Tree();
        ((Tree) result.at("machine").orElseThrow()).fields().forEach((name, value) -> {
            if (!name.equals("source")) {
                machine.put(name, value);
            }
        });
        return Json.of(machine);
    }

    String machineWords() {
        return Quantity.counted(whole("machine.cpus"), "CPU") + ", " + Quantity.counted(whole("machine.nodes"), "node")
                + ", " + Quantity.bytes(whole("machine.memoryBytes")) + ", rules of "
                + text(result, "machine.kernel");
    }

    private long whole(String path) {
        return result.number(path).map(BigDecimal::longValue).orElse(0L);
    }

    private static String text(Tree tree, String path) {
        return tree.at(path).map(Tree::text).orElse("");
    }
}
