import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pcpsim.statistics.MedianInterval;
import org.pcpsim.statistics.SignedRank;

/**
 * What .ci/claims asks of statistics. Reads a sample a line, {@code [1.5,2,-3e-7]}, and prints one JSON object with, for each:
 * its size, median, the interval that encloses the median (from six values on with at least 95 % confidence, below from the least to the
 * most of them), that confidence in percent, and the two-sided probability of the signed-rank test, if the values are
 * differences of pairs.
 */
final class Statistics {
    private Statistics() {}

    public static void main(String[] arguments) throws IOException {
        StringBuilder text = new StringBuilder();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            text.append(text.length() == 0 ? "{" : ",\n").append('"').append(line).append("\":").append(summary(line));
        }
        System.out.println(text.length() == 0 ? "{}" : text + "}");
    }

    private static String summary(String line) {
        double[] sample = Arrays.stream(line.substring(1, line.length() - 1).split(","))
                .mapToDouble(Double::parseDouble)
                .sorted()
                .toArray();
        int size = sample.length;
        double median = (sample[(size - 1) / 2] + sample[size / 2]) / 2;
        int outside = MedianInterval.outside(size).orElse(0);
        double confidence = size < MedianInterval.SMALLEST ? 1 - Math.scalb(2.0, -size) : MedianInterval.CONFIDENCE;
        return "{\"n\":" + size + ",\"median\":" + median + ",\"low\":" + sample[outside] + ",\"high\":"
                + sample[size - 1 - outside] + ",\"confidence\":" + 100 * confidence + ",\"probability\":"
                + SignedRank.probability(sample) + "}";
    }
}
