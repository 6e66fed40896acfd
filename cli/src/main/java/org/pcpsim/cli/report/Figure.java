package org.pcpsim.cli.report;

import java.math.BigDecimal;

/** One row of the result table: a field of every model. */
record Figure(String label, String path, Kind kind) {

    /** How a field is shown. */
    enum Kind {
        /** A whole number. */
        COUNT {
            @Override
            String text(BigDecimal value) {
                return Quantity.count(value.longValue());
            }
        },
        /** A number of which three digits matter. */
        NUMBER {
            @Override
            String text(BigDecimal value) {
                return Quantity.short3(value.doubleValue());
            }
        },
        /** An index between 0 and 1, or −1. */
        INDEX {
            @Override
            String text(BigDecimal value) {
                return Quantity.decimal(value.doubleValue(), 3);
            }
        },
        /** A share of 0 to 1. */
        SHARE {
            @Override
            String text(BigDecimal value) {
                return Quantity.share(value.doubleValue());
            }
        },
        /** A percentage. */
        PERCENT {
            @Override
            String text(BigDecimal value) {
                return Quantity.decimal(value.doubleValue(), 2) + " %";
            }
        },
        /** A time in ns. */
        TIME {
            @Override
            String text(BigDecimal value) {
                return Quantity.time(value.doubleValue());
            }
        };

        abstract String text(BigDecimal value);
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
