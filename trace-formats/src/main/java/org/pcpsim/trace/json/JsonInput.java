package org.pcpsim.trace.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.CharConversionException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.Limit;
import org.pcpsim.trace.input.Limits;

/**
 * A cursor over the tokens of JSON text, with the checks that all our schemas share; every error names line and column.
 *
 * <p>Memory is bounded whatever the text holds: nesting, texts and names up to their {@link Limits}, numbers up
 * to {@value #MAX_NUMBER} digits. Not thread-safe.
 */
public final class JsonInput implements Closeable {
    /** Longest text within the usual limits, in characters: 16 Mi. */
    public static final int MAX_TEXT = 16 << 20;
    /** Longest text of a field that names something, in characters. */
    public static final int SHORT_TEXT = 4096;

    private static final int MAX_NUMBER = 20;
    private static final int MAX_FIELDS = 1024;
    private static final JsonFactory USUAL = factory(Limits.DEFAULT);

    private final String name;
    private final JsonFactory factory;
    private final JsonParser parser;
    private final Limits limits;

    /** Starts before the first token, within the usual limits; throws like the other. */
    public JsonInput(String name, InputStream in) throws IOException {
        this(name, in, Limits.DEFAULT);
    }

    /**
     * Starts before the first token.
     *
     * @param name what errors call the text
     * @param in UTF-8 text, closed with this
     * @param limits of nesting, texts and names
     * @throws IOException if the beginning cannot be read
     */
    public JsonInput(String name, InputStream in, Limits limits) throws IOException {
        this.name = name;
        this.limits = limits;
        this.factory = limits.equals(Limits.DEFAULT) ? USUAL : factory(limits);
        this.parser = parser(name, in, factory);
    }

    /** The first bytes tell the encoding; some are of none. */
    private static JsonParser parser(String name, InputStream in, JsonFactory factory) throws IOException {
        try {
            return factory.createParser(in);
        } catch (CharConversionException e) {
            throw TraceException.of(name + ":1:1", "not the JSON expected: " + JsonDamage.NOT_UTF8);
        }
    }

