package dev.postern.api.operation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of one structure of a request, each read through a {@link Shape} that says what it must be. Members nobody asks for are
 * ignored, as at AWS: newer clients send more than older services know.
 */
public final class Input {
    private final ObjectNode members;
    private final String path;

    private Input(ObjectNode members, String path) {
        this.members = members;
        this.path = path;
    }

    public static Input of(ObjectNode members) {
        return new Input(members, "");
    }

    static Input of(ObjectNode members, String path) {
        return new Input(members, path + ".");
    }

    /** @throws ApiError ValidationException or SerializationException, naming the member and the rule it breaks */
    public <T> T required(String member, Shape<T> shape) {
        var value = value(member);
        if (value == null) throw Shape.broken(null, pathOf(member), "Member must not be null");
        return shape.read(value, pathOf(member));
    }

    /** The same for a member that may be absent. */
    public <T> @Nullable T optional(String member, Shape<T> shape) {
        var value = value(member);
        return value == null ? null : shape.read(value, pathOf(member));
    }

    public <T> T optional(String member, Shape<T> shape, T otherwise) {
        var value = optional(member, shape);
        return value == null ? otherwise : value;
    }

    private @Nullable JsonNode value(String member) {
        var value = members.get(member);
        return value == null || value.isNull() ? null : value;
    }

    /** AWS's messages spell member names with a small first letter: {@code tags.1.member.key}. */
    private String pathOf(String member) {
        return path + Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
