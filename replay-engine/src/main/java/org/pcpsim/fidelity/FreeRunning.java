package org.pcpsim.fidelity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcpsim.lock.LockPath;
import org.pcpsim.model.PcpObserver;
import org.pcpsim.zone.ListLengths;

/**
 * Collects what the full model did when left to itself, and compares it with the kernel event by event.
 *
 * <p>Memory in the number of refills and drains. Not thread-safe.
 */
final class FreeRunning implements PcpObserver {
    private final int cpus;
    private final long interval;
    private final List<Transfer> refills = new ArrayList<>();
    private final List<Transfer> drains = new ArrayList<>();
    private long[] events = new long[64];
    private long passTime;

    /**
     * Nothing collected yet.
     *
     * @param interval the worker's interval in ns
     */
    FreeRunning(int cpus, long interval) {
        this.cpus = cpus;
        this.interval = interval;
    }

    @Override
    public void begins(int member, long event, long time) {
        events[member] = event;
    }

    @Override
    public void workerBegins(int cpu, long time) {
        passTime = time;
    }

    @Override
    public void refilled(int zone, int cpu, int order, int migratetype, int pages) {
        if (pages > 0) {
            int group = (zone * cpus + cpu) * ListLengths.LISTS + ListLengths.index(order, migratetype);
            refills.add(new Transfer(events[0], cpu, group, pages, false, false));
        }
    }

    @Override
    public void drained(int zone, int cpu, int target, int path, int member, int pages) {
        boolean worker = path == LockPath.DECAY || path == LockPath.REMOTE_EXPIRE;
        long event = worker ? passTime : path == LockPath.DRAIN ? events[member] : -1;
        int group = worker ? cpu : zone * cpus + target;
        Transfer last = drains.isEmpty() ? null : drains.get(drains.size() - 1);
        if (path == LockPath.DRAIN && last != null && last.event() == event && last.cpu() == cpu && !last.worker()) {
            // The holds of one overflow follow each other without an event that would tell them apart.
            drains.set(drains.size() - 1, new Transfer(event, cpu, group, last.pages() + pages, false, false));
        } else {
            drains.add(new Transfer(event, cpu, group, pages, worker, false));
        }
    }

    TransferScore refills(List<Transfer> kernel) {
        return score(kernel, refills);
    }

    TransferScore drains(List<Transfer> kernel) {
        return score(kernel, drains);
    }

    private TransferScore score(List<Transfer> kernel, List<Transfer> model) {
        List<Transfer> predicted = withoutFitted(kernel, model);
        Map<String, Integer> byEvent = new HashMap<>();
        Map<String, List<Transfer>> byWorker = new HashMap<>();
        long pagesPredicted = 0;
        for (Transfer transfer : predicted) {
            pagesPredicted += transfer.pages();
            if (transfer.worker()) {
                byWorker.computeIfAbsent(worker(transfer), key -> new ArrayList<>())
                        .add(transfer);
            } else if (transfer.event() >= 0) {
                byEvent.merge(transfer.cpu() + " " + transfer.event(), transfer.pages(), Integer::sum);
            }
        }
        long fitted = 0;
        long exact = 0;
        long pagesActual = 0;
        for (Transfer transfer : kernel) {
            if (transfer.fitted()) {
                fitted++;
                continue;
            }
            pagesActual += transfer.pages();
            if (transfer.worker()) {
                exact += takePass(byWorker.getOrDefault(worker(transfer), new ArrayList<>()), transfer) ? 1 : 0;
            } else if (transfer.event() >= 0) {
                String key = transfer.cpu() + " " + transfer.event();
                if (byEvent.getOrDefault(key, 0) == transfer.pages()) {
                    byEvent.remove(key);
                    exact++;
                }
            }
        }
        return TransferScore.of(kernel.size(), fitted, predicted.size(), exact, pagesActual, pagesPredicted);
    }

    private static String worker(Transfer transfer) {
        return transfer.cpu() + " " + transfer.pages();
    }

    /** Takes the first drain of as many pages within half an interval. */
    private boolean takePass(List<Transfer> sameSize, Transfer of) {
        for (int i = 0; i < sameSize.size(); i++) {
            if (Math.abs(sameSize.get(i).event() - of.event()) <= interval / 2) {
                sameSize.remove(i);
                return true;
            }
        }
        return false;
    }

    /** What the model did, less the transfer of each group that stands for the kernel's fitted one. */
    private static List<Transfer> withoutFitted(List<Transfer> kernel, List<Transfer> model) {
        Map<String, Long> fittedAt = new HashMap<>();
        for (Transfer transfer : kernel) {
            if (transfer.fitted()) {
                fittedAt.put(group(transfer), transfer.event());
            }
        }
        Set<String> dropped = new HashSet<>();
        List<Transfer> left = new ArrayList<>();
        for (Transfer transfer : model) {
            Long at = fittedAt.get(group(transfer));
            boolean stands = at != null && (at < 0 || transfer.worker() || transfer.event() <= at);
            if (!stands || !dropped.add(group(transfer))) {
                left.add(transfer);
            }
        }
        return left;
    }

    private static String group(Transfer transfer) {
        return transfer.worker() + " " + transfer.group();
    }
}
