package org.pcpsim.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One CPU's page set of one zone as baseline spec sections 8, 9.2 to 9.7 and 10.2 describe it, word by word.
 *
 * <p>Lists hold page frame numbers. Where its pages come from and go to is not its business.
 */
final class ReferencePcp {
    /** How kernels differ (section 18). */
    record Rules(
            boolean fixed,
            boolean chunkedOverflow,
            boolean chunkedDecay,
            boolean wholeDrainAll,
            boolean freeHighAddsHalfHighMin,
            int thpLists,
            boolean largeFoliosAlone) {
        static Rules of(String kernel) {
            return switch (kernel) {
                case "6.1" -> new Rules(true, false, false, false, false, 2, true);
                case "6.8" -> new Rules(false, false, false, true, false, 1, true);
                case "6.12" -> new Rules(false, false, true, false, false, 2, false);
                case "6.18" -> new Rules(false, false, true, false, true, 2, false);
                default -> new Rules(false, true, true, false, true, 2, false);
            };
        }

        int lists() {
            return 12 + thpLists;
        }

        int index(int order, int mt) {
            return order == 9 ? 12 + (mt == 1 && thpLists == 2 ? 1 : 0) : 3 * order + mt;
        }
    }

    private final Rules rules;
    private final int batch;
    private final int highMin;
    private final int highMax;
    private final List<Deque<Integer>> lists = new ArrayList<>();
    private boolean prevHigh;
    private int allocFactor;
    private int freeFactor;
    private int freeCount;
    int count;
    int high;

    ReferencePcp(Rules rules, int batch, int highMin, int highMax) {
        this.rules = rules;
        this.batch = batch;
        this.highMin = highMin;
        this.highMax = highMax;
        for (int i = 0; i < rules.lists(); i++) {
            lists.add(new ArrayDeque<>());
        }
    }

    private static int orderOf(int index) {
        return index >= 12 ? 9 : index / 3;
    }

    /** First page of a list, −1 if it is empty. */
    int first(int index) {
        Integer first = lists.get(index).peekFirst();
        return first == null ? -1 : first;
    }

    List<Integer> list(int index) {
        return new ArrayList<>(lists.get(index));
    }

    /** Section 9.2; returns the chunks that a refill asked for, 0 for a hit. */
    int alloc(int order, int mt, boolean belowHigh, IntFunction<List<Integer>> zone) {
        freeCount = freeCount / 2;
        freeFactor = freeFactor / 2;
        Deque<Integer> list = lists.get(rules.index(order, mt));
        int refilled = 0;
        if (list.isEmpty()) {
            refilled = rules.fixed ? fixedRefillCount(order) : refillCount(order, belowHigh);
            List<Integer> pages = zone.apply(refilled);
            for (int page : pages) {
                list.addLast(page);
            }
            count += pages.size() << order;
        }
        list.removeFirst();
        count -= 1 << order;
        return refilled;
    }

    /** Section 18, row "refill size". */
    private int fixedRefillCount(int order) {
        high = highMin;
        return batch > 1 ? Math.max(batch >> order, 2) : 1;
    }

    /** Section 9.3. */
    private int refillCount(int order, boolean belowHigh) {
        int h = clamp(high, highMin, highMax);
        high = h;
        if (h < batch) {
            return 1;
        }
        int n = order > 0 ? batch : batch << allocFactor;
        if (highMin != highMax && !belowHigh) {
            h = Math.min(h + n, highMax);
            high = h;
        }
        if (order == 0) {
            int maxn = Math.max(h - count - batch, batch);
            if (n <= maxn && allocFactor < 5) {
                allocFactor++;
            }
            n = Math.min(n, maxn);
        }
        if (n > 1) {
            n = Math.max(n >> order, 2);
        }
        return n;
    }

