package org.pcpsim.workload;

import java.util.List;
import org.pcpsim.trace.Symbols;

/** Kinds of pages as numbers, by number of kind: what events and operations say of them. */
final class PageTexts {
    final int[] gfp;
    final int[] gfpText;
    final int[] comm;
    final int[] freeComm;
    final byte[] migratetype;

    /** Enters the texts into a table. */
    PageTexts(List<PageKind> kinds, Symbols symbols) {
        int size = kinds.size();
        gfp = new int[size];
        gfpText = new int[size];
        comm = new int[size];
        freeComm = new int[size];
        migratetype = new byte[size];
        for (int i = 0; i < size; i++) {
            PageKind kind = kinds.get(i);
            gfp[i] = kind.gfpBits();
            gfpText[i] = symbols.intern(kind.gfp());
            comm[i] = symbols.intern(kind.comm());
            freeComm[i] = symbols.intern(kind.freeComm());
            migratetype[i] = (byte) kind.migratetype();
        }
    }
}
