package dev.postern.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a statement applies to, or with NotResource: what it does not apply to. */
record Resources(List<Pattern> patterns, boolean complement) {
    sealed interface Pattern {
        /** {@code *}, which is also what an action without resource types is done to. */
        record Everything() implements Pattern {}

        record Fixed(String source, ArnPattern pattern) implements Pattern {}

        /** @param head what comes before the first variable, and a star */
        record Open(String source, ArnPattern head, Template tail) implements Pattern {}
    }

    /** A resource is one thing with several names: the list names it when it names any of them. */
    boolean match(PolicyRequest request) {
        return listed(request) != complement;
    }

    private boolean listed(PolicyRequest request) {
        var resource = request.resource();
        for (var pattern : patterns) {
            if (pattern instanceof Pattern.Everything) return true;
            for (int i = 0; i < resource.count(); i++) {
                var arn = resource.arn(i);
                if (arn != null && matches(pattern, arn, request)) return true;
            }
        }
        return false;
    }

    private static boolean matches(Pattern pattern, Arn arn, PolicyRequest request) {
        return switch (pattern) {
            case Pattern.Everything _ -> true;
            case Pattern.Fixed(var _, var whole) -> whole.matches(arn);
            case Pattern.Open(var _, var head, var tail) -> {
                if (!head.matches(arn)) yield false;
                var codes = tail.resolve(request);
                int last = Arn.PARTS - 1;
                yield codes != null
                        && Glob.of(codes, 0, codes.length).matches(arn.text(), arn.from(last), arn.to(last));
            }
        };
    }

    /** Every ARN it applies to; null where there are others that nobody could list. */
    @Nullable List<String> onlyArns() {
        if (complement) return null;
        var arns = new ArrayList<String>();
        for (var pattern : patterns) {
            var arn = pattern instanceof Pattern.Fixed(var _, var whole) ? whole.onlyArn() : null;
            if (arn == null) return null;
            arns.add(arn);
        }
        return arns;
    }

    /** The types of all ARNs it applies to; null where there are others. */
    @Nullable Set<String> onlyTypes() {
        if (complement) return null;
        var types = new HashSet<String>();
        for (var pattern : patterns) {
            var type = switch (pattern) {
                case Pattern.Everything _ -> null;
                case Pattern.Fixed(var _, var whole) -> whole.onlyType();
                case Pattern.Open(var _, var head, var _) -> head.onlyType();
            };
            if (type == null) return null;
            types.add(type);
        }
        return types;
    }

    /** The patterns with their variables filled in; what a variable without value leaves matches nothing and is not among them. */
    List<String> resolved(PolicyRequest request) {
        var resolved = new ArrayList<String>();
        for (var pattern : patterns) {
            switch (pattern) {
                case Pattern.Everything _ -> resolved.add("*");
                case Pattern.Fixed(var source, var _) -> resolved.add(source);
                case Pattern.Open(var source, var _, var tail) -> {
                    var text = tail.text(request);
                    if (text != null)
                        resolved.add(source.substring(
                                        0, source.length() - tail.source().length())
                                + text);
                }
            }
        }
        return resolved;
    }

    /** Variables without default. */
    List<String> variables() {
        var names = new ArrayList<String>();
        for (var pattern : patterns) {
            if (pattern instanceof Pattern.Open(var _, var _, var tail)) names.addAll(tail.wanted());
        }
        return names;
    }
}
