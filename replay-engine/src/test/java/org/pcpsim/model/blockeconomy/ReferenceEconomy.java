package org.pcpsim.model.blockeconomy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

/**
 * The design of pcp-buddy spec section 7b on one zone, written from its text with sets and lists, one operation after the
 * other: what it gives, and which locks it asks for. No marks, no node but one, whole blocks only.
 */
final class ReferenceEconomy {
    private static final int[][] OTHERS = {{2, 1}, {2, 0}, {0, 1}};

    /** Free chunks of a CPU by order and type, first the one put last; whole blocks are under order 9, type 0. */
    private final List<Map<List<Integer>, LinkedList<Integer>>> free = new ArrayList<>();

    private final Deque<Integer> blocks = new ArrayDeque<>();
    private final Deque<Integer> pairs = new ArrayDeque<>();
    private final Map<Integer, Integer> owner = new HashMap<>();
    private final Map<Integer, Integer> type = new HashMap<>();
    private final int[] high;
    private final int highMin;
    private final int highMax;
    private final int cpus;
    private final boolean bitmap;
    private final boolean pushes;
    private final Map<Integer, Deque<int[]>> pushed = new HashMap<>();

    final List<String> asked = new ArrayList<>();

    ReferenceEconomy(int cpus, int blockCount, int highMin, int highMax, boolean bitmap, boolean pushes) {
        this.cpus = cpus;
        this.highMin = highMin;
        this.highMax = highMax;
        this.bitmap = bitmap;
        this.pushes = pushes;
        high = new int[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            free.add(new HashMap<>());
            pushed.put(cpu, new ArrayDeque<>());
            high[cpu] = highMin;
        }
        for (int pair = 0; pair < blockCount / 2; pair++) {
            pairs.addLast(pair * 1024);
        }
    }

    private LinkedList<Integer> list(int cpu, int order, int ofType) {
        return free.get(cpu).computeIfAbsent(List.of(order, order == 9 ? 0 : ofType), k -> new LinkedList<>());
    }

    private int keeps(int cpu) {
        return Math.max(1, high[cpu] / 512);
    }

    private void ask(String what) {
        asked.add(what);
    }

    /** A whole block of the zone, −1 if it has none. */
    private int pop() {
        if (!blocks.isEmpty()) {
            return blocks.pop();
        }
        if (pairs.isEmpty()) {
            return -1;
        }
        int pair = pairs.pop();
        blocks.push(pair + 512);
        return pair;
    }

    private void push(int block) {
        if (blocks.remove(block ^ 512)) {
            pairs.push(block & ~512);
        } else {
            blocks.push(block);
        }
    }

    int alloc(int cpu, int order, int ofType) {
        if (order == 10) {
            if (pairs.isEmpty()) {
                drainAll();
            }
            if (pairs.isEmpty()) {
                return -1;
            }
            ask("zone0 directAlloc");
            return pairs.pop();
        }
        // First without taking from another type.
        int page = attempt(cpu, order, ofType, false);
        return page >= 0 ? page : attempt(cpu, order, ofType, true);
    }

    private int attempt(int cpu, int order, int ofType, boolean fragments) {
        if (order == 9) {
            if (!blocks.isEmpty() || !pairs.isEmpty()) {
                ask("zone0 directAlloc");
                return pop();
            }
            return steal(cpu, order, ofType, false);
        }
        ask("pcp0." + cpu);
        absorb(cpu);
        drain(cpu);
        int page = take(cpu, order, ofType, true);
        if (page >= 0) {
            return page;
        }
        if (!blocks.isEmpty() || !pairs.isEmpty()) {
            ask("zone0 refill");
            gain(cpu, pop());
            return take(cpu, order, ofType, true);
        }
        return steal(cpu, order, ofType, fragments);
    }

    private void gain(int cpu, int block) {
        owner.put(block, cpu);
        list(cpu, 9, 0).addFirst(block);
        high[cpu] = Math.min(high[cpu] + 512, highMax);
    }

    private int take(int cpu, int order, int ofType, boolean whole) {
        for (int o = order; o <= (whole ? 9 : 8); o++) {
            if (!list(cpu, o, ofType).isEmpty()) {
                int page = list(cpu, o, ofType).removeFirst();
                if (o == 9) {
                    type.put(page, ofType);
                }
                for (int half = o - 1; half >= order; half--) {
                    list(cpu, half, ofType).addFirst(page + (1 << half));
                }
                return page;
            }
        }
        return -1;
    }

