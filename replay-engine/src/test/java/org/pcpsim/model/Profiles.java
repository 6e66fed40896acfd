package org.pcpsim.model;

import java.lang.reflect.RecordComponent;
import java.util.List;
import org.pcpsim.machine.KernelProfile;

/** Kernel profiles for tests. */
public final class Profiles {
    private Profiles() {}

    /** Every profile; only the oldest and the newest where few random sequences are asked for, as for mutants. */
    public static List<KernelProfile> tested() {
        return Integer.getInteger("pcpsim.sequences", 500) < 250
                ? List.of(KernelProfile.V6_1, KernelProfile.V7_0)
                : KernelProfile.ALL;
    }

    /** The rules of 7.0 with one of them replaced. */
    public static KernelProfile with(String component, Object value) {
        RecordComponent[] components = KernelProfile.class.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                boolean replaced = components[i].getName().equals(component);
                values[i] = replaced ? value : components[i].getAccessor().invoke(KernelProfile.V7_0);
            }
            return KernelProfile.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
