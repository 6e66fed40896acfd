package org.pcpsim.model;

import java.lang.reflect.RecordComponent;
import org.pcpsim.machine.KernelProfile;

/** Kernel profiles that differ from 7.0 in one component. */
public final class Profiles {
    private Profiles() {}

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
