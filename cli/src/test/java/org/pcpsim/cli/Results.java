package org.pcpsim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes small results of made-up figures, in the form of {@code pcpsim.result/1}. */
final class Results {
    private final Path folder;

    Results(Path folder) {
        this.folder = folder;
    }

    /** A result of baseline with so many acquisitions and 100 ns a hold. */
    static String json(String trace, long seed, long taken) {
        return json(trace, seed, model("baseline", taken));
    }

    static String json(String trace, long seed, String... models) {
        return "{\"schema\": \"pcpsim.result/1\", \"pcpsim\": \"1.0\", \"command\": [\"replay\"], \"seed\": " + seed
                + ", \"order\": \"trace\", \"initial\": \"fresh\", \"trace\": {\"path\": \"traces/" + trace
                + ".json\", \"sha256\": \"" + trace + "\", \"allocs\": 5}, \"machine\": {\"source\": \"preset\", "
                + "\"cpus\": 2, \"nodes\": 1, \"memoryBytes\": 1073741824, \"kernel\": \"7.0\"}, "
                + "\"quality\": {\"lostEvents\": 0}, \"models\": [" + String.join(", ", models) + "]}";
    }

    static String model(String name, long taken) {
        return "{\"name\": \"" + name + "\", \"params\": {}, \"zoneLock\": {\"acquisitions\": " + taken
                + ", \"holdNs\": " + 100 * taken + "}, \"pcp\": {\"hits\": 7}, "
                + "\"sysProxy\": {\"assumptions\": {\"costTable\": \"standard-2\"}}}";
    }

    /** Writes a file and returns its path. */
    String file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return file.toString();
    }
}
