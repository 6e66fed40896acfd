package org.pcpsim.machine;

/** Transparent huge pages, as {@code /sys/kernel/mm/transparent_hugepage/enabled} says it. */
public enum Thp {
    /** For every mapping. */
    ALWAYS,
    /** Where a program asks for it. */
    MADVISE,
    /** Off. */
    NEVER;

    /** Whether khugepaged runs, which raises {@code min_free_kbytes} (baseline spec section 3.1). */
    public boolean enabled() {
        return this != NEVER;
    }
}
