package dev.postern.policy;

import dev.postern.policy.PolicyProblem.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document's values, each with its place in the text. */
sealed interface Json {
    Position at();

    /** As a message names it. */
    String kind();

    /** @param end just behind its closing bracket */
    record Members(Position at, Position end, List<Member> all) implements Json {
        @Override
        public String kind() {
            return "an object";
        }

        @Nullable Json find(String name) {
            for (var member : all) {
                if (member.name().equals(name)) return member.value();
            }
            return null;
        }
    }

    /** @param at the place of the name */
    record Member(String name, Position at, Json value) {}

    record Items(Position at, List<Json> all) implements Json {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Text(Position at, String value) implements Json {
        @Override
        public String kind() {
            return "the text " + Findings.shown(value);
        }
    }

    /** A number or a boolean as it stands in the document. */
    record Bare(Position at, String value) implements Json {
        @Override
        public String kind() {
            return "the value " + value + " without quotes";
        }
    }

    record Nothing(Position at) implements Json {
        @Override
        public String kind() {
            return "null";
        }
    }
}
