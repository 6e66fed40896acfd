package org.pcpsim.cli.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.cli.report.RunNotes;
import org.pcpsim.cli.report.Tree;

/** Everything that it takes to get the same figures again. */
final class ReproductionSection {
    private static final Map<String, String> FACTS = new LinkedHashMap<>();

    static {
        FACTS.put("pcpsim", "version of pcpsim");
        FACTS.put("seed", "seed");
        FACTS.put("order", "order");
        FACTS.put("trace.path", "trace");
        FACTS.put("trace.sha256", "its SHA-256");
        FACTS.put("trace.format", "its format");
        FACTS.put("trace.events", "its events");
        FACTS.put("machine.kernel", "rules of kernel");
        FACTS.put("machine.topology", "topology");
        FACTS.put("map.file", "map");
        FACTS.put("map.sha256", "its SHA-256");
    }

    private ReproductionSection() {}

    /** Writes the command and what identifies its inputs. */
    static void write(Html html, Tree result) {
        html.open("pre", "class", "command", "tabindex", "0")
                .element("code", command(result))
                .close("pre");
        html.open("dl", "class", "facts");
        FACTS.forEach((path, words) ->
                result.at(path).ifPresent(value -> html.element("dt", words).element("dd", Tree.text(value))));
        for (Tree model : result.trees("models")) {
            String parameters = parameters(model);
            if (!parameters.isEmpty()) {
                html.element("dt", "parameters of " + FigureTable.modelName(model))
                        .element("dd", parameters);
            }
        }
        RunNotes.pricing(result).ifPresent(words -> html.element("dt", "times").element("dd", words));
        html.close("dl");
    }

    private static String parameters(Tree model) {
        List<String> pairs = new ArrayList<>();
        if (model.at("params").orElse("") instanceof Tree params) {
            params.leaves().forEach((name, value) -> pairs.add(name + "=" + Tree.text(value)));
        }
        return String.join(", ", pairs);
    }

    /** As it may be pasted into a shell. */
    static String command(Tree result) {
        List<String> words = new ArrayList<>();
        words.add("pcpsim");
        if (result.at("command").orElse(List.of()) instanceof List<?> arguments) {
            arguments.forEach(argument -> words.add(quoted(argument instanceof Tree ? "" : Tree.text(argument))));
        }
        return String.join(" ", words);
    }

    private static String quoted(String argument) {
        boolean plain = argument.matches("[A-Za-z0-9_@%+=:,./-]+");
        return plain ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
