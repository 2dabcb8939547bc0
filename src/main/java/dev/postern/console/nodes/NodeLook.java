package dev.postern.console.nodes;

import com.vaadin.flow.component.html.Span;
import dev.postern.console.shell.Texts;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a node is put into words. */
public final class NodeLook {
    /** As people count: web-2 before web-10, whatever the case. */
    public static final Comparator<Node> BY_NAME = Comparator.comparing(node -> countable(node.name()));

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private NodeLook() {}

    private static String countable(String name) {
        return NUMBER.matcher(name.toLowerCase(Locale.ROOT))
                .replaceAll(number -> "%09d".formatted(Integer.parseInt(number.group())));
    }

    public static String key(NodeStatus status) {
        return switch (status) {
            case ONLINE -> "online";
            case CONNECTION_LOST -> "lost";
            case NEVER_CONNECTED -> "never";
        };
    }

    public static String status(NodeStatus status) {
        return Texts.text("node.status." + key(status));
    }

    static Span badge(NodeStatus status) {
        var badge = new Span(new Span(), new Span(status(status)));
        badge.addClassNames("status", "status-" + key(status));
        return badge;
    }

    public static String platform(Node node) {
        var facts = node.facts();
        var named = (facts.platformName() + " " + facts.platformVersion()).strip();
        return named.isEmpty() ? facts.platformType() : named;
    }

    public static List<String> tags(Node node) {
        return node.tags().entrySet().stream()
                .map(tag -> tag.getValue().isEmpty() ? tag.getKey() : tag.getKey() + "=" + tag.getValue())
                .toList();
    }

    /** Every typed word occurs somewhere in what is known of the node. */
    public static boolean matches(Node node, String wanted) {
        var known = Stream.of(
                        Stream.of(
                                node.name(),
                                node.id().value(),
                                node.facts().computerName(),
                                node.facts().address(),
                                node.facts().platformType(),
                                platform(node)),
                        tags(node).stream())
                .flatMap(words -> words)
                .reduce("", (all, words) -> all + "\n" + words)
                .toLowerCase(Locale.ROOT);
        return Stream.of(wanted.toLowerCase(Locale.ROOT).strip().split("\\s+")).allMatch(known::contains);
    }
}
