package org.pcpsim.trace.tracedat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.pcpsim.trace.GfpText;

/**
 * Gives each name in the gfp texts of a trace a bit of its own, and the table that says so.
 *
 * <p>A kernel's bits differ by version, so that readers take them from the table in the file; with a bit for each name,
 * aggregates too, any text comes out as it was, if the table has names in the order of the texts. A text that would
 * need another order is written with the names of its {@link org.pcpsim.trace.Gfp} bits, as one name if need be. Not
 * thread-safe.
 */
final class WrittenGfp {
    private static final int BITS = 63;
    private static final int LONGEST = 200;
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_]+(\\|[A-Za-z0-9_]+)*");
    private static final String NONE = "none";

    private record Key(String text, int bits) {}

    private final Map<Key, Long> known = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    /** Of each name, those that come behind it. */
    private long[] behind = new long[BITS];

    private boolean replaced;

    /** The value that stands for a text and the bits that the event has. */
    long value(String text, int bits) throws IOException {
        Key key = new Key(text, bits);
        Long value = known.get(key);
        if (value == null) {
            value = value(key);
            known.put(key, value);
        }
        return value;
    }

    /** Whether a text was replaced by another with the same bits. */
    boolean isReplaced() {
        return replaced;
    }

    private long value(Key key) throws IOException {
        boolean fits = key.text.length() <= LONGEST
                && TEXT.matcher(key.text).matches()
                && GfpText.isSymbolic(key.text)
                && GfpText.bits(key.text) == key.bits;
        if (fits && add(List.of(key.text.split("\\|")))) {
            return mask(List.of(key.text.split("\\|")));
        }
        replaced |= !key.text.isEmpty();
        String other = GfpText.of(key.bits);
        List<String> each = List.of(other.split("\\|"));
        if (add(each)) {
            return mask(each);
        }
        if (!add(List.of(other))) {
            throw new IOException("more than " + BITS + " names of gfp flags cannot be written as trace.dat");
        }
        return mask(List.of(other));
    }

    private long mask(List<String> text) {
        long mask = 0;
        for (String name : text) {
            mask |= name.equals(NONE) ? 0 : 1L << names.indexOf(name);
        }
        return mask;
    }

    /** Takes in names and their order; false, and nothing changed, if they contradict what is known or are too many. */
    private boolean add(List<String> text) {
        long[] before = behind.clone();
        int size = names.size();
        int last = -1;
        for (String name : text) {
            if (name.equals(NONE)) {
                continue;
            }
            int bit = names.indexOf(name);
            if (bit < 0 && names.size() < BITS) {
                bit = names.size();
                names.add(name);
            }
            if (bit < 0 || last >= 0 && !order(last, bit)) {
                behind = before;
                names.subList(size, names.size()).clear();
                return false;
            }
            last = bit;
        }
        return true;
    }

    /** One name is to come ahead of another. */
    private boolean order(int first, int second) {
        if (first == second || (behind[second] >>> first & 1) != 0) {
            return false;
        }
        long more = 1L << second | behind[second];
        for (int name = 0; name < names.size(); name++) {
            if (name == first || (behind[name] >>> first & 1) != 0) {
                behind[name] |= more;
            }
        }
        return true;
    }

    /** The table as a print format has it: {@code {0x1, "GFP_KERNEL"}, …}. */
    String table() {
        StringBuilder text = new StringBuilder();
        long left = (1L << names.size()) - 1;
        while (left != 0) {
            int next = first(left);
            left &= ~(1L << next);
            text.append(text.isEmpty() ? "" : ", ").append("{0x").append(Long.toHexString(1L << next));
            text.append(", \"").append(names.get(next)).append("\"}");
        }
        return text.isEmpty() ? "{0x1, \"__GFP_DMA\"}" : text.toString();
    }

    /** One that no other of those left has to come ahead of. */
    private int first(long left) {
        for (int name = 0; name < names.size(); name++) {
            boolean free = (left >>> name & 1) != 0;
            for (int other = 0; free && other < names.size(); other++) {
                free = (left >>> other & 1) == 0 || (behind[other] >>> name & 1) == 0;
            }
            if (free) {
                return name;
            }
        }
        throw new IllegalStateException("names in a ring");
    }
}
