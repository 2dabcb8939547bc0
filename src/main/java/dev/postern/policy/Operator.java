package dev.postern.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a condition compares, by the name it has in documents. */
enum Operator {
    STRING_EQUALS("StringEquals", Family.STRING, false),
    STRING_NOT_EQUALS("StringNotEquals", Family.STRING, true),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Family.STRING_IGNORE_CASE, false),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Family.STRING_IGNORE_CASE, true),
    STRING_LIKE("StringLike", Family.STRING_LIKE, false),
    STRING_NOT_LIKE("StringNotLike", Family.STRING_LIKE, true),
    NUMERIC_EQUALS("NumericEquals", Family.NUMERIC, false, Order.EQUAL),
    NUMERIC_NOT_EQUALS("NumericNotEquals", Family.NUMERIC, true, Order.EQUAL),
    NUMERIC_LESS_THAN("NumericLessThan", Family.NUMERIC, false, Order.LESS),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Family.NUMERIC, false, Order.LESS_OR_EQUAL),
    NUMERIC_GREATER_THAN("NumericGreaterThan", Family.NUMERIC, false, Order.GREATER),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Family.NUMERIC, false, Order.GREATER_OR_EQUAL),
    DATE_EQUALS("DateEquals", Family.DATE, false, Order.EQUAL),
    DATE_NOT_EQUALS("DateNotEquals", Family.DATE, true, Order.EQUAL),
    DATE_LESS_THAN("DateLessThan", Family.DATE, false, Order.LESS),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", Family.DATE, false, Order.LESS_OR_EQUAL),
    DATE_GREATER_THAN("DateGreaterThan", Family.DATE, false, Order.GREATER),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Family.DATE, false, Order.GREATER_OR_EQUAL),
    BOOL("Bool", Family.BOOL, false),
    BINARY_EQUALS("BinaryEquals", Family.BINARY, false),
    IP_ADDRESS("IpAddress", Family.IP, false),
    NOT_IP_ADDRESS("NotIpAddress", Family.IP, true),
    ARN_EQUALS("ArnEquals", Family.ARN, false),
    ARN_LIKE("ArnLike", Family.ARN, false),
    ARN_NOT_EQUALS("ArnNotEquals", Family.ARN, true),
    ARN_NOT_LIKE("ArnNotLike", Family.ARN, true),
    NULL("Null", Family.PRESENCE, false);

    static final Map<String, Operator> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(each -> each.word, Function.identity()));

    private final String word;
    private final Family family;
    private final boolean negated;
    private final Order order;

    enum Family {
        STRING(true),
        STRING_IGNORE_CASE(true),
        STRING_LIKE(true),
        NUMERIC(false),
        DATE(false),
        BOOL(true),
        BINARY(false),
        IP(false),
        ARN(true),
        PRESENCE(false);

        private final boolean variables;

        Family(boolean variables) {
            this.variables = variables;
        }

        boolean takesVariables() {
            return variables;
        }
    }

    /** How what is seen must stand to the policy's value. */
    enum Order {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        <T extends Comparable<T>> boolean holds(T seen, T value) {
            int way = seen.compareTo(value);
            return switch (this) {
                case EQUAL -> way == 0;
                case LESS -> way < 0;
                case LESS_OR_EQUAL -> way <= 0;
                case GREATER -> way > 0;
                case GREATER_OR_EQUAL -> way >= 0;
            };
        }
    }

    Operator(String word, Family family, boolean negated) {
        this(word, family, negated, Order.EQUAL);
    }

    Operator(String word, Family family, boolean negated, Order order) {
        this.word = word;
        this.family = family;
        this.negated = negated;
        this.order = order;
    }

    String word() {
        return word;
    }

    Family family() {
        return family;
    }

    /** True where no value of the policy may compare. */
    boolean negated() {
        return negated;
    }

    Order order() {
        return order;
    }
}
