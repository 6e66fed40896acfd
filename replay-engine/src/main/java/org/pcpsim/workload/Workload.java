package org.pcpsim.workload;

import java.util.List;
import org.pcpsim.model.Parameter;

/** A kind of synthetic workload. Stateless. */
public abstract class Workload {
    /** For the workloads of this package. */
    Workload() {}

    /** The name that users give: lower case, words joined by hyphens. */
    public abstract String name();

    /** What it does, in one line without a full stop at the end. */
    public abstract String summary();

    /** Its own parameters, beside those that every workload has ({@link Workloads#COMMON}). */
    public abstract List<Parameter> parameters();

    /**
     * Lays the workload out.
     *
     * @throws org.pcpsim.machine.SettingException if values do not go together
     */
    abstract Plan plan(Values values);
}
