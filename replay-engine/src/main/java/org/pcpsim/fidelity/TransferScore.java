package org.pcpsim.fidelity;

import java.util.OptionalDouble;

/**
 * How well refills, or drains, were predicted.
 *
 * @param actual those of the kernel
 * @param fitted those of them that gave away a start value, at most one a list
 * @param scored {@code actual − fitted}
 * @param predicted those that the model did, without fitted ones
 * @param exact those at the same event of the same CPU with the same number of pages
 * @param precision {@code exact / predicted}; absent if nothing was predicted
 * @param recall {@code exact / scored}; absent if there was nothing to predict
 * @param pagesActual pages of the scored ones
 * @param pagesPredicted pages of the predicted ones
 */
public record TransferScore(
        long actual,
        long fitted,
        long scored,
        long predicted,
        long exact,
        OptionalDouble precision,
        OptionalDouble recall,
        long pagesActual,
        long pagesPredicted) {

    /** Nothing moved. */
    public static final TransferScore NONE =
            new TransferScore(0, 0, 0, 0, 0, OptionalDouble.empty(), OptionalDouble.empty(), 0, 0);

    static TransferScore of(
            long actual, long fitted, long predicted, long exact, long pagesActual, long pagesPredicted) {
        long scored = actual - fitted;
        return new TransferScore(
                actual,
                fitted,
                scored,
                predicted,
                exact,
                ratio(exact, predicted),
                ratio(exact, scored),
                pagesActual,
                pagesPredicted);
    }

    private static OptionalDouble ratio(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }

    /** Both together. */
    public TransferScore plus(TransferScore other) {
        return of(
                actual + other.actual,
                fitted + other.fitted,
                predicted + other.predicted,
                exact + other.exact,
                pagesActual + other.pagesActual,
                pagesPredicted + other.pagesPredicted);
    }
}
