package org.pcpsim.trace.pcpt;

import java.util.Arrays;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;

/**
 * Everything of an event but its time, task, position and page is its <em>shape</em>; few differ. Numbers them.
 *
 * <p>Memory grows with the number of different shapes. Not thread-safe.
 */
final class ShapeTable {
    /** In the byte of the kind: the event has a page. */
    static final int PAGE = 0x10;

    private static final long HASH = 0x9E3779B97F4A7C15L;

    private int count;
    private int[] slots = new int[256];
    private long[] head = new long[64];
    private long[] texts = new long[64];
    private int[] aux = new int[64];

    /** Whether {@code aux} of a kind is a symbol. */
    static boolean auxIsText(int kind) {
        return kind == EventKind.MARK || kind == EventKind.OTHER;
    }

    int size() {
        return count;
    }

    /** The number of a row's shape. */
    int of(EventBatch batch, int row) {
        int page = batch.pfn[row] == EventBatch.NO_PFN ? 0 : PAGE;
        long shapeHead = (batch.kind[row] & 0xf | page)
                | (batch.order[row] & 0xffL) << 8
                | (batch.migratetype[row] & 0xffL) << 16
                | (batch.gfp[row] & 0xffffffffL) << 32;
        long shapeTexts = batch.gfpText[row] & 0xffffffffL | (long) batch.context[row] << 32;
        int shapeAux = batch.aux[row];
        int slot = slot(shapeHead, shapeTexts, shapeAux);
        if (slots[slot] == 0) {
            if (count * 2 >= slots.length) {
                grow();
                slot = slot(shapeHead, shapeTexts, shapeAux);
            }
            slots[slot] = add(shapeHead, shapeTexts, shapeAux) + 1;
        }
        return slots[slot] - 1;
    }

    int kind(int shape) {
        return (int) head[shape] & 0xf;
    }

    int order(int shape) {
        return (byte) (head[shape] >>> 8);
    }

    boolean hasPage(int shape) {
        return (head[shape] & PAGE) != 0;
    }

    int gfpText(int shape) {
        return (int) texts[shape];
    }

    int context(int shape) {
        return (int) (texts[shape] >>> 32);
    }

    int aux(int shape) {
        return aux[shape];
    }

    /** Appends kind, order, migratetype and gfp. */
    void writeHead(ByteOutput out, int shape) {
        long bits = head[shape];
        out.put((int) bits);
        out.put((int) (bits >>> 8));
        out.put((int) (bits >>> 16));
        out.signed((int) (bits >>> 32));
    }

    private int add(long shapeHead, long shapeTexts, int shapeAux) {
        if (count == head.length) {
            head = Arrays.copyOf(head, count * 2);
            texts = Arrays.copyOf(texts, count * 2);
            aux = Arrays.copyOf(aux, count * 2);
        }
        head[count] = shapeHead;
        texts[count] = shapeTexts;
        aux[count] = shapeAux;
        return count++;
    }

    private int slot(long shapeHead, long shapeTexts, int shapeAux) {
        long hash = ((shapeHead * HASH ^ shapeTexts) * HASH ^ shapeAux) * HASH;
        int mask = slots.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (slots[slot] != 0) {
            int shape = slots[slot] - 1;
            if (head[shape] == shapeHead && texts[shape] == shapeTexts && aux[shape] == shapeAux) {
                break;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int shape = 0; shape < count; shape++) {
            slots[slot(head[shape], texts[shape], aux[shape])] = shape + 1;
        }
    }
}
