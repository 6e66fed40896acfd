package org.pcpsim.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.SettingException;
import org.pcpsim.trace.proc.Vmstat;

/**
 * What a trace is good for.
 *
 * @param lossless whether nothing tells that events are missing
 * @param losses what does tell: {@code lostEvents} (the recorder says so), {@code allocsOfLivePage} (pages allocated
 *     again without a free), {@code fewerThanCounted} (fewer pages than /proc/vmstat counted)
 * @param scope {@code machine}: the whole machine was recorded; {@code part}: some tasks or CPUs only; {@code unknown}
 * @param completeness events against the kernel's counters, where there are snapshots
 * @param validate whether {@code validate} can compare the model with the recorded kernel
 * @param validateLacks what it lacks: {@code kernel} (no release is named, or one whose rules are not known),
 *     {@code refillsAndDrains} (no such event)
 */
public record Verdict(
        boolean lossless,
        List<String> losses,
        String scope,
        Optional<Completeness> completeness,
        boolean validate,
        List<String> validateLacks) {
    /** So many operations by named tasks, none of them the kernel's, are not the whole machine's. */
    private static final long ENOUGH = 10_000;

    /**
     * Where the kernel's counters tell of no loss, one allocation in so many may be of a page that was freed without an
     * event: 7 of 804,233 on a 6.18 that lost none.
     */
    private static final long FREED_UNSEEN = 10_000;

    /** Copies the lists. */
    public Verdict {
        losses = List.copyOf(losses);
        validateLacks = List.copyOf(validateLacks);
    }

    /**
     * The verdict on an inspected trace.
     *
     * @param kernel release of the recorded kernel, if the trace names it
     * @param before /proc/vmstat before the trace
     * @param after /proc/vmstat after the trace
     */
    public static Verdict of(
            Inspection found, Optional<String> kernel, Optional<Vmstat> before, Optional<Vmstat> after) {
        Optional<Completeness> completeness = before.isPresent() && after.isPresent()
                ? Completeness.of(found.span(), before.get(), after.get())
                : Optional.empty();
        List<String> losses = losses(found, completeness);
        List<String> lacks = lacks(found, kernel);
        return new Verdict(losses.isEmpty(), losses, scope(found, completeness), completeness, lacks.isEmpty(), lacks);
    }

    private static List<String> losses(Inspection found, Optional<Completeness> completeness) {
        List<String> losses = new ArrayList<>();
        if (found.quality().lostEvents() > 0) {
            losses.add("lostEvents");
        }
        boolean counted = completeness.isPresent() && completeness.get().full();
        long explained = counted ? found.trace().allocs() / FREED_UNSEEN : 0;
        if (found.quality().allocsOfLivePage() > explained) {
            losses.add("allocsOfLivePage");
        }
        if (completeness.isPresent() && !completeness.get().full()) {
            losses.add("fewerThanCounted");
        }
        return losses;
    }

    private static String scope(Inspection found, Optional<Completeness> completeness) {
        boolean full = completeness.isPresent() && completeness.get().full();
        Tasks tasks = found.tasks();
        if (full || tasks.kernel() > 0) {
            return "machine";
        }
        boolean noLossTold = found.quality().lostEvents() == 0;
        boolean fewer = completeness.isPresent() && noLossTold;
        return fewer || tasks.other() >= ENOUGH ? "part" : "unknown";
    }

    private static List<String> lacks(Inspection found, Optional<String> kernel) {
        List<String> lacks = new ArrayList<>();
        if (kernel.isEmpty() || !hasProfile(kernel.get())) {
            lacks.add("kernel");
        }
        if (found.events().zoneLocked() + found.events().pcpuDrain() == 0) {
            lacks.add("refillsAndDrains");
        }
        return lacks;
    }

    private static boolean hasProfile(String release) {
        try {
            KernelProfile.forRelease(release);
            return true;
        } catch (SettingException e) {
            return false;
        }
    }
}
