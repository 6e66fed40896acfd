package org.pcpsim.inspection;

import java.util.Optional;

/**
 * Where a distribution lies: half of the values are at most {@code p50}, and so on.
 *
 * @param p50 the median, at most 0.1 % too large, as the next two are
 * @param p90 nine of ten values are at most this
 * @param p99 99 of 100 values are at most this
 * @param max the largest value, exact
 */
public record Percentiles(long p50, long p90, long p99, long max) {

    /** Of a distribution, if it has any value. */
    static Optional<Percentiles> of(Distribution values) {
        return values.count() == 0
                ? Optional.empty()
                : Optional.of(new Percentiles(values.at(50), values.at(90), values.at(99), values.max()));
    }
}
