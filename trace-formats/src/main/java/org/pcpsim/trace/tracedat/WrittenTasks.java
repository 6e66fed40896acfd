package org.pcpsim.trace.tracedat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.pcpsim.trace.Symbols;

/**
 * The one name of each task that a trace.dat has a place for: the last.
 *
 * <p>Task 0 is the idle one, whatever it is called. Not thread-safe.
 */
final class WrittenTasks {
    private static final int LONGEST = 64;

    private final Map<Integer, Integer> symbolOf = new HashMap<>();
    private final TreeMap<Integer, String> nameOf = new TreeMap<>();
    private Symbols symbols = new Symbols();
    private int lastPid = -1;
    private int lastSymbol = -1;
    private boolean renamed;

    /** Takes in the name that a task has in an event. */
    void see(int pid, int symbol, Symbols of) {
        if (pid == lastPid && symbol == lastSymbol && symbols == of) {
            return;
        }
        if (symbols != of) {
            symbols = of;
            symbolOf.clear();
        }
        lastPid = pid;
        lastSymbol = symbol;
        Integer before = symbolOf.put(pid, symbol);
        if (before != null && before == symbol || pid == 0) {
            return;
        }
        String name = symbols.text(symbol).replaceAll("\\p{Cntrl}", "?");
        name = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        if (!name.isEmpty() && !name.equals("<...>")) {
            String old = nameOf.put(pid, name);
            renamed |= old != null && !old.equals(name);
        }
    }

    /** Whether a task had several names. */
    boolean isRenamed() {
        return renamed;
    }

    /** As in {@code saved_cmdlines}: a number and a name in each line. */
    String commandLines() {
        StringBuilder lines = new StringBuilder();
        nameOf.forEach((pid, name) -> lines.append(pid).append(' ').append(name).append('\n'));
        return lines.toString();
    }
}
