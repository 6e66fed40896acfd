package org.pcpsim.cli.comparison;

import java.util.OptionalDouble;
import org.pcpsim.statistics.MannWhitney;

/**
 * How a field of one column differs from that of the reference.
 *
 * @param ratio of the medians; empty if it cannot be told: the reference is 0 and the other is not, or signs differ
 * @param probability that chance alone makes as much of a difference; empty if neither side varies, so that the
 *     difference is exact
 */
public record Change(OptionalDouble ratio, OptionalDouble probability) {

    /** Of two cells. */
    public static Change of(Cell reference, Cell cell) {
        double first = reference.median().doubleValue();
        double value = cell.median().doubleValue();
        boolean told = first > 0 && value >= 0 || first < 0 && value <= 0;
        OptionalDouble ratio = first == value
                ? OptionalDouble.of(1)
                : told ? OptionalDouble.of(value / first) : OptionalDouble.empty();
        boolean exact = !reference.varies() && !cell.varies();
        return new Change(
                ratio,
                exact
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(MannWhitney.probability(reference.numbers(), cell.numbers())));
    }

    /** The change in percent. */
    public OptionalDouble percent() {
        return ratio.isEmpty() ? ratio : OptionalDouble.of((ratio.getAsDouble() - 1) * 100);
    }

    /** Whether the difference may be chance. */
    public boolean unsure() {
        return probability.isPresent() && probability.getAsDouble() > MannWhitney.SIGNIFICANT;
    }

    /** Whether there is a difference, and more of one than chance makes. */
    public boolean significant() {
        boolean equal = ratio.isPresent() && ratio.getAsDouble() == 1;
        return !unsure() && !(equal && probability.isEmpty());
    }
}