    /** Section 9.5, commit; returns the pages of each zone lock hold. */
    List<Integer> free(int page, int order, int mt, boolean belowHigh) {
        allocFactor = allocFactor / 2;
        int index = rules.index(order, mt);
        lists.get(index).addFirst(page);
        count += 1 << order;
        if (rules.fixed) {
            return overflowOfFixed(order, index);
        }
        boolean freeHigh = false;
        if (order >= 1 && order <= 3) {
            int threshold = batch + (rules.freeHighAddsHalfHighMin ? highMin / 2 : 0);
            freeHigh = freeCount >= threshold && prevHigh && count >= batch;
            prevHigh = true;
        } else {
            prevHigh = false;
        }
        if (freeCount < batch << 5) {
            freeCount += 1 << order;
        }
        int h = highNow(freeHigh, belowHigh);
        List<Integer> holds = new ArrayList<>();
        if (count < h) {
            return holds;
        }
        int toFree;
        if (freeHigh) {
            toFree = Math.min(count, batch << 5);
        } else {
            toFree = h < batch ? 1 : clamp(freeCount, batch, h - batch);
        }
        if (!rules.chunkedOverflow) {
            holds.add(drain(toFree, index));
            return holds;
        }
        while (toFree > 0 && count > 0) {
            int nominal = Math.min(toFree, batch);
            holds.add(drain(nominal, index));
            toFree -= nominal;
        }
        return holds;
    }

    /** Section 18, rows "PCP high", "freeHigh threshold" and "drain size on overflow". */
    private List<Integer> overflowOfFixed(int order, int index) {
        high = highMin;
        if (order >= 1 && order <= 3 && freeFactor > 0) {
            return List.of(drain(count, index));
        }
        if (count < high) {
            return List.of();
        }
        int n = batch;
        for (int i = 0; i < freeFactor; i++) {
            n = 2 * n;
        }
        if (n < high - batch && freeFactor < 5) {
            freeFactor++;
        }
        return List.of(drain(clamp(n, batch, high - batch), index));
    }

    /** Section 9.6. */
    private int highNow(boolean freeHigh, boolean belowHigh) {
        int h = clamp(high, highMin, highMax);
        high = h;
        if (h == 0) {
            return 0;
        }
        if (freeHigh) {
            high = Math.max(h - (batch << 5), highMin);
            return 0;
        }
        if (highMin == highMax) {
            return h;
        }
        if (belowHigh) {
            high = Math.max(h - Math.max(freeCount, batch), highMin);
            return Math.max(count, highMin);
        }
        if (count >= h && h < freeCount + batch) {
            high = clamp(freeCount + batch, highMin, highMax);
        }
        return h;
    }

    /** Section 9.7; returns the pages drained. */
    private int drain(int pages, int start) {
        int n = Math.min(pages, count);
        int drained = 0;
        int i = start - 1;
        while (n > 0) {
            do {
                i = (i + 1) % rules.lists();
            } while (lists.get(i).isEmpty());
            do {
                lists.get(i).removeLast();
                int size = 1 << orderOf(i);
                count -= size;
                n -= size;
                drained += size;
            } while (n > 0 && !lists.get(i).isEmpty());
        }
        return drained;
    }

    /** Section 10.2; returns the pages of each zone lock hold. */
    List<Integer> decay() {
        if (rules.fixed) {
            return List.of();
        }
        if (high > highMin) {
            high = Math.max(Math.max(count - (batch << 5), high - (high >> 3)), highMin);
        }
        List<Integer> holds = new ArrayList<>();
        int d = count - high;
        while (d > 0) {
            int nominal = rules.chunkedDecay ? Math.min(d, batch) : d;
            holds.add(drain(nominal, 0));
            d -= nominal;
        }
        return holds;
    }

    /** Section 10.4; returns the pages of each zone lock hold. */
    List<Integer> drainCpuZone() {
        List<Integer> holds = new ArrayList<>();
        while (count > 0) {
            holds.add(drain(rules.wholeDrainAll ? count : Math.min(count, batch << 5), 0));
        }
        return holds;
    }

    private static int clamp(int x, int lo, int hi) {
        return Math.min(Math.max(x, lo), hi);
    }
}
