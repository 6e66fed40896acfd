package org.pcpsim.cli.report;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A result as named fields in a fixed order; every report is written from it.
 *
 * <p>Values are {@link Long}, {@link BigDecimal} (a ratio, rounded by {@link Decimal}), {@link String}, {@link Boolean},
 * {@link Tree} and {@link List} of these. What is empty or not finite is absent. Not thread-safe.
 */
public final class Tree {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** A tree without fields. */
    public Tree() {}

    /**
     * The components of a record by name, records inside it as trees, empty optionals left out.
     *
     * @throws IllegalArgumentException if a component is of a type that a tree cannot hold
     */
    public static Tree of(Record record) {
        Tree tree = new Tree();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            tree.put(component.getName(), value(record, component));
        }
        return tree;
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException(record.getClass() + "." + component.getName() + " cannot be read", e);
        }
    }

    /**
     * Appends a field, or replaces the one of that name.
     *
     * @throws IllegalArgumentException if the value is of a type that a tree cannot hold
     */
    public Tree put(String name, Object value) {
        held(value).ifPresent(held -> fields.put(name, held));
        return this;
    }

    private static Optional<Object> held(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.flatMap(Tree::held);
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? Optional.of((long) optional.getAsInt()) : Optional.empty();
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? Optional.of(optional.getAsLong()) : Optional.empty();
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? held(optional.getAsDouble()) : Optional.empty();
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? Optional.of(Decimal.rounded(number)) : Optional.empty();
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return Optional.of(((Number) value).longValue());
        }
        if (value instanceof Long
                || value instanceof BigDecimal
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Tree) {
            return Optional.of(value);
        }
        if (value instanceof Record record) {
            return Optional.of(of(record));
        }
        if (value instanceof Map<?, ?> map) {
            Tree tree = new Tree();
            map.forEach((name, inner) -> tree.put((String) name, inner));
            return Optional.of(tree);
        }
        return Optional.of(list(value));
    }

    private static List<Object> list(Object value) {
        List<Object> list = new ArrayList<>();
        if (value instanceof List<?> elements) {
            elements.forEach(element -> held(element).ifPresent(list::add));
        } else if (value instanceof long[] numbers) {
            for (long number : numbers) {
                list.add(number);
            }
        } else if (value instanceof int[] numbers) {
            for (int number : numbers) {
                list.add((long) number);
            }
        } else {
            throw new IllegalArgumentException("a tree cannot hold a " + value.getClass());
        }
        return list;
    }

    /** The fields in order; not to be changed. */
    public Map<String, Object> fields() {
        return fields;
    }

    /** The value at a path such as {@code zoneLock.byZone.0.pages}. */
    public Optional<Object> at(String path) {
        Object here = this;
        for (String name : path.split("\\.", -1)) {
            if (here instanceof Tree tree) {
                here = tree.fields.get(name);
            } else if (here instanceof List<?> list && name.matches("\\d{1,6}")) {
                int index = Integer.parseInt(name);
                here = index < list.size() ? list.get(index) : null;
            } else {
                here = null;
            }
            if (here == null) {
                return Optional.empty();
            }
        }
        return Optional.of(here);
    }

    /** The number at a path; empty too if there is something else. */
    public Optional<BigDecimal> number(String path) {
        return at(path).flatMap(value -> {
            if (value instanceof Long whole) {
                return Optional.of(BigDecimal.valueOf(whole));
            }
            return value instanceof BigDecimal ratio ? Optional.of(ratio) : Optional.empty();
        });
    }

    /** The trees of the list at a path; none if there is no list. */
    public List<Tree> trees(String path) {
        List<Tree> trees = new ArrayList<>();
        if (at(path).orElse(List.of()) instanceof List<?> list) {
            list.forEach(element -> trees.add((Tree) element));
        }
        return trees;
    }

    /** Every field that is no tree and no list, by its path, in order. */
    public Map<String, Object> leaves() {
        Map<String, Object> leaves = new LinkedHashMap<>();
        addLeaves("", this, leaves);
        return leaves;
    }

    private static void addLeaves(String path, Object value, Map<String, Object> leaves) {
        String prefix = path.isEmpty() ? "" : path + ".";
        if (value instanceof Tree tree) {
            tree.fields.forEach((name, inner) -> addLeaves(prefix + name, inner, leaves));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                addLeaves(prefix + i, list.get(i), leaves);
            }
        } else {
            leaves.put(path, value);
        }
    }

    /** A value that {@link #leaves} gave, as text. */
    public static String text(Object value) {
        return value instanceof BigDecimal ratio ? ratio.toPlainString() : value.toString();
    }
}
