package dev.postern.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text of a policy, cut into literal text, wildcards and variables. What is put in for a variable is literal, whatever it contains.
 */
final class Template {
    private final String source;
    private final List<Piece> pieces;
    /** Null where there are variables. */
    private final int @Nullable [] constant;

    sealed interface Piece {
        /** Characters and wildcards as {@link Glob} has them. */
        record Fixed(int[] codes) implements Piece {}

        /** @param otherwise its default, null where it has none */
        record Variable(String name, String key, @Nullable String otherwise) implements Piece {
            Variable(String name, @Nullable String otherwise) {
                this(name, name.toLowerCase(Locale.ROOT), otherwise);
            }
        }
    }

    /** A variable that is not written as IAM writes them. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }

        String rule() {
            return String.valueOf(getMessage());
        }
    }

    private Template(String source, List<Piece> pieces) {
        this.source = source;
        this.pieces = pieces;
        this.constant = pieces.size() == 1 && pieces.getFirst() instanceof Piece.Fixed(var codes) ? codes : null;
    }

    static Template literal(String source) {
        return new Template(source, List.of(new Piece.Fixed(source.chars().toArray())));
    }

    /**
     * @param wildcards whether {@code *} and {@code ?} stand for others
     * @param variables whether the document's version has them; else <code>${…}</code> is literal text
     */
    static Template of(String source, boolean wildcards, boolean variables) throws Malformed {
        var pieces = new ArrayList<Piece>();
        var fixed = new int[source.length()];
        int length = 0;
        for (int i = 0; i < source.length(); i++) {
            if (variables && source.startsWith("${", i)) {
                int end = end(source, i);
                var name = source.substring(i + 2, end);
                if (name.equals("*") || name.equals("?") || name.equals("$")) {
                    fixed[length++] = name.charAt(0);
                } else {
                    if (length > 0) pieces.add(new Piece.Fixed(Arrays.copyOf(fixed, length)));
                    length = 0;
                    pieces.add(variable(name));
                }
                i = end;
            } else {
                fixed[length++] = wildcards ? Glob.code(source.charAt(i)) : source.charAt(i);
            }
        }
        if (length > 0 || pieces.isEmpty()) pieces.add(new Piece.Fixed(Arrays.copyOf(fixed, length)));
        return new Template(source, List.copyOf(pieces));
    }

    /** Where the closing brace is: not the one in a default. */
    private static int end(String source, int start) throws Malformed {
        int brace = source.indexOf('}', start);
        int quote = source.indexOf('\'', start);
        if (quote >= 0 && quote < brace) {
            int close = source.indexOf("'}", quote + 1);
            brace = close < 0 ? -1 : close + 1;
        }
        if (brace < 0) throw new Malformed("has a variable that begins with ${ and does not end");
        return brace;
    }

    private static Piece.Variable variable(String text) throws Malformed {
        int quote = text.indexOf('\'');
        if (quote < 0) {
            if (text.isBlank()) throw new Malformed("has a variable without a name");
            if (text.indexOf(',') >= 0) throw new Malformed("has a default without quotes in ${" + text + "}");
            return new Piece.Variable(text, null);
        }
        int comma = text.lastIndexOf(',', quote);
        if (comma <= 0 || !text.substring(comma + 1, quote).isBlank())
            throw new Malformed("has a default that does not follow a comma in ${" + text + "}");
        return new Piece.Variable(text.substring(0, comma), text.substring(quote + 1, text.length() - 1));
    }

    String source() {
        return source;
    }

    /** What it always stands for; null where there are variables. */
    int @Nullable [] constant() {
        return constant;
    }

    /** What comes before the first variable. */
    int[] beginning() {
        return pieces.getFirst() instanceof Piece.Fixed(var codes) ? codes : new int[0];
    }

    /** Keys of the variables that have no default: without a value they leave nothing to compare with. */
    List<String> wanted() {
        return variables().stream()
                .filter(variable -> variable.otherwise() == null)
                .map(Piece.Variable::name)
                .toList();
    }

    List<Piece.Variable> variables() {
        var variables = new ArrayList<Piece.Variable>();
        for (var piece : pieces) {
            if (piece instanceof Piece.Variable variable) variables.add(variable);
        }
        return variables;
    }

    /** @return null where a variable has neither a value nor a default */
    int @Nullable [] resolve(PolicyRequest request) {
        if (constant != null) return constant;
        var values = new String[pieces.size()];
        int length = 0;
        for (int i = 0; i < values.length; i++) {
            switch (pieces.get(i)) {
                case Piece.Fixed(var codes) -> length += codes.length;
                case Piece.Variable variable -> {
                    var value = value(variable, request);
                    if (value == null) return null;
                    values[i] = value;
                    length += value.length();
                }
            }
        }
        var codes = new int[length];
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            if (pieces.get(i) instanceof Piece.Fixed(var fixed)) {
                System.arraycopy(fixed, 0, codes, at, fixed.length);
                at += fixed.length;
            } else {
                for (int c = 0; c < values[i].length(); c++) codes[at++] = values[i].charAt(c);
            }
        }
        return codes;
    }

    private static @Nullable String value(Piece.Variable variable, PolicyRequest request) {
        var seen = request.find(variable.key());
        return seen == null || seen.many() ? variable.otherwise() : seen.first();
    }

    /** The text that is meant, with wildcards written as such; null where a variable has no value. */
    @Nullable String text(PolicyRequest request) {
        var codes = resolve(request);
        return codes == null ? null : text(codes);
    }

    static String text(int[] codes) {
        var text = new StringBuilder(codes.length);
        for (int code : codes)
            text.append(
                    switch (code) {
                        case Glob.MANY -> '*';
                        case Glob.ONE -> '?';
                        default -> (char) code;
                    });
        return text.toString();
    }
}
