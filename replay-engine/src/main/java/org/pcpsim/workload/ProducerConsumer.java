package org.pcpsim.workload;

import java.util.List;
import org.pcpsim.model.Parameter;

/**
 * Pairs of CPUs: the even one sends messages whose pages the odd one frees, one by one, as with pipes and sockets.
 *
 * <p>A last CPU without a partner sends to itself.
 */
final class ProducerConsumer extends Workload {
    private static final int MOST_PAGES = 4096;

    @Override
    public String name() {
        return "producer-consumer";
    }

    @Override
    public String summary() {
        return "pairs of CPUs, one allocates messages, the other frees them";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("message", 16, 1, 256, "Chunks in a message."),
                Parameter.number("order", 0, 0, 9, "Order of each chunk: 0 as pipes, 3 as sockets."),
                Parameter.number("depth", 4, 1, 1024, "Messages that a pair has under way."),
                Parameter.number("alloc_ns", 1500, 1, 1_000_000, "Time for each allocation and the copy into it."),
                Parameter.number("free_ns", 1500, 1, 1_000_000, "Time for each free and the copy before it."));
    }

    @Override
    Plan plan(Values values) {
        int cpus = values.get("cpus");
        int order = values.get("order");
        int message = values.atMost("message", MOST_PAGES >> order, "with order " + order);
        int depth = values.get("depth");
        PageKind kind = new PageKind("GFP_USER|__GFP_ACCOUNT", 0, "sender", "receiver", values.get("free_ns"), 1);
        return new Plan(
                cpus,
                (cpus + 1) / 2,
                Plan.powerOfTwo(message << order),
                depth + 1,
                List.of(kind),
                source -> script(source, message, values),
                cpu -> new int[] {cpu / 2});
    }

    private static Script script(int source, int message, Values values) {
        Draws draws = new Draws(values.number("seed"), source);
        int receiver = Math.min(2 * source + 1, values.get("cpus") - 1);
        int order = values.get("order");
        int depth = values.get("depth");
        int allocNs = values.get("alloc_ns");
        return request -> {
            request.cpu = 2 * source;
            request.count = message;
            request.order = order;
            request.kind = 0;
            request.pid = 1000 + source;
            request.pauseNs = draws.about(allocNs);
            request.gapNs = draws.about(allocNs);
            request.life = depth;
            request.freeCpu = receiver;
        };
    }
}
