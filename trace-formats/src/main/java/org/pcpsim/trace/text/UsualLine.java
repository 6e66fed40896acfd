package org.pcpsim.trace.text;

import java.util.Arrays;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;

/**
 * Reads lines that look as nearly all do, each in one pass, and leaves every other line alone.
 *
 * <p>Usual is a line with a bracketed CPU, a task and flags that were seen before, and one of five kmem events with its
 * fields in the order of the kernel's, values of the usual size and a line feed. Nothing is taken on trust: what is
 * accepted here {@link LineHead} and {@link KmemFields} accept with the same meaning. A line costs some 100 ns less so.
 */
final class UsualLine {
    /** No usual line is longer; so many bytes ahead of the buffer's end lines are left to others. */
    private static final int REACH = 2048;

    private static final int LONGEST_TASK_WORDS = 12;
    private static final int MOST_TASKS = 1 << 16;
    private static final int CONTEXT_SLOTS = 1 << 10;
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private static final long BRACKETS = Words.eight('[');
    private static final long KMEM = Words.of("kmem:");
    private static final long MM_PAGE = Words.of("mm_page_");
    private static final long ALLOC = Words.of("alloc:");
    private static final long FREE = Words.of("free:");
    private static final long FREE_BAT = Words.of("free_bat");
    private static final long CHED = Words.of("ched:");
    private static final long ALLOC_ZO = Words.of("alloc_zo");
    private static final long NE_LOCKED = Words.of("ne_locke");
    private static final long D = Words.of("d:");
    private static final long PCPU_DRA = Words.of("pcpu_dra");
    private static final long IN = Words.of("in:");
    private static final long PAGE = Words.of("page=");
    private static final long PAGE_0X = Words.of("page=0x");
    private static final long PFN_0X = Words.of("pfn=0x");
    private static final long ORDER = Words.of(" order=");
    private static final long MIGRATE = Words.of(" migrate");
    private static final long ATETYPE = Words.of("atetype=");
    private static final long GFP_FLA = Words.of(" gfp_fla");
    private static final long P_FLAGS = Words.of("p_flags=");
    private static final long PERCPU = Words.of(" percpu_");
    private static final long REFILL = Words.of("_refill=");

    private final Texts texts;
    private final boolean flags;
    private final long[] lastTime;
    private final ByteSymbols tasks = new ByteSymbols();
    private int[] taskPid = new int[64];
    private int[] taskComm = new int[64];
    private final long[] contextKeys = new long[CONTEXT_SLOTS];
    private final int[] contextSymbols = new int[CONTEXT_SLOTS];

    private byte[] text;
    private int task;
    private int cpu;
    private int context;
    private long time;
    private int fraction;
    private byte kind;
    private long pfn;
    private int order;
    private int migratetype;
    private int gfp;
    private int aux;

    /**
     * For one trace.
     *
     * @param flags whether the lines have a flags column
     * @param lastTime of each CPU, kept up to date by whoever reads a line
     */
    UsualLine(Texts texts, boolean flags, long[] lastTime) {
        this.texts = texts;
        this.flags = flags;
        this.lastTime = lastTime;
    }

    /**
     * Adds the events of usual lines to the batch, from the next line on, until there is another line or the batch is
     * full but for one row.
     *
     * @param timeFraction digits behind the point that times must have
     */
    void read(Lines lines, EventBatch batch, int timeFraction) {
        text = lines.text;
        int at = lines.next();
        int end = lines.end();
        int count = 0;
        while (at < end - REACH && batch.size < EventBatch.CAPACITY - 1) {
            int fields = readHead(at);
            if (fields < 0 || fraction != timeFraction || time < lastTime[cpu]) {
                break;
            }
            int lineFeed = readFields(fields);
            if (lineFeed < 0 || lineFeed >= end || text[lineFeed] != '\n') {
                break;
            }
            lastTime[cpu] = time;
            add(batch);
            at = lineFeed + 1;
            count++;
        }
        lines.skip(at, count);
    }

