package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answer of a result in words. */
public final class Answer {
    private static final String TAKEN = "zoneLock.acquisitions";
    private static final String ALLOCATOR = "sysProxy.allocatorNs";
    private static final String HELD = "zoneLock.holdNs";

    private Answer() {}

    /** The {@linkplain #sentences sentences} in lines of at most 80 characters, each sentence beginning one. */
    static String of(List<Tree> models) {
        StringBuilder text = new StringBuilder();
        sentences(models).forEach(sentence -> text.append(TextColumns.wrapped(sentence, "")));
        return text.toString();
    }

    /** One sentence for each model beside the reference, or one for a model alone. */
    public static List<String> sentences(List<Tree> models) {
        Tree first = models.get(0);
        if (models.size() == 1) {
            return List.of(alone(first));
        }
        List<String> sentences = new ArrayList<>();
        models.subList(1, models.size()).forEach(model -> sentences.add(compared(first, model)));
        return sentences;
    }

    private static String alone(Tree model) {
        if (model.at("error").isPresent()) {
            return name(model) + " failed.";
        }
        return name(model) + " takes zone->lock " + Quantity.counted(whole(model, TAKEN), "time") + " for "
                + Quantity.counted(whole(model, "allocs"), "alloc") + " and "
                + Quantity.counted(whole(model, "frees"), "free") + " and holds it "
                + Quantity.time(whole(model, HELD)) + ".";
    }

    private static String compared(Tree first, Tree model) {
        Optional<BigDecimal> taken = model.number(TAKEN);
        Optional<BigDecimal> reference = first.number(TAKEN);
        if (taken.isEmpty() || reference.isEmpty()) {
            return name(model) + " cannot be compared: " + (taken.isEmpty() ? "it" : name(first)) + " failed.";
        }
        String often = more(reference.get(), taken.get(), "less often", "more often", "as often");
        String work = more(
                first.number(HELD).orElse(BigDecimal.ZERO),
                model.number(HELD).orElse(BigDecimal.ZERO),
                "less",
                "more",
                "as much");
        Optional<String> range = isUnderPressure(first) || isUnderPressure(model) ? Optional.empty() : range(model);
        return name(model) + " takes zone->lock " + often + " and does " + work + " under it"
                + priced(first, model)
                + range.map(sys -> "; " + (isTimed(model) ? "with" : "without") + " waiting: " + sys + " sys.")
                        .orElse(".");
    }

    /** In words, how often something happens that happens so many times as often as elsewhere. */
    public static String often(double ratio) {
        return more(BigDecimal.ONE, BigDecimal.valueOf(ratio), "less often", "more often", "as often");
    }

    private static boolean isTimed(Tree model) {
        return model.at("virtualTime").isPresent();
    }

    /** In timed order, what the allocator takes in all. */
    private static String priced(Tree first, Tree model) {
        if (!isTimed(model)) {
            return "";
        }
        String time = more(
                first.number(ALLOCATOR).orElse(BigDecimal.ZERO),
                model.number(ALLOCATOR).orElse(BigDecimal.ZERO),
                "less",
                "more",
                "as much");
        return "; allocating and freeing takes " + time + " time, waiting included";
    }

    private static String more(BigDecimal first, BigDecimal value, String less, String more, String same) {
        if (first.signum() == 0) {
            return value.signum() == 0 ? same : more;
        }
        double percent = changePercent(first, value);
        if (Math.abs(percent) < 0.5) {
            return same;
        }
        if (percent >= 100) {
            String times = Quantity.decimal(percent / 100 + 1, percent < 900 ? 1 : 0);
            return (times.endsWith(".0") ? times.substring(0, times.length() - 2) : times) + " times " + same;
        }
        // 99.97 % less is not all.
        int digits = percent > -99 || percent == -100 ? 0 : percent > -99.9 ? 1 : 2;
        return Quantity.decimal(Math.abs(percent), digits) + " % " + (percent < 0 ? less : more);
    }

    /** Whether drains of all PCPs, which reclaim would have spared most of, decide what the model costs. */
    static boolean isUnderPressure(Tree model) {
        return whole(model, "slowPath.drainAlls") * 1000 > whole(model, "allocs");
    }

    private static Optional<String> range(Tree model) {
        Optional<BigDecimal> low = model.number("sysProxy.low.sysDeltaPercent");
        Optional<BigDecimal> high = model.number("sysProxy.high.sysDeltaPercent");
        if (low.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                signed(low.get().min(high.get())) + " … " + signed(low.get().max(high.get())) + " %");
    }

    private static String signed(BigDecimal percent) {
        if (percent.abs().doubleValue() < 0.005) {
            return "0";
        }
        String text = Quantity.decimal(percent.doubleValue(), percent.abs().doubleValue() < 0.1 ? 2 : 1);
        return percent.signum() > 0 ? "+" + text : text;
    }

    /** How much more than the first, which is not 0, a value is, in percent. */
    public static double changePercent(BigDecimal first, BigDecimal value) {
        return (value.doubleValue() / first.doubleValue() - 1) * 100;
    }

    private static String name(Tree model) {
        return model.at("name").map(Tree::text).orElse("");
    }

    private static long whole(Tree model, String path) {
        return model.number(path).map(BigDecimal::longValue).orElse(0L);
    }
}
