package dev.postern.policy;

import dev.postern.policy.PolicyProblem.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON by Jackson's tokens, which know their places: one value, no name twice, shallow, and numbers no longer than anybody needs. */
final class JsonText {
    /** A condition's value lies at six. */
    static final int MOST_NESTING = 12;

    static final int MOST_DIGITS = 40;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_NESTING)
                    .maxNumberLength(MOST_DIGITS)
                    .maxNameLength(Policy.MOST_CHARACTERS)
                    .build())
            .build();
    /** Words of the parser (jackson-core 3.1) that say what would have been right there. */
    private static final Pattern UNKNOWN_WORD = Pattern.compile("Unrecognized token '([^']{1,40})");

    private final String text;
    private final Findings findings;
    private final JsonParser parser;

    private JsonText(String text, Findings findings) {
        this.text = text;
        this.findings = findings;
        this.parser = JSON.createParser(ObjectReadContext.empty(), text);
    }

    /** @return null where it could not be read, and then the findings say why */
    static @Nullable Json read(String text, Findings findings) {
        return new JsonText(text, findings).read();
    }

    private @Nullable Json read() {
        try {
            var first = parser.nextToken();
            if (first == null) {
                findings.error(new Position(1, 1), "", "is empty", "Begin with {\"Version\": \"2012-10-17\", …}.");
                return null;
            }
            var value = value(first);
            if (parser.nextToken() != null) {
                findings.error(here(), "", "goes on after its end", "Leave out what follows the last bracket.");
                return null;
            }
            return value;
        } catch (JacksonException broken) {
            report(broken);
            return null;
        } finally {
            parser.close();
        }
    }

    private Json value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> members();
            case START_ARRAY -> items();
            case VALUE_STRING -> new Json.Text(here(), parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                new Json.Bare(here(), parser.getString());
            case VALUE_NULL -> new Json.Nothing(here());
            case PROPERTY_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value begins with " + token);
        };
    }

    private Json.Members members() {
        var at = here();
        var all = new ArrayList<Json.Member>();
        var seen = new HashMap<String, Position>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var place = here();
            var before = seen.putIfAbsent(name, place);
            if (before != null)
                findings.error(
                        place,
                        "",
                        "has the member " + Findings.shown(name) + " twice, first in " + before,
                        "Leave one of them out, or make one list of both.");
            var value = value(parser.nextToken());
            if (before == null) all.add(new Json.Member(name, place, value));
        }
        return new Json.Members(at, position(parser.currentLocation()), List.copyOf(all));
    }

    private Json.Items items() {
        var at = here();
        var all = new ArrayList<Json>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken())
            all.add(value(token));
        return new Json.Items(at, List.copyOf(all));
    }

    private Position here() {
        return position(parser.currentTokenLocation());
    }

    private static Position position(TokenStreamLocation location) {
        return new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /** The parser's words speak of its own classes; the author is told what was found and what was expected. */
    private void report(JacksonException broken) {
        var words = String.valueOf(broken.getOriginalMessage());
        if (broken instanceof StreamConstraintsException) {
            if (words.contains("nesting"))
                findings.error(
                        here(),
                        "",
                        "is nested deeper than " + MOST_NESTING + " levels",
                        "No policy needs more than six: leave brackets out.");
            else
                findings.error(
                        beginningOfNumber(),
                        "",
                        "has a number that is too long, it may have " + MOST_DIGITS + " digits",
                        "Make it shorter.");
            return;
        }
        var location = broken.getLocation() == null ? parser.currentLocation() : broken.getLocation();
        var found = found(words, (int) location.getCharOffset());
        findings.error(
                position(location),
                "",
                "is no JSON: found " + found + ", expected " + expected(words),
                found.equals("}") || found.equals("]")
                        ? "Leave out the comma before it, or close what is open."
                        : "Check commas, quotes and brackets there.");
    }

    /** The parser stands behind it, and has not made a token of it. */
    private Position beginningOfNumber() {
        var end = parser.currentLocation();
        int last = (int) Math.min(text.length(), Math.max(0, end.getCharOffset()));
        int digits = 0;
        while (digits < last && "0123456789.eE+-".indexOf(text.charAt(last - digits - 1)) >= 0) digits++;
        return new Position(end.getLineNr(), Math.max(1, end.getColumnNr() - digits));
    }

    private String found(String words, int offset) {
        var word = UNKNOWN_WORD.matcher(words);
        if (word.find()) return Findings.shown(word.group(1));
        if (words.startsWith("Unexpected end") || offset < 0 || offset >= text.length())
            return "the end of the document";
        return switch (text.charAt(offset)) {
            case '\n', '\r' -> "the end of the line";
            case '\t' -> "a tab";
            default -> new String(Character.toChars(text.codePointAt(offset)));
        };
    }

    private static String expected(String words) {
        if (words.contains("to start property name")) return "a name in double quotes";
        if (words.contains("a colon")) return "a colon behind the name";
        if (words.contains("comma to separate") || words.contains("close marker") || words.contains("expected '"))
            return "a comma or the closing bracket of what is open";
        if (words.contains("closing quote") || words.contains("unquoted character"))
            return "the closing quote of the text";
        if (words.contains("escape")) return "an escape that JSON has, e.g. \\\\ or \\u00e9";
        if (words.contains("numeric") || words.contains("Leading zero")) return "a plain number";
        return "a text in double quotes, a number, true, false, { or [";
    }
}