    /** Makes the task of a line known, if what is ahead of its first bracket names it. */
    void learn(byte[] line, int from, LineHead head, int comm) {
        int bracket = head.bracket;
        if (bracket < 0 || bracket - from > 8 * LONGEST_TASK_WORDS || tasks.size() == MOST_TASKS) {
            return;
        }
        if (tasks.getUntil(line, from, BRACKETS, LONGEST_TASK_WORDS) != ByteSymbols.ABSENT || tasks.end != bracket) {
            return;
        }
        int number = tasks.size();
        if (number == taskPid.length) {
            taskPid = Arrays.copyOf(taskPid, 2 * number);
            taskComm = Arrays.copyOf(taskComm, 2 * number);
        }
        taskPid[number] = head.pid;
        taskComm[number] = comm;
        tasks.put(line, from, bracket, number);
    }

    /** Up to the name and its colon; where the fields begin, −1 if it is unusual. */
    private int readHead(int from) {
        task = tasks.getUntil(text, from, BRACKETS, LONGEST_TASK_WORDS);
        if (task == ByteSymbols.ABSENT) {
            return -1;
        }
        int at = tasks.end + 1;
        long word = Words.at(text, at);
        int digits = Words.digits(word);
        if (digits == 0 || digits > 4 || (word >>> 8 * digits & 0xffff) != (']' | ' ' << 8)) {
            return -1;
        }
        cpu = Words.decimal(word, digits);
        if (cpu >= LineHead.CPU_LIMIT) {
            return -1;
        }
        at += digits + 2;
        if (flags) {
            at = readContext(at);
            if (at < 0) {
                return -1;
            }
        }
        at = readTime(Words.notBlank(text, at, Integer.MAX_VALUE));
        return at < 0 ? -1 : readName(at);
    }

    /** Four or five characters and a blank. */
    private int readContext(int at) {
        long word = Words.at(text, at);
        int length = (word >>> 32 & 0xff) == ' ' ? 4 : 5;
        if ((word >>> 8 * length & 0xff) != ' ') {
            return -1;
        }
        long key = Words.first(word, length);
        int slot = (int) (key * MIX >>> 54);
        if (contextKeys[slot] != key) {
            int symbol = texts.knownContext(at, at + length);
            if (symbol == ByteSymbols.ABSENT) {
                return -1;
            }
            contextKeys[slot] = key;
            contextSymbols[slot] = symbol;
        }
        context = contextSymbols[slot];
        return at + length;
    }

    /** Seconds, six or nine decimals and a colon. */
    private int readTime(int at) {
        long word = Words.at(text, at);
        int digits = Words.digits(word);
        if (digits == 0 || digits == 8 || text[at + digits] != '.') {
            return -1;
        }
        long seconds = Words.decimal(word, digits);
        int decimals = at + digits + 1;
        long part = Words.at(text, decimals);
        int partDigits = Words.digits(part);
        if (partDigits == 6 && text[decimals + 6] == ':') {
            fraction = 6;
            time = seconds * 1_000_000_000L + Words.decimal(part, 6) * 1000L;
            return decimals + 7;
        }
        int ninth = text[decimals + 8] - '0';
        if (partDigits == 8 && ninth >= 0 && ninth <= 9 && text[decimals + 9] == ':') {
            fraction = 9;
            time = seconds * 1_000_000_000L + Words.decimal(part, 8) * 10L + ninth;
            return decimals + 10;
        }
        return -1;
    }

