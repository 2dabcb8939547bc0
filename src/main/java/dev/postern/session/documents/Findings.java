package dev.postern.session.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Gathers what is wrong with a document, so that its author sees all of it at once. */
final class Findings {
    /** Whoever has more than these has another kind of document. */
    private static final int MOST = 50;

    private static final int MOST_ECHOED = 60;

    private final List<Problem> problems = new ArrayList<>();

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    void add(String path, String rule, String fix) {
        if (problems.size() < MOST) problems.add(new Problem(path, rule, fix));
    }

    /** An object, or nothing to look into: then it has been said. */
    boolean object(JsonNode node, String path) {
        if (node.isObject()) return true;
        add(path, "is " + kind(node) + ", it must be an object", "Write { … } there.");
        return false;
    }

    boolean text(JsonNode node, String path) {
        if (node.isString()) return true;
        add(path, "is " + kind(node) + ", it must be a text", "Put it into quotes.");
        return false;
    }

    /** A typing error in the name of a setting must not pass for the setting. */
    void onlyMembers(JsonNode object, String path, Set<String> known) {
        for (var name : object.propertyNames()) {
            if (!known.contains(name))
                add(
                        join(path, name),
                        "is no member a document has there",
                        "Known are " + String.join(", ", new TreeSet<>(known)) + ".");
        }
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The value as a message repeats it. */
    static String shown(JsonNode node) {
        var text = node.toString();
        return text.length() > MOST_ECHOED ? text.substring(0, MOST_ECHOED) + "…" : text;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL, MISSING -> "nothing";
            case BINARY, POJO -> "something else";
        };
    }
}
