package org.pcpsim.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.pcpsim.machine.SettingException;

/** All designs there are. */
public final class Models {
    private Models() {}

    /** Every design on the class path, {@code baseline} first, the rest by name. */
    public static List<ModelFactory> all() {
        List<ModelFactory> all = new ArrayList<>();
        ServiceLoader.load(ModelFactory.class).forEach(all::add);
        all.sort(Comparator.comparing((ModelFactory m) -> !m.name().equals("baseline"))
                .thenComparing(ModelFactory::name));
        return List.copyOf(all);
    }

    /**
     * The design of a name.
     *
     * @throws SettingException listing the names there are
     */
    public static ModelFactory named(String name) {
        List<ModelFactory> all = all();
        return all.stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SettingException(
                        "--model",
                        name,
                        "one of "
                                + String.join(
                                        ", ",
                                        all.stream().map(ModelFactory::name).toList())));
    }
}
