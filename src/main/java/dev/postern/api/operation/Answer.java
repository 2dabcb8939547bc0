package dev.postern.api.operation;

import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** What an operation says when it worked. */
public sealed interface Answer {
    /** A JSON body, at once. */
    record Now(ObjectNode body) implements Answer {}

    /** A JSON body after a while in which no thread is held. */
    record After(Duration hold, ObjectNode body) implements Answer {}

    /** The inside of a Query protocol result: elements, already escaped. */
    record Result(String namespace, String xml) implements Answer {}

    static Answer of(ObjectNode body) {
        return new Now(body);
    }

    /** {@code {}}: it is done and there is nothing to say. */
    static Answer empty() {
        return new Now(Json.object());
    }
}
