package org.pcpsim.cli.blockmap;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A Huffman code of symbols by how often each occurs, with codes of 15 bits at most (RFC 1951, section 3.2.2). Immutable. */
final class HuffmanCode {
    private static final int LONGEST = 15;

    private final int[] lengths;
    private final int[] codes;

    private HuffmanCode(int[] lengths) {
        this.lengths = lengths;
        codes = codes(lengths);
    }

    /**
     * The code of symbols that occur so often; those that never do have none. At least two symbols have one, as decoders want
     * a complete code.
     */
    static HuffmanCode of(long[] counts) {
        long[] weights = counts.clone();
        for (int symbol = 0; used(weights) < 2; symbol++) {
            weights[symbol] = Math.max(weights[symbol], 1);
        }
        int[] lengths = lengths(weights);
        while (longest(lengths) > LONGEST) {
            // Flatter weights make a flatter tree; those that are there stay.
            for (int symbol = 0; symbol < weights.length; symbol++) {
                weights[symbol] = (weights[symbol] + 1) / 2;
            }
            lengths = lengths(weights);
        }
        return new HuffmanCode(lengths);
    }

    private static int used(long[] weights) {
        int used = 0;
        for (long weight : weights) {
            used += weight > 0 ? 1 : 0;
        }
        return used;
    }

    private static int longest(int[] lengths) {
        int longest = 0;
        for (int length : lengths) {
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /** Depths in the tree that unites the two lightest again and again; of equal ones those made first. */
    private static int[] lengths(long[] weights) {
        record Node(long weight, int number) {}
        int[] parent = new int[2 * weights.length];
        PriorityQueue<Node> open =
                new PriorityQueue<>(Comparator.comparingLong(Node::weight).thenComparingInt(Node::number));
        for (int symbol = 0; symbol < weights.length; symbol++) {
            if (weights[symbol] > 0) {
                open.add(new Node(weights[symbol], symbol));
            }
        }
        int next = weights.length;
        while (open.size() > 1) {
            Node first = open.remove();
            Node second = open.remove();
            parent[first.number] = next;
            parent[second.number] = next;
            open.add(new Node(first.weight + second.weight, next++));
        }
        int root = next - 1;
        int[] lengths = new int[weights.length];
        for (int symbol = 0; symbol < weights.length; symbol++) {
            for (int node = symbol; weights[symbol] > 0 && node != root; node = parent[node]) {
                lengths[symbol]++;
            }
        }
        return lengths;
    }

    /** Codes follow from lengths; bits are turned round, as the first bit of a code is written first. */
    private static int[] codes(int[] lengths) {
        int[] codes = new int[lengths.length];
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code <<= 1;
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    codes[symbol] = Integer.reverse(code++) >>> Integer.SIZE - length;
                }
            }
        }
        return codes;
    }

    /** Bits of a symbol's code; 0 if it has none. */
    int length(int symbol) {
        return lengths[symbol];
    }

    /** A symbol's code, its first bit lowest. */
    int code(int symbol) {
        return codes[symbol];
    }
}
