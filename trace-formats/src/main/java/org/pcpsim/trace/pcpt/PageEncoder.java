package org.pcpsim.trace.pcpt;

import org.pcpsim.trace.EventKind;

/** Turns pages into {@link PageCode}s. */
final class PageEncoder {
    private final PageHistory history = new PageHistory();
    private final PagePositions allocated = new PagePositions();
    private final PagePositions freed = new PagePositions();
    private final ByteOutput[] columns;

    /** Writes into the columns of a block. */
    PageEncoder(ByteOutput[] columns) {
        this.columns = columns;
    }

    void clear() {
        history.clear();
        allocated.clear();
        freed.clear();
    }

    void add(int kind, int order, long page) {
        int pageClass = PageCode.classOf(kind);
        columns[Columns.PAGE_CODES + pageClass].put(code(kind, pageClass, order, page));
        history.last[pageClass] = page;
        switch (kind) {
            case EventKind.ALLOC -> {
                allocated.put(page, history.allocatedCount);
                history.addAllocated(page);
            }
            case EventKind.FREE -> {
                freed.put(page, history.freedCount);
                history.addFreed(page);
            }
            case EventKind.ZONE_LOCKED -> history.addRefilled(page);
            default -> {}
        }
    }

    private int code(int kind, int pageClass, int order, long page) {
        int near = near(kind, page);
        if (near >= 0) {
            return near;
        }
        long away = page - history.last[pageClass];
        int step = PageCode.step(order);
        long chunks = away >> step;
        if (chunks << step == away && chunks >= -PageCode.NEIGHBOURS && chunks < PageCode.NEIGHBOURS) {
            return (int) chunks + PageCode.NEIGHBOUR;
        }
        int distance = distance(kind, page);
        if (distance >= 0) {
            columns[Columns.JUMP_LOW].put(distance);
            columns[Columns.JUMP_HIGH].put(distance >> 8);
            return PageCode.JUMP;
        }
        plain(away << 1 ^ away >> 63);
        return PageCode.PLAIN;
    }

    private int near(int kind, long page) {
        return switch (kind) {
            case EventKind.ALLOC -> {
                int from = history.head;
                int at = find(page, history.list, from, Math.min(history.tail, from + PageCode.FORWARD));
                if (at >= 0) {
                    history.takeFromHead(at - from);
                    yield at - from;
                }
                yield -1;
            }
            case EventKind.PCPU_DRAIN -> {
                int from = history.tail - 1;
                int at = findBack(page, history.list, from, Math.max(history.head, from - PageCode.FORWARD + 1));
                if (at >= 0) {
                    history.takeFromTail(from - at);
                    yield from - at;
                }
                yield -1;
            }
            case EventKind.FREE -> {
                int at = history.allocatedAt;
                int found = around(page, history.allocated, at, history.allocatedCount);
                history.allocatedAt = found >= 0 ? found : at;
                yield found < 0 ? -1 : steps(found - at);
            }
            case EventKind.FREE_BATCHED -> {
                int at = history.freedAt;
                int found = around(page, history.freed, at, history.freedCount);
                history.freedAt = found >= 0 ? found : at;
                yield found < 0 ? -1 : steps(found - at);
            }
            default -> -1;
        };
    }

    private static int steps(int steps) {
        return steps > 0 ? steps - 1 : PageCode.FORWARD - steps;
    }

    private static int around(long page, long[] pages, int at, int count) {
        int found = find(page, pages, at + 1, Math.min(count, at + 1 + PageCode.FORWARD));
        int back = PageCode.BACKWARD_END - PageCode.FORWARD;
        return found >= 0 ? found : findBack(page, pages, at, Math.max(0, at - back + 1));
    }

    private static int find(long page, long[] pages, int from, int end) {
        for (int i = from; i < end; i++) {
            if (pages[i] == page) {
                return i;
            }
        }
        return -1;
    }

    private static int findBack(long page, long[] pages, int from, int to) {
        for (int i = from; i >= to; i--) {
            if (pages[i] == page) {
                return i;
            }
        }
        return -1;
    }

    /** How far back in its history the page was seen, −1 if it was not. */
    private int distance(int kind, long page) {
        if (kind == EventKind.FREE) {
            int at = allocated.of(page);
            if (at < 0) {
                return -1;
            }
            history.allocatedAt = at;
            return history.allocatedCount - 1 - at;
        }
        int at = freed.of(page);
        if (at < 0) {
            return -1;
        }
        if (kind == EventKind.FREE_BATCHED) {
            history.freedAt = at;
        }
        return history.freedCount - 1 - at;
    }

    private void plain(long number) {
        boolean more = Long.compareUnsigned(number, PageCode.THREE_BYTES) >= 0;
        int three = more ? PageCode.THREE_BYTES : (int) number;
        columns[Columns.PAGE_LOW].put(three);
        columns[Columns.PAGE_MIDDLE].put(three >> 8);
        columns[Columns.PAGE_HIGH].put(three >> 16);
        if (more) {
            columns[Columns.PAGE_MORE].varint(number);
        }
    }
}