    private int steal(int cpu, int order, int ofType, boolean fragments) {
        for (int pass = 1; pass <= 3; pass++) {
            boolean self = order == 9 || pass == 3;
            if (order == 9 && pass > 1 || pass == 3 && !fragments) {
                return -1;
            }
            for (int step = self ? 0 : 1; step < cpus; step++) {
                int victim = (cpu + step) % cpus;
                if (bitmap
                        && !mayHave(victim, pass == 1 ? 9 : order)
                        && pushed.get(victim).isEmpty()) {
                    continue;
                }
                ask("try pcp0." + victim);
                absorb(victim);
                int page = pass == 1
                        ? whole(victim)
                        : pass == 2 ? take(victim, order, ofType, false) : takeOther(victim, order, ofType);
                if (page >= 0 && pass == 1 && order < 9) {
                    ask("pcp0." + cpu);
                    gain(cpu, page);
                    return take(cpu, order, ofType, true);
                }
                if (page >= 0) {
                    return page;
                }
            }
        }
        return -1;
    }

    private boolean mayHave(int cpu, int order) {
        for (int o = order; o <= 9; o++) {
            for (int t = 0; t < 3; t++) {
                if (!list(cpu, o, t).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    private int whole(int cpu) {
        if (list(cpu, 9, 0).isEmpty()) {
            return -1;
        }
        int block = list(cpu, 9, 0).removeLast();
        owner.remove(block);
        return block;
    }

    private int takeOther(int cpu, int order, int ofType) {
        int page = take(cpu, order, OTHERS[ofType][0], false);
        return page >= 0 ? page : take(cpu, order, OTHERS[ofType][1], false);
    }

    /** A batch, from process context. */
    void free(int cpu, List<int[]> chunks) {
        int held = -1;
        for (int[] chunk : chunks) {
            int page = chunk[0];
            if (chunk[1] >= 9) {
                ask("zone0 directFree");
                for (int block = page; block < page + (1 << chunk[1]); block += 512) {
                    push(block);
                }
                held = -1;
                continue;
            }
            int target = owner.get(page & ~511);
            if (held != target && pushes && target != cpu) {
                ask("list0." + target);
                pushed.get(target).push(chunk);
                held = -1;
                continue;
            }
            if (held != target) {
                ask((pushes ? "try " : "") + "pcp0." + target);
                held = target;
            }
            put(target, page, chunk[1]);
            drain(target);
        }
    }

    private void absorb(int cpu) {
        while (!pushed.get(cpu).isEmpty()) {
            int[] chunk = pushed.get(cpu).pop();
            put(cpu, chunk[0], chunk[1]);
        }
    }

    private void put(int cpu, int page, int order) {
        int ofType = type.get(page & ~511);
        int at = page;
        int size = order;
        while (size < 9 && list(cpu, size, ofType).remove((Integer) (at ^ 1 << size))) {
            at &= ~(1 << size);
            size++;
        }
        list(cpu, size, ofType).addFirst(at);
    }

    private void drain(int cpu) {
        while (list(cpu, 9, 0).size() > keeps(cpu)) {
            ask("zone0 drain");
            giveBack(cpu, keeps(cpu));
        }
    }

    /** One hold of the zone's lock returns two blocks at most. */
    private void giveBack(int cpu, int kept) {
        for (int i = 0; i < 2 && list(cpu, 9, 0).size() > kept; i++) {
            push(whole(cpu));
        }
    }

    void worker(int cpu) {
        high[cpu] = Math.max(high[cpu] - high[cpu] / 8, highMin);
        while (list(cpu, 9, 0).size() > keeps(cpu) || !pushed.get(cpu).isEmpty()) {
            ask("pcp0." + cpu);
            absorb(cpu);
            if (list(cpu, 9, 0).size() > keeps(cpu)) {
                ask("zone0 decay");
                giveBack(cpu, keeps(cpu));
            }
        }
    }

    void drainAll() {
        for (int cpu = 0; cpu < cpus; cpu++) {
            while (!list(cpu, 9, 0).isEmpty() || !pushed.get(cpu).isEmpty()) {
                ask("pcp0." + cpu);
                absorb(cpu);
                if (!list(cpu, 9, 0).isEmpty()) {
                    ask("zone0 drainAll");
                    giveBack(cpu, 0);
                }
            }
        }
    }

    /** CPU that owns the block of a page, −1 for nobody. */
    int owner(int page) {
        return owner.getOrDefault(page & ~511, -1);
    }
}