    private static JsonFactory factory(Limits limits) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth((int) limits.get(Limit.DEPTH))
                        .maxStringLength((int) limits.get(Limit.TEXT))
                        .maxNumberLength(MAX_NUMBER)
                        .maxNameLength((int) limits.get(Limit.NAME))
                        .build())
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build();
    }

    /** Characters that any text may have. */
    int longestText() {
        return (int) limits.get(Limit.TEXT);
    }

    /** What reads the content of one field. */
    @FunctionalInterface
    public interface Field {
        /**
         * Reads the value that the cursor stands on, up to its last token.
         *
         * @return false, with the cursor where it was, if there is no such field
         */
        boolean read(String field) throws IOException;
    }

    /**
     * Reads an object that the cursor stands on the opening brace of; fields beginning with {@code x-} are passed over.
     *
     * @param what what errors call the object
     * @throws TraceException if the cursor is not on an object, a field comes twice, or is not known
     */
    public void object(String what, Field reader) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw bad(what + ", an object");
        }
        Set<String> seen = new HashSet<>();
        while (next() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (!seen.add(field) || seen.size() > MAX_FIELDS) {
                throw bad(
                        seen.size() > MAX_FIELDS
                                ? "at most " + MAX_FIELDS + " fields"
                                : "each field of " + what + " once");
            }
            JsonLocation place = parser.currentTokenLocation();
            next();
            if (!reader.read(field)) {
                if (!field.startsWith("x-")) {
                    throw unknownField(place, field, what);
                }
                skip();
            }
        }
    }

    /** A field that the schema does not have. */
    TraceException unknownField(JsonLocation place, String field, String what) {
        return TraceException.atColumn(
                name,
                place.getLineNr(),
                place.getColumnNr(),
                field,
                "a field of " + what + " (fields of your own begin with x-)");
    }

    /** Moves to the next token; null at the end of the text. */
    public JsonToken next() throws IOException {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException | CharConversionException e) {
            throw damage(e);
        }
    }

    /** The token that the cursor stands on. */
    public JsonToken token() {
        return parser.currentToken();
    }

    /** Where that token begins. */
    JsonLocation place() {
        return parser.currentTokenLocation();
    }

    /** Name of the field that the cursor stands on. */
    String field() throws IOException {
        return parser.currentName();
    }

    /** Passes over the value that the cursor stands on. */
    public void skip() throws IOException {
        try {
            parser.skipChildren();
        } catch (JsonProcessingException | CharConversionException e) {
            throw damage(e);
        }
    }

    /** The whole number that the cursor stands on, checked against its range. */
    public long integer(String field, long min, long max) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            try {
                long value = parser.getLongValue();
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (JsonProcessingException e) {
                throw bad(range(field, min, max));
            }
        }
        throw bad(range(field, min, max));
    }

    private static String range(String field, long min, long max) {
        return "'" + field + "', a whole number from " + min + " to " + max;
    }

    /** The number that the cursor stands on, whole or not, checked against its range. */
    public double number(String field, double min, double max) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            double value = Double.parseDouble(parser.getText());
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw bad("'" + field + "', a number from " + plain(min) + " to " + plain(max));
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }

    /** The text that the cursor stands on. */
    public String text(String field, int maxLength) throws IOException {
        checkText(field, maxLength);
        try {
            return parser.getText();
        } catch (JsonProcessingException | CharConversionException e) {
            throw damage(e);
        }
    }

    /** Checks that the cursor stands on a text of that length at most. */
    void checkText(String field, int maxLength) throws IOException {
        try {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw bad("'" + field + "', a text");
            }
            if (parser.getTextLength() > maxLength) {
                throw bad("'" + field + "', a text of at most " + maxLength + " characters");
            }
        } catch (JsonProcessingException | CharConversionException e) {
            throw damage(e);
        }
    }

    /** The characters of the text last checked, from {@link #textOffset} on; valid until the cursor moves. */
    char[] textChars() throws IOException {
        return parser.getTextCharacters();
    }

    int textOffset() throws IOException {
        return parser.getTextOffset();
    }

    int textLength() throws IOException {
        return parser.getTextLength();
    }

    /** A number or short text that the cursor stands on, as text. */
    public String scalar(String field) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return parser.getText();
        }
        if (token != JsonToken.VALUE_STRING) {
            throw bad("'" + field + "', a number or a text");
        }
        return text(field, SHORT_TEXT);
    }

    /**
     * The value that the cursor stands on as JSON text in ASCII without line breaks.
     *
     * @throws TraceException if that is longer than {@link Limit#TEXT}
     */
    String value(String field) throws IOException {
        ValueText text = new ValueText(longestText());
        try (JsonGenerator copy = factory.createGenerator(text)) {
            copy.copyCurrentStructureExact(parser);
        } catch (JsonProcessingException | CharConversionException e) {
            throw damage(e);
        }
        if (text.isCut()) {
            throw bad("'" + field + "', at most " + longestText() + " characters" + "; --max " + Limit.TEXT.option()
                    + "=N raises this limit");
        }
        return text.toString();
    }

    /** The truth value that the cursor stands on. */
    public boolean truth(String field) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw bad("'" + field + "', true or false");
        };
    }

    /** Moves beyond the last value; anything but blanks there is an error. */
    public void end() throws IOException {
        if (next() != null) {
            throw bad("the end of the text");
        }
    }

    /** The token that the cursor stands on is not what it should be. */
    public TraceException bad(String expected) throws IOException {
        JsonLocation place = parser.currentTokenLocation();
        return TraceException.atColumn(name, place.getLineNr(), place.getColumnNr(), found(), expected);
    }

    /** A value found at the current token is not what it should be. */
    TraceException bad(String found, String expected) {
        JsonLocation place = parser.currentTokenLocation();
        return TraceException.atColumn(name, place.getLineNr(), place.getColumnNr(), found, expected);
    }

    private String found() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "end of file";
        }
        try {
            return token == JsonToken.FIELD_NAME ? parser.currentName() : parser.getText();
        } catch (JsonProcessingException | CharConversionException e) {
            throw damage(e);
        }
    }

    /** The parser's own complaint in the shape that all our errors have. */
    private TraceException damage(IOException e) {
        JsonLocation place = parser.currentLocation();
        if (e instanceof JsonProcessingException known && known.getLocation() != null) {
            place = known.getLocation();
        }
        String where = name + ":" + place.getLineNr() + ":" + place.getColumnNr();
        return TraceException.of(where, "not the JSON expected: " + JsonDamage.of(e, MAX_NUMBER, limits));
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
