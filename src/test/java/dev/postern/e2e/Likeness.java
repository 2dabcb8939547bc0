package dev.postern.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether an answer is of the recorded one's kind: the same members of the same types, nothing empty that was not, and the same words of errors. */
final class Likeness {
    /** Any server's own: ids, dates, who it says starts the session. */
    private static final Set<String> OWN = Set.of("MessageId", "CreatedDate", "SessionOwner");

    /** Of a document's parameters agents read the default alone; the rest is for the server to check (protocol.md §2.4). */
    private static final Set<String> NOT_READ =
            Set.of("description", "allowedPattern", "allowedValues", "minChars", "maxChars");

    private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z]+)>");
    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");

    private static final String ERROR = "__type";

    private final boolean values;
    private final List<Difference> differences = new ArrayList<>();

    /** @param where a path in the message */
    record Difference(String where, Object then, Object now) {}

    private Likeness(boolean values) {
        this.values = values;
    }

    /** What tells the answers to a call apart, in kind; empty when they are alike. */
    static List<Difference> ofAnswers(String then, String now) {
        var likeness = new Likeness(false);
        if (then.startsWith("<")) likeness.compareXml(then, now);
        else
            likeness.compareJson(
                    JsonMapper.shared().readTree(then), JsonMapper.shared().readTree(now));
        return likeness.differences;
    }

    /** The same of messages, of which the values must be equal, too, unless they are any server's own. */
    static List<Difference> ofMessages(String then, String now) {
        var likeness = new Likeness(true);
        likeness.compare(
                "", JsonMapper.shared().readTree(then), JsonMapper.shared().readTree(now));
        return likeness.differences;
    }

    /** What an error says is any server's own, and how its member is spelled, too. */
    private void compareJson(JsonNode then, JsonNode now) {
        if (then.has(ERROR)) compare(ERROR, then.path(ERROR), now.path(ERROR));
        else compare("", then, now);
    }

    private void compare(String path, JsonNode then, JsonNode now) {
        if (then.isObject() && now.isObject()) {
            var names = new TreeSet<>(then.propertyNames());
            names.addAll(now.propertyNames());
            for (var name : names) {
                if (NOT_READ.contains(name)) continue;
                if (!then.has(name)) note(path + "/" + name, "nothing", now.path(name));
                else if (!now.has(name)) note(path + "/" + name, then.path(name), "nothing");
                else compare(path + "/" + name, then.path(name), now.path(name));
            }
        } else if (then.getNodeType() != now.getNodeType()) {
            note(path, then, now);
        } else if (isJson(then) && isJson(now)) {
            compare(
                    path,
                    JsonMapper.shared().readTree(then.asString()),
                    JsonMapper.shared().readTree(now.asString()));
        } else if (!isAlike(path.substring(path.lastIndexOf('/') + 1), then, now)) {
            note(path, then, now);
        }
    }

    private boolean isAlike(String name, JsonNode then, JsonNode now) {
        if (then.equals(now) || OWN.contains(name)) return true;
        if (values || name.equals(ERROR)) return false;
        return !then.isString() || then.asString().isEmpty() == now.asString().isEmpty();
    }

    private static boolean isJson(JsonNode node) {
        return node.isString() && node.asString().startsWith("{\"");
    }

    private void compareXml(String then, String now) {
        var said = MESSAGE.matcher(then);
        if (said.find()) {
            if (!now.contains(said.group(1))) note("Message", said.group(1), now);
        } else if (!elements(then).equals(elements(now))) {
            note("elements", elements(then), elements(now));
        }
    }

    private static List<String> elements(String xml) {
        return ELEMENT.matcher(xml).results().map(found -> found.group(1)).toList();
    }

    private void note(String where, Object then, Object now) {
        differences.add(new Difference(where, then, now));
    }
}
