package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The one place where ratios become text: six significant digits, the same on every JDK, no exponent. */
public final class Decimal {
    private static final MathContext SIX_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    private Decimal() {}

    /** The value rounded to six significant digits; must be finite. */
    public static BigDecimal rounded(double value) {
        BigDecimal rounded = new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros();
        return rounded.scale() < 1 ? rounded.setScale(1) : rounded;
    }

    /** The rounded value as a JSON number with a decimal point: {@code 0.0}, {@code 12.5}, {@code 0.000123457}. */
    public static String text(double value) {
        return rounded(value).toPlainString();
    }

    /** With a fixed number of digits after the point, for people; {@code -0} is written {@code 0}. */
    public static String fixed(double value, int digits) {
        BigDecimal fixed = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN);
        return fixed.toPlainString();
    }
}