    private int readName(int from) {
        if (text[from] != ' ') {
            return -1;
        }
        int at = from + 1;
        if (!flags) {
            at = Words.notBlank(text, at, Integer.MAX_VALUE);
            if (Words.first(Words.at(text, at), 5) == KMEM) {
                at += 5;
            }
        }
        if (Words.at(text, at) != MM_PAGE) {
            return -1;
        }
        at += 8;
        long word = Words.at(text, at);
        if (Words.first(word, 5) == FREE) {
            kind = EventKind.FREE;
            at += 5;
        } else if (Words.first(word, 6) == ALLOC) {
            kind = EventKind.ALLOC;
            at += 6;
        } else if (word == FREE_BAT && Words.first(Words.at(text, at + 8), 5) == CHED) {
            kind = EventKind.FREE_BATCHED;
            at += 13;
        } else if (word == PCPU_DRA && Words.first(Words.at(text, at + 8), 3) == IN) {
            kind = EventKind.PCPU_DRAIN;
            at += 11;
        } else if (word == ALLOC_ZO
                && Words.at(text, at + 8) == NE_LOCKED
                && Words.first(Words.at(text, at + 16), 2) == D) {
            kind = EventKind.ZONE_LOCKED;
            at += 18;
        } else {
            return -1;
        }
        return text[at] == ' ' ? Words.notBlank(text, at + 1, Integer.MAX_VALUE) : -1;
    }

    /** Where the line feed must be, −1 if it is unusual. */
    private int readFields(int from) {
        int at = readPage(from);
        if (at < 0) {
            return -1;
        }
        long word = Words.at(text, at + 6);
        int digits = Words.hexDigits(word);
        if (Words.first(Words.at(text, at), 6) != PFN_0X || digits == 0 || digits == 8) {
            return -1;
        }
        pfn = Words.hexadecimal(word, digits);
        at += 6 + digits;
        long orderField = Words.at(text, at);
        order = (int) (orderField >>> 56) - '0';
        // No page: that may be a failure, which others look into.
        if (pfn == 0 || Words.first(orderField, 7) != ORDER || order < 0 || order > 9) {
            return -1;
        }
        at += 8;
        if (kind == EventKind.FREE || kind == EventKind.FREE_BATCHED) {
            return at;
        }
        migratetype = text[at + 13] - '0';
        if (Words.at(text, at) != MIGRATE
                || Words.at(text, at + 5) != ATETYPE
                || migratetype < 0
                || migratetype > KmemFields.MAX_MIGRATETYPE) {
            return -1;
        }
        at += 14;
        if (kind == EventKind.PCPU_DRAIN) {
            return at;
        }
        return kind == EventKind.ALLOC ? readGfp(at) : readRefill(at);
    }

    /** {@code page=}, sixteen digits or {@code 0x} and fewer, and a blank. */
    private int readPage(int from) {
        long word = Words.at(text, from);
        int digits = from + 5;
        if (Words.first(word, 7) == PAGE_0X) {
            digits += 2;
        } else if (Words.first(word, 5) != PAGE) {
            return -1;
        }
        int count = Words.hexDigits(Words.at(text, digits));
        if (count == 8) {
            count += Words.hexDigits(Words.at(text, digits + 8));
        }
        return count > 0 && text[digits + count] == ' ' ? digits + count + 1 : -1;
    }

    private int readGfp(int at) {
        if (Words.at(text, at) != GFP_FLA || Words.at(text, at + 3) != P_FLAGS) {
            return -1;
        }
        gfp = texts.knownGfp(at + 11);
        return gfp == ByteSymbols.ABSENT ? -1 : texts.knownGfpTo();
    }

    private int readRefill(int at) {
        aux = text[at + 15] - '0';
        boolean usual = Words.at(text, at) == PERCPU && Words.at(text, at + 7) == REFILL && (aux == 0 || aux == 1);
        return usual ? at + 16 : -1;
    }

    private void add(EventBatch batch) {
        int row = batch.add(kind, cpu, time);
        batch.pfn[row] = pfn;
        batch.order[row] = (byte) order;
        batch.pid[row] = taskPid[task];
        batch.comm[row] = taskComm[task];
        batch.context[row] = context;
        if (kind == EventKind.FREE || kind == EventKind.FREE_BATCHED) {
            return;
        }
        batch.migratetype[row] = (byte) migratetype;
        if (kind == EventKind.ALLOC) {
            batch.gfpText[row] = texts.gfpSymbol(gfp);
            batch.gfp[row] = texts.gfpBits(gfp, migratetype);
        } else if (kind == EventKind.ZONE_LOCKED) {
            batch.aux[row] = aux;
        }
    }
}
