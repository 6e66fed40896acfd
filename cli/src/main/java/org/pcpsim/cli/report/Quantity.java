package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers for people: thousands set apart, three digits where more would not be read, a true minus sign. */
public final class Quantity {
    private static final String[] TIMES = {"ns", "µs", "ms", "s"};
    private static final String[] SIZES = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    private static final String MINUS = "−";

    private Quantity() {}

    /** A whole number such as {@code 1,234,567}. */
    public static String count(long number) {
        String digits = Long.toString(Math.abs(number));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                text.append(',');
            }
            text.append(digits.charAt(i));
        }
        return number < 0 ? MINUS + text : text.toString();
    }

    /** A number rounded to so many digits after the point, such as {@code 1,234.5}. */
    public static String decimal(double number, int digits) {
        BigDecimal rounded = new BigDecimal(number).abs().setScale(digits, RoundingMode.HALF_EVEN);
        String plain = rounded.toPlainString();
        int point = plain.indexOf('.');
        String fraction = point < 0 ? "" : plain.substring(point);
        String text = count(rounded.longValue()) + fraction;
        return number < 0 && rounded.signum() != 0 ? MINUS + text : text;
    }

    /** Three digits: {@code 0.123}, {@code 1.23}, {@code 12.3}, {@code 1,234}. */
    public static String short3(double number) {
        double size = Math.abs(number);
        return decimal(number, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 || size == 0 ? 2 : 3);
    }

    /** A time in ns in the unit that suits it: {@code 410 ns}, {@code 12.3 ms}, {@code 5,230 s}. */
    public static String time(double ns) {
        double value = ns;
        int unit = 0;
        while (Math.abs(value) >= 1000 && unit < TIMES.length - 1) {
            value /= 1000;
            unit++;
        }
        return (unit == 0 && value == StrictMath.rint(value) ? count((long) value) : short3(value)) + " " + TIMES[unit];
    }

    /** A size in bytes: {@code 512 MiB}, {@code 23.5 GiB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < SIZES.length - 1) {
            value /= 1024;
            unit++;
        }
        return (value == StrictMath.rint(value) ? count((long) value) : short3(value)) + " " + SIZES[unit];
    }

    /** A share of 0 to 1 as {@code 12.3 %}. */
    public static String share(double share) {
        return decimal(100 * share, 1) + " %";
    }

    /** A change in percent with its sign: {@code +12 %}, {@code −0.4 %}, {@code 0 %}. */
    public static String change(double percent) {
        boolean nearlyAll = percent <= -99.5 && percent > -99.95;
        int digits = Math.abs(percent) < 9.95 || nearlyAll ? 1 : 0;
        String text = decimal(percent, digits);
        boolean nothing =
                new BigDecimal(percent).setScale(digits, RoundingMode.HALF_EVEN).signum() == 0;
        return nothing ? "0 %" : (percent > 0 ? "+" : "") + text + " %";
    }

    /** {@code 1 node}, {@code 4 nodes}. */
    public static String counted(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
