package org.pcpsim.trace.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.input.Limit;
import org.pcpsim.trace.input.Limits;

/** What is wrong with text that is not JSON, in our own words. */
final class JsonDamage {
    private static final Pattern CHARACTER = Pattern.compile("[Cc]haracter \\(.{0,12}?code (\\d{1,7})", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("Unrecognized token '(\\w{1,40})");

    static final String NOT_UTF8 = "found bytes that are not UTF-8, expected text";

    private JsonDamage() {}

    /** What was found and what was expected; the limits are those of the parser. */
    static String of(IOException damage, int digits, Limits limits) {
        if (!(damage instanceof JsonProcessingException e)) {
            return NOT_UTF8;
        }
        String message = String.valueOf(e.getOriginalMessage());
        if (e instanceof JsonEOFException || message.contains("end-of-input")) {
            return "found the end of the file, expected the rest of the text; it is cut";
        }
        if (e instanceof StreamConstraintsException) {
            return limit(message, digits, limits);
        }
        Matcher token = TOKEN.matcher(message);
        if (token.find()) {
            return "found '" + token.group(1) + "', expected a value";
        }
        if (message.contains("UTF-8")) {
            return NOT_UTF8;
        }
        if (message.startsWith("Invalid numeric value") || message.contains("Non-standard token")) {
            return "found something that begins like a number, expected a number as JSON writes it";
        }
        Matcher character = CHARACTER.matcher(message);
        if (character.find()) {
            return "found " + shown(Integer.parseInt(character.group(1)))
                    + ", expected a value, a name or a mark of JSON";
        }
        return "found something else than a value, a name or a mark of JSON";
    }

    private static String limit(String message, int digits, Limits limits) {
        if (message.startsWith("Number")) {
            return "found a number of more than " + digits + " characters, expected a shorter one";
        }
        if (message.startsWith("Name")) {
            return "found " + limits.expected(Limit.NAME);
        }
        if (message.contains("depth")) {
            return "found " + limits.expected(Limit.DEPTH);
        }
        return "found " + limits.expected(Limit.TEXT);
    }

    private static String shown(int character) {
        boolean visible = character > ' ' && character < 0x7f;
        return visible ? "'" + (char) character + "'" : "the character with the code " + character;
    }
}
