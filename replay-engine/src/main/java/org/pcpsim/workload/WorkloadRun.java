package org.pcpsim.workload;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pcpsim.machine.SettingException;
import org.pcpsim.operation.GeneratedStreams;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/**
 * A workload with values for all its parameters, to be read as streams or as a trace, as often as wanted.
 *
 * <p>The same values give the same operations on any JDK. Immutable and thread-safe.
 */
public final class WorkloadRun {
    private final Workload workload;
    private final Values values;
    private final Plan plan;

    private WorkloadRun(Workload workload, Values values) {
        this.workload = workload;
        this.values = values;
        plan = workload.plan(values);
    }

    /**
     * A workload with the values given, and its defaults for the rest.
     *
     * @throws SettingException if there is no such parameter, or a value is not allowed
     */
    public static WorkloadRun of(Workload workload, Map<String, String> given) {
        return new WorkloadRun(workload, Values.of(workload, given));
    }

    /**
     * Takes down {@code k=v}.
     *
     * @throws SettingException if it is none, or a parameter is given twice
     */
    public static void assign(Workload workload, String assignment, Map<String, String> given) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new SettingException(
                    "workload " + workload.name(), assignment, "NAME=VALUE, as in operations=100000");
        }
        String name = assignment.substring(0, equals);
        if (given.put(name, assignment.substring(equals + 1)) != null) {
            throw new SettingException("workload " + workload.name() + ": " + name + " is given twice");
        }
    }

    /** The workload. */
    public Workload workload() {
        return workload;
    }

    /** The values of its parameters. */
    public Values values() {
        return values;
    }

    /** Its operations as one stream for each CPU. */
    public GeneratedStreams streams() {
        return new WorkloadStreams(plan, values.number("operations"));
    }

    /** Its operations as a trace. */
    public TraceReader trace() {
        TraceHeader header = new TraceHeader(
                toString(),
                OptionalInt.of(plan.cpus()),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                0);
        return new WorkloadTrace(header, plan, values.number("operations"));
    }

    /** Name and all values: {@code NAME?k=v,k=v}. */
    @Override
    public String toString() {
        return workload.name() + "?" + values;
    }
}
