package org.pcpsim.cli;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.machine.SettingException;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.Limits;
import org.pcpsim.trace.json.JsonInput;

/** A machine as JSON, {@code pcpsim.machine/1}: the {@code machine} object of a result. */
final class MachineFile {
    private static final String SCHEMA = "pcpsim.machine/1";
    private static final String WHAT = "a machine";
    private static final List<String> NUMBERS =
            List.of("node", "startPfn", "managed", "min", "low", "high", "batch", "highMin", "highMax");
    private static final long MOST_BYTES = 1L << 62;
    private static final int MOST_ZONES = 4 * Machine.MAX_NODES;

    private final String name;
    private Optional<Integer> cpus = Optional.empty();
    private Optional<Integer> nodes = Optional.empty();
    private Optional<Long> memoryBytes = Optional.empty();
    private Optional<KernelProfile> kernel = Optional.empty();
    private Optional<String> topology = Optional.empty();
    private final List<ZoneSpec> zones = new ArrayList<>();

    private MachineFile(String name) {
        this.name = name;
    }

    /**
     * Gives a builder what the file says.
     *
     * @param limits of its JSON
     * @throws TraceException naming file, line and field if it is not what it should be
     * @throws IOException if it cannot be read
     */
    static void read(String path, Limits limits, MachineBuilder builder) throws IOException {
        MachineFile file = new MachineFile(path);
        try (JsonInput in = new JsonInput(path, Files.newInputStream(Path.of(path)), limits)) {
            if (in.next() != JsonToken.START_OBJECT) {
                throw in.bad(WHAT + ", an object with cpus, memoryBytes and zones");
            }
            in.object(WHAT, field -> file.field(in, field));
            in.end();
        }
        file.give(builder);
    }

    private void give(MachineBuilder builder) throws TraceException {
        long bytes = memoryBytes.orElseThrow(() -> lacks("memoryBytes"));
        int cpuCount = cpus.orElseThrow(() -> lacks("cpus"));
        if (zones.isEmpty()) {
            throw lacks("zones");
        }
        int populated = zones.stream().mapToInt(ZoneSpec::node).max().orElse(0) + 1;
        if (nodes.isPresent() && nodes.get() != populated) {
            throw TraceException.of(
                    name, "nodes: found '" + nodes.get() + "', expected " + populated + ", as the zones say");
        }
        try {
            new MachineBuilder().zones(name, cpuCount, bytes, zones).build();
        } catch (SettingException e) {
            throw TraceException.of(name, e.getMessage());
        }
        builder.zones("machine file " + name, cpuCount, bytes, zones);
        kernel.ifPresent(builder::kernel);
        topology.ifPresent(builder::topology);
    }

    private TraceException lacks(String field) {
        return TraceException.of(name, "lacks '" + field + "'");
    }

    private boolean field(JsonInput in, String field) throws IOException {
        switch (field) {
            case "schema" -> {
                if (!in.text(field, JsonInput.SHORT_TEXT).equals(SCHEMA)) {
                    throw in.bad("schema \"" + SCHEMA + "\"");
                }
            }
            case "source" -> in.text(field, JsonInput.SHORT_TEXT);
            case "cpus" -> cpus = Optional.of((int) in.integer(field, 1, Machine.MAX_CPUS));
            case "nodes" -> nodes = Optional.of((int) in.integer(field, 1, Machine.MAX_NODES));
            case "memoryBytes" -> memoryBytes = Optional.of(in.integer(field, 1, MOST_BYTES));
            case "kernel" -> kernel = Optional.of(profile(in));
            case "topology" -> topology = Optional.of(in.text(field, JsonInput.SHORT_TEXT));
            case "zones" -> zones(in);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static KernelProfile profile(JsonInput in) throws IOException {
        String profile = in.text("kernel", JsonInput.SHORT_TEXT);
        try {
            return KernelProfile.of(profile);
        } catch (SettingException e) {
            throw in.bad("'kernel', a profile: "
                    + String.join(
                            ", ",
                            KernelProfile.ALL.stream().map(KernelProfile::name).toList()));
        }
    }

    private void zones(JsonInput in) throws IOException {
        if (in.token() != JsonToken.START_ARRAY) {
            throw in.bad("'zones', an array");
        }
        while (in.next() != JsonToken.END_ARRAY) {
            if (zones.size() == MOST_ZONES) {
                throw in.bad("at most " + MOST_ZONES + " zones");
            }
            zones.add(zone(in));
        }
    }

    private ZoneSpec zone(JsonInput in) throws IOException {
        Map<String, Long> numbers = new TreeMap<>();
        List<String> names = new ArrayList<>();
        in.object("a zone", field -> {
            if (field.equals("name")) {
                names.add(in.text(field, JsonInput.SHORT_TEXT));
                return true;
            }
            if (!NUMBERS.contains(field)) {
                return false;
            }
            numbers.put(field, in.integer(field, 0, Integer.MAX_VALUE));
            return true;
        });
        for (String field : NUMBERS) {
            if (!numbers.containsKey(field)) {
                throw in.bad("'" + field + "' in every zone");
            }
        }
        if (names.isEmpty()) {
            throw in.bad("'name' in every zone");
        }
        try {
            return ZoneSpec.of(
                    numbers.get("node").intValue(),
                    names.get(0),
                    numbers.get("startPfn"),
                    numbers.get("managed"),
                    numbers.get("min"),
                    numbers.get("low"),
                    numbers.get("high"),
                    numbers.get("batch").intValue(),
                    numbers.get("highMin").intValue(),
                    numbers.get("highMax").intValue());
        } catch (SettingException e) {
            throw TraceException.of(name, "zone " + zones.size() + ": " + e.getMessage());
        }
    }
}
