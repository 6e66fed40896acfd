package org.pcpsim.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Request;
import org.pcpsim.model.AllocatorModel;

/**
 * Runs operations of several CPUs step by step in the order of a script, with locks that can be taken.
 *
 * <p>A take of a lock that another CPU holds waits in arrival order; a try of it is refused.
 */
final class ScriptedExecutor implements Locks {
    private final Map<Integer, Integer> holder = new HashMap<>();
    private final Map<Integer, Deque<Integer>> waiting = new HashMap<>();
    private final Map<Integer, Integer> request = new HashMap<>();

    void begin(int cpu, int first) {
        request.put(cpu, first);
    }

    /** Lets a CPU take its next step; false if it waits for a lock or is done. */
    boolean step(AllocatorModel model, int cpu) {
        int asked = request.getOrDefault(cpu, Request.DONE);
        if (asked == Request.DONE) {
            return false;
        }
        int lock = Request.lock(asked);
        Deque<Integer> queue = waiting.computeIfAbsent(lock, l -> new ArrayDeque<>());
        boolean free = !holder.containsKey(lock) && (queue.isEmpty() || queue.peek() == cpu);
        if (!free && !Request.isTry(asked)) {
            if (!queue.contains(cpu)) {
                queue.add(cpu);
            }
            return false;
        }
        if (free) {
            queue.remove(cpu);
            holder.put(lock, cpu);
        }
        request.put(cpu, model.resume(cpu, free));
        return true;
    }

    boolean isDone(int cpu) {
        return request.getOrDefault(cpu, Request.DONE) == Request.DONE;
    }

    @Override
    public void drop(int cpu, int lock) {
        if (!Integer.valueOf(cpu).equals(holder.remove(lock))) {
            throw new IllegalStateException("CPU " + cpu + " does not hold lock " + lock);
        }
    }
}
