package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.util.List;

/**
 * One row of the result table: a field of every model.
 *
 * @param label what it is called, two blanks before one that is part of the row above
 * @param path of the field in the model
 * @param kind how it is shown
 */
public record Figure(String label, String path, Kind kind) {

    /** How a field is shown. */
    public enum Kind {
        /** A whole number. */
        COUNT {
            @Override
            public String text(BigDecimal value) {
                return Quantity.count(value.longValue());
            }
        },
        /** A number of which three digits matter. */
        NUMBER {
            @Override
            public String text(BigDecimal value) {
                return Quantity.short3(value.doubleValue());
            }
        },
        /** An index between 0 and 1, or −1. */
        INDEX {
            @Override
            public String text(BigDecimal value) {
                return Quantity.decimal(value.doubleValue(), 3);
            }
        },
        /** A share of 0 to 1. */
        SHARE {
            @Override
            public String text(BigDecimal value) {
                return Quantity.share(value.doubleValue());
            }
        },
        /** A percentage. */
        PERCENT {
            @Override
            public String text(BigDecimal value) {
                return Quantity.decimal(value.doubleValue(), 2) + " %";
            }
        },
        /** A time in ns. */
        TIME {
            @Override
            public String text(BigDecimal value) {
                return Quantity.time(value.doubleValue());
            }
        };

        /** The value in words. */
        public abstract String text(BigDecimal value);
    }

    /** Whether any of these models has something else than 0. */
    public boolean matters(List<Tree> models) {
        return models.stream()
                .anyMatch(model ->
                        model.number(path).filter(value -> value.signum() != 0).isPresent());
    }

    /** How a value differs from the reference: {@code −12 %}, {@code × 14}; empty if the reference is 0. */
    public static String change(BigDecimal first, BigDecimal value) {
        if (first.signum() == 0) {
            return "";
        }
        double percent = Answer.changePercent(first, value);
        return percent > 999 ? "× " + Quantity.count(Math.round(percent / 100 + 1)) : Quantity.change(percent);
    }

    static Figure count(String label, String path) {
        return new Figure(label, path, Kind.COUNT);
    }

    static Figure number(String label, String path) {
        return new Figure(label, path, Kind.NUMBER);
    }

    static Figure index(String label, String path) {
        return new Figure(label, path, Kind.INDEX);
    }

    static Figure share(String label, String path) {
        return new Figure(label, path, Kind.SHARE);
    }

    static Figure percent(String label, String path) {
        return new Figure(label, path, Kind.PERCENT);
    }

    static Figure time(String label, String path) {
        return new Figure(label, path, Kind.TIME);
    }
}
