package dev.postern.policy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One value of a condition, compiled. Whether it is negated is the condition's matter. */
sealed interface Comparison {
    boolean holds(String seen, PolicyRequest request);

    /** The value with its variables filled in; null where one of them has no value, and then nothing is equal to it. */
    @Nullable String resolved(PolicyRequest request);

    /** Keys of the variables that have no default. */
    default List<String> variables() {
        return switch (this) {
            case Like(var template, var _) -> template.wanted();
            case IgnoringCase(var template) -> template.wanted();
            case Truth(var template) -> template.wanted();
            case Name(var template, var _) -> template.wanted();
            case Decimal _, Moment _, Bytes _, Network _, Absence _ -> List.of();
        };
    }

    /** Text, with or without wildcards. */
    record Like(Template template, @Nullable Glob constant) implements Comparison {
        Like(Template template) {
            this(template, compiled(template.constant()));
        }

        private static @Nullable Glob compiled(int @Nullable [] codes) {
            return codes == null ? null : Glob.of(codes, 0, codes.length);
        }

        @Override
        public boolean holds(String seen, PolicyRequest request) {
            var glob = constant != null ? constant : compiled(template.resolve(request));
            return glob != null && glob.matches(seen);
        }

        @Override
        public @Nullable String resolved(PolicyRequest request) {
            return template.text(request);
        }
    }

    record IgnoringCase(Template template) implements Comparison {
        @Override
        public boolean holds(String seen, PolicyRequest request) {
            return seen.equalsIgnoreCase(template.text(request));
        }

        @Override
        public @Nullable String resolved(PolicyRequest request) {
            return template.text(request);
        }
    }

    /** A value that is neither true nor false is never equal to one, not even to itself. */
    record Truth(Template template) implements Comparison {
        static boolean is(String text) {
            return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
        }

        @Override
        public boolean holds(String seen, PolicyRequest request) {
            return is(seen) && seen.equalsIgnoreCase(template.text(request));
        }

        @Override
        public @Nullable String resolved(PolicyRequest request) {
            var text = template.text(request);
            return text == null ? null : text.toLowerCase(Locale.ROOT);
        }
    }

    record Decimal(BigDecimal value, Operator.Order order) implements Comparison {
        @Override
        public boolean holds(String seen, PolicyRequest request) {
            var number = Quantities.number(seen);
            return number != null && order.holds(number, value);
        }

        @Override
        public String resolved(PolicyRequest request) {
            return value.toPlainString();
        }
    }

    record Moment(Instant value, Operator.Order order) implements Comparison {
        @Override
        public boolean holds(String seen, PolicyRequest request) {
            var moment = Quantities.moment(seen);
            return moment != null && order.holds(moment, value);
        }

        @Override
        public String resolved(PolicyRequest request) {
            return value.toString();
        }
    }

    record Bytes(byte[] value) implements Comparison {
        static byte @Nullable [] decode(String text) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException noBase64) {
                return null;
            }
        }

        @Override
        public boolean holds(String seen, PolicyRequest request) {
            return Arrays.equals(value, decode(seen));
        }

        @Override
        public String resolved(PolicyRequest request) {
            return Base64.getEncoder().encodeToString(value);
        }
    }

    record Network(IpRange range) implements Comparison {
        @Override
        public boolean holds(String seen, PolicyRequest request) {
            return range.contains(seen);
        }

        @Override
        public String resolved(PolicyRequest request) {
            return range.toString();
        }
    }

    record Name(Template template, @Nullable ArnPattern constant) implements Comparison {
        Name(Template template) {
            this(template, compiled(template.constant()));
        }

        private static @Nullable ArnPattern compiled(int @Nullable [] codes) {
            return codes == null ? null : ArnPattern.of(codes);
        }

        @Override
        public boolean holds(String seen, PolicyRequest request) {
            var arn = Arn.of(seen);
            if (arn == null) return false;
            var pattern = constant != null ? constant : compiled(template.resolve(request));
            return pattern != null && pattern.matches(arn);
        }

        @Override
        public @Nullable String resolved(PolicyRequest request) {
            return template.text(request);
        }
    }

    /** Of {@code Null}: whether the key is to be absent. */
    record Absence(boolean wanted) implements Comparison {
        @Override
        public boolean holds(String seen, PolicyRequest request) {
            return !wanted;
        }

        @Override
        public String resolved(PolicyRequest request) {
            return Boolean.toString(wanted);
        }
    }
}
