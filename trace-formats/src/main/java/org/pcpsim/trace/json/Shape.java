package org.pcpsim.trace.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** What content looks like by its first bytes. */
enum Shape {
    /** Not a trace of ours. */
    FOREIGN,
    /** One object with the events in it. */
    OBJECT,
    /** A header on a line of its own. */
    LINES;

    private static final JsonFactory FACTORY = new JsonFactory();

    /**
     * Looks for {@code schema} and {@code events} among the fields of the first object.
     *
     * <p>A header so long that it ends neither way within the bytes is taken for NDJSON unless it has a line end, which
     * an NDJSON header cannot have.
     */
    static Shape of(byte[] head, int length) {
        int first = 0;
        if (length >= 3 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb && head[2] == (byte) 0xbf) {
            first = 3;
        }
        while (first < length
                && (head[first] == ' ' || head[first] == '\t' || head[first] == '\r' || head[first] == '\n')) {
            first++;
        }
        if (first == length || head[first] != '{') {
            return FOREIGN;
        }
        boolean schema = false;
        boolean ended = false;
        try (JsonParser parser = FACTORY.createParser(head, first, length - first)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals("events")) {
                    return OBJECT;
                }
                schema |= parser.currentName().equals("schema");
                parser.nextToken();
                parser.skipChildren();
            }
            ended = true;
            if (schema && parser.currentTokenLocation().getLineNr() == 1) {
                return LINES;
            }
        } catch (IOException cutOrDamaged) {
            // What was seen up to here decides; the reader says what is wrong.
        }
        if (!schema) {
            return FOREIGN;
        }
        return ended || hasLineEnd(head, first, length) ? OBJECT : LINES;
    }

    private static boolean hasLineEnd(byte[] head, int first, int length) {
        for (int i = first; i < length; i++) {
            if (head[i] == '\n') {
                return true;
            }
        }
        return false;
    }
}
