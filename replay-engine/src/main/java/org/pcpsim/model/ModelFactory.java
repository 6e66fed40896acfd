package org.pcpsim.model;

import java.util.List;
import java.util.Set;

/**
 * A design that can be chosen by name.
 *
 * <p>Found through {@link java.util.ServiceLoader}: a jar names its factories, which are public and have a public
 * constructor without parameters, in {@code META-INF/services/org.pcpsim.model.ModelFactory}. Methods return the same at every
 * call. Thread-safe: several runs may create instances at once.
 */
public interface ModelFactory {
    /** Name in {@code --model}: lower case letters, digits and hyphens, beginning with a letter. */
    String name();

    /** One line that says what the design is. */
    String summary();

    /** Its knobs, in the order in which they are listed; none unless overridden. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /** What it looks at of an event beside what every design does: CPU, pages and order; nothing unless overridden. */
    default Set<EventData> needs() {
        return Set.of();
    }

    /**
     * A fresh instance, whose zones have no free page yet.
     *
     * @throws org.pcpsim.machine.SettingException if values of parameters do not go together
     */
    AllocatorModel create(ModelContext context);
}
