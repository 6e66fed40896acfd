package org.pcpsim.trace.proc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pcpsim.trace.TraceException;

/**
 * {@code /proc/stat}: the time that CPUs spent in each state, in ticks of {@link #USER_HZ} a second.
 *
 * @param total the {@code cpu} line, all CPUs together
 * @param cpus the {@code cpuN} lines in the file's order; offline CPUs have none
 */
public record Stat(Ticks total, List<CpuTicks> cpus) {
    /** Ticks a second, the same on every x86-64 and arm64 kernel. */
    public static final int USER_HZ = 100;

    private static final int FIELDS = 10;
    private static final Pattern CPU = Pattern.compile("cpu\\d{0,9}");
    private static final Pattern NAME = Pattern.compile("[a-z_]+");

    /**
     * Ticks by state, in the order of the file's columns.
     *
     * @param user in user mode
     * @param nice in user mode with a raised nice value
     * @param system in the kernel, interrupts not included
     * @param idle doing nothing
     * @param iowait idle with input or output outstanding
     * @param irq in hard interrupts
     * @param softirq in soft interrupts
     * @param steal taken by the hypervisor
     * @param guest running a guest, also part of {@code user}
     * @param guestNice running a niced guest, also part of {@code nice}
     */
    public record Ticks(
            long user,
            long nice,
            long system,
            long idle,
            long iowait,
            long irq,
            long softirq,
            long steal,
            long guest,
            long guestNice) {}

    /**
     * Ticks of one CPU.
     *
     * @param cpu the CPU
     * @param ticks its times
     */
    public record CpuTicks(int cpu, Ticks ticks) {}

    /** Copies the list. */
    public Stat {
        cpus = List.copyOf(cpus);
    }

    /** System time of all CPUs in ticks, without interrupts: what {@code time} and most tools call sys. */
    public long systemTicks() {
        return total.system();
    }

    /** The times of one CPU, if it was online. */
    public Optional<Ticks> cpu(int cpu) {
        return cpus.stream()
                .filter(line -> line.cpu() == cpu)
                .map(CpuTicks::ticks)
                .findFirst();
    }

    /**
     * Reads the text of a stat file; lines other than those of CPUs are passed over.
     *
     * @param name what errors call the text
     * @throws TraceException if a line does not begin with a name, a CPU's line has fewer than 10 numbers, a CPU comes
     *     twice, or there is no {@code cpu} line
     */
    public static Stat parse(String name, String text) throws TraceException {
        ProcLines lines = new ProcLines(name, text);
        Optional<Ticks> total = Optional.empty();
        List<CpuTicks> cpus = new ArrayList<>();
        while (lines.advance()) {
            String[] words = lines.words();
            if (CPU.matcher(words[0]).matches()) {
                Ticks ticks = ticks(lines, words);
                if (words[0].equals("cpu")) {
                    if (total.isPresent()) {
                        throw lines.bad("a single 'cpu' line");
                    }
                    total = Optional.of(ticks);
                } else {
                    addCpu(
                            lines,
                            cpus,
                            new CpuTicks(lines.smallNumber(words[0].substring(3), ProcLines.MAX_CPU), ticks));
                }
            } else if (words.length < 2 || !NAME.matcher(words[0]).matches()) {
                throw lines.bad("a name and numbers");
            }
        }
        return new Stat(total.orElseThrow(() -> lines.missing("a 'cpu' line")), cpus);
    }

    private static void addCpu(ProcLines lines, List<CpuTicks> cpus, CpuTicks line) throws TraceException {
        if (!cpus.isEmpty() && cpus.get(cpus.size() - 1).cpu() >= line.cpu()) {
            throw lines.bad("CPUs in rising order, each once");
        }
        cpus.add(line);
    }

    private static Ticks ticks(ProcLines lines, String[] words) throws TraceException {
        if (words.length <= FIELDS) {
            throw lines.bad(FIELDS + " numbers");
        }
        long[] values = new long[FIELDS];
        for (int i = 0; i < FIELDS; i++) {
            values[i] = lines.number(words[i + 1], Long.MAX_VALUE);
        }
        return new Ticks(
                values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7], values[8],
                values[9]);
    }
}
