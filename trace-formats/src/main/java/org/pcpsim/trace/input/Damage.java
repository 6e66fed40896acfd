package org.pcpsim.trace.input;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.TraceException;

/**
 * Damage met while a trace is read: an error, or a warning where {@link ReadOptions#allowDamaged} is set.
 *
 * <p>Not thread-safe.
 */
public final class Damage {
    private static final int SHOWN = 10;

    private final boolean allowed;
    private final List<String> first = new ArrayList<>();
    private long more;

    /** Nothing is damaged so far. */
    public Damage(ReadOptions options) {
        this.allowed = options.allowDamaged();
    }

    /** Whether damage is stepped over. */
    public boolean isAllowed() {
        return allowed;
    }

    /** Throws it, or keeps it for a warning. */
    public void accept(TraceException damage) throws TraceException {
        if (!allowed) {
            throw damage;
        }
        if (first.size() < SHOWN) {
            first.add("damaged, what is intact was read: " + damage.getMessage());
        } else {
            more++;
        }
    }

    /** A sentence for each damage, of very many only for the first. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(first);
        if (more > 0) {
            warnings.add("damaged in " + more + " more places");
        }
        return warnings;
    }
}
