package dev.postern.policy;

import dev.postern.policy.PolicyProblem.Position;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A verdict with its reasons.
 *
 * @param literally what it would be if the resource had its first name alone: what AWS would say
 * @param refusals which layers said no; empty where it is allowed
 * @param matched every statement that matched, whatever became of it
 * @param nearMisses statements about this action that did not match, those first that failed by least
 * @param missingKeys condition keys that statements about this action look at and the request does not have
 */
public record Explanation(
        Verdict verdict,
        Verdict literally,
        List<Refusal> refusals,
        List<Matched> matched,
        List<NearMiss> nearMisses,
        SortedSet<String> missingKeys) {
    public Explanation {
        refusals = List.copyOf(refusals);
        matched = List.copyOf(matched);
        nearMisses = List.copyOf(nearMisses);
        missingKeys = new TreeSet<>(missingKeys);
    }

    /** Where policies come from. */
    public enum Layer {
        GUARD_RAIL("the organisation's guard-rails"),
        RESOURCE_GUARD_RAIL("the organisation's guard-rails for resources"),
        RESOURCE("the resource's policies"),
        IDENTITY("the caller's policies"),
        BOUNDARY("the caller's boundary"),
        SESSION("the session's policies");

        private final String words;

        Layer(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** The verdict holds by a name of the resource that AWS does not know. */
    public boolean byAliasAlone() {
        return verdict != literally;
    }

    /**
     * A layer that said no.
     *
     * @param level of the guard-rails that is meant, from 0; 0 in other layers
     * @param explicit a statement denies; else none allows
     */
    public record Refusal(Layer layer, int level, boolean explicit) {
        @Override
        public String toString() {
            var where = layer == Layer.GUARD_RAIL ? layer.words() + " at level " + (level + 1) : layer.words();
            return explicit ? where + " deny it" : where + " do not allow it";
        }
    }

    /**
     * Which statement is meant.
     *
     * @param sid empty where it has none
     * @param index from 0
     * @param end just behind its closing bracket
     */
    public record Reference(
            String policy,
            PolicyKind kind,
            Layer layer,
            boolean allows,
            String sid,
            int index,
            Position start,
            Position end) {
        @Override
        public String toString() {
            return (allows ? "Allow" : "Deny") + " statement " + (sid.isEmpty() ? "number " + (index + 1) : sid)
                    + " of " + policy;
        }
    }

    /** @param byAlias not by the resource's first name */
    public record Matched(Reference statement, boolean byAlias) {}

    /** @param failures what of it did not match; its action did */
    public record NearMiss(Reference statement, List<Failure> failures) {
        public NearMiss {
            failures = List.copyOf(failures);
        }
    }

    /** A part of a statement that did not match. */
    public sealed interface Failure {
        /** @param named whom it names */
        record Principal(boolean complement, List<String> named, String caller) implements Failure {
            public Principal {
                named = List.copyOf(named);
            }

            @Override
            public String toString() {
                return complement
                        ? "it leaves out " + list(named) + ", and with them " + caller
                        : "it is for " + list(named) + ", not for " + caller;
            }
        }

        /** @param patterns with their variables filled in */
        record Resource(boolean complement, List<String> patterns, List<String> names) implements Failure {
            public Resource {
                patterns = List.copyOf(patterns);
                names = List.copyOf(names);
            }

            @Override
            public String toString() {
                if (patterns.isEmpty()) return "none of its resources remains, for want of a variable's value";
                return "it applies to " + (complement ? "all but " : "") + list(patterns) + ", not to " + list(names);
            }
        }

        /**
         * @param operator as the document writes it
         * @param seen the request's values; null where it does not have the key
         * @param several the key has several values and the operator asks for one
         * @param wanted the policy's values with their variables filled in
         */
        record Condition(
                String operator, String key, @Nullable List<String> seen, boolean several, List<String> wanted)
                implements Failure {
            public Condition {
                seen = seen == null ? null : List.copyOf(seen);
                wanted = List.copyOf(wanted);
            }

            @Override
            public String toString() {
                var values = wanted.isEmpty() ? "a variable without value" : list(wanted);
                if (seen == null) return operator + " " + key + " " + values + ": the request has no " + key;
                if (several) return operator + " " + key + ": it has several values, which takes a set operator";
                return operator + " " + key + " " + values + ": it is " + list(seen);
            }
        }

        private static String list(List<String> all) {
            return String.join(", ", all);
        }
    }

    /** In one sentence. */
    @Override
    public String toString() {
        var alias = byAliasAlone() ? ", by an alias alone: AWS itself would say " + literally.word() : "";
        if (verdict.allowed()) {
            var by = matched.stream()
                    .filter(each -> each.statement().allows())
                    .map(each -> each.statement().toString())
                    .findFirst();
            return "allowed" + by.map(each -> " by the " + each).orElse("") + alias;
        }
        var by = matched.stream()
                .filter(each -> !each.statement().allows())
                .map(each -> each.statement().toString())
                .findFirst();
        return by.map(each -> "denied by the " + each)
                        .orElseGet(() -> "denied: "
                                + String.join(
                                        ", ",
                                        refusals.stream().map(Refusal::toString).toList()))
                + alias;
    }
}
