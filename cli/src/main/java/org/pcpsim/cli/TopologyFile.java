package org.pcpsim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.SettingException;
import org.pcpsim.machine.Topology;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.json.JsonInput;

/** A topology as JSON, {@code pcpsim.topology/1}. */
final class TopologyFile {
    private static final String SCHEMA = "pcpsim.topology/1";

    private TopologyFile() {}

    /**
     * Reads one.
     *
     * @throws TraceException naming file, line and field if it is not what it should be
     * @throws IOException if it cannot be read
     */
    static Topology read(String file) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        try (JsonInput in = new JsonInput(file, Files.newInputStream(Path.of(file)))) {
            in.next();
            in.object("a topology", field -> {
                switch (field) {
                    case "schema" -> {
                        if (!in.text(field, JsonInput.SHORT_TEXT).equals(SCHEMA)) {
                            throw in.bad("schema \"" + SCHEMA + "\"");
                        }
                    }
                    case "sockets" -> numbers.put(field, (int) in.integer(field, 1, Machine.MAX_NODES));
                    case "complexes", "cores" -> numbers.put(field, (int) in.integer(field, 1, Machine.MAX_CPUS));
                    case "threads" -> numbers.put(field, (int) in.integer(field, 1, Topology.MAX_THREADS));
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            in.end();
        }
        for (String field : new String[] {"sockets", "complexes", "cores"}) {
            if (!numbers.containsKey(field)) {
                throw TraceException.of(file, "lacks '" + field + "'");
            }
        }
        try {
            return new Topology(
                    numbers.get("sockets"),
                    numbers.get("complexes"),
                    numbers.get("cores"),
                    numbers.getOrDefault("threads", 1));
        } catch (SettingException e) {
            throw TraceException.of(file, e.getMessage());
        }
    }
}
