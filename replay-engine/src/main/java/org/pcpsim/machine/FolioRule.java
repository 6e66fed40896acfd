package org.pcpsim.machine;

/** Which folios that are freed together share one hold of the PCP lock (baseline spec sections 9.8 and 18). */
public enum FolioRule {
    /** Single pages, up to 6.8; larger folios are freed before them, one by one. */
    SINGLE_PAGES,
    /** All that have PCP lists. */
    ALL
}
