package dev.postern.policy;

import org.jspecify.annotations.Nullable;

/** What each operator's values must be. */
final class Comparisons {
    private Comparisons() {}

    /** @return null for what the operator cannot compare with */
    static @Nullable Comparison of(Operator operator, String text, boolean variables) throws Template.Malformed {
        return switch (operator.family()) {
            case STRING -> new Comparison.Like(Template.of(text, false, variables));
            case STRING_LIKE -> new Comparison.Like(Template.of(text, true, variables));
            case STRING_IGNORE_CASE -> new Comparison.IgnoringCase(Template.of(text, false, variables));
            case ARN -> new Comparison.Name(Template.of(text, true, variables));
            case BOOL -> {
                var template = Template.of(text, false, variables);
                yield template.constant() != null && !Comparison.Truth.is(text) ? null : new Comparison.Truth(template);
            }
            case NUMERIC -> {
                var number = Quantities.number(text);
                yield number == null ? null : new Comparison.Decimal(number, operator.order());
            }
            case DATE -> {
                var moment = Quantities.moment(text);
                yield moment == null ? null : new Comparison.Moment(moment, operator.order());
            }
            case BINARY -> {
                var bytes = Comparison.Bytes.decode(text);
                yield bytes == null ? null : new Comparison.Bytes(bytes);
            }
            case IP -> {
                var range = IpRange.of(text);
                yield range == null ? null : new Comparison.Network(range);
            }
            case PRESENCE -> Comparison.Truth.is(text) ? new Comparison.Absence(text.equalsIgnoreCase("true")) : null;
        };
    }

    static String rule(Operator operator) {
        return switch (operator.family()) {
            case STRING, STRING_LIKE, STRING_IGNORE_CASE -> "it must be a text";
            case ARN -> "it must be an ARN";
            case BOOL -> "it must be true or false";
            case NUMERIC -> "it must be a number of at most " + JsonText.MOST_DIGITS + " digits, without exponent";
            case DATE -> "it must be a date";
            case BINARY -> "it must be base64";
            case IP -> "it must be an IP address or a range of them";
            case PRESENCE -> "it must be true (the key is absent) or false (it is there)";
        };
    }

    static String fix(Operator operator) {
        return switch (operator.family()) {
            case STRING, STRING_LIKE, STRING_IGNORE_CASE -> "Write it in quotes.";
            case ARN -> "Write arn:partition:service:region:account:resource.";
            case BOOL, PRESENCE -> "Write \"true\" or \"false\".";
            case NUMERIC -> "Write e.g. 300 or 0.5.";
            case DATE -> "Write e.g. 2026-01-31T08:00:00Z, or seconds since 1970.";
            case BINARY -> "Write it in base64, padded with =.";
            case IP -> "Write e.g. 192.0.2.0/24 or 2001:db8::/32.";
        };
    }
}
