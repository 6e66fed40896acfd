package org.pcpsim.model;

import java.util.List;

/**
 * A design that can be chosen by name; found through {@link java.util.ServiceLoader}, so it may lie in any jar on the
 * class path.
 */
public interface ModelFactory {
    /** Name in {@code --model}. */
    String name();

    /** One line that says what the design is. */
    String summary();

    /** Its knobs, in the order in which they are listed. */
    List<Parameter> parameters();

    /** A fresh instance, whose zones have no free page yet. */
    AllocatorModel create(ModelContext context);
}
