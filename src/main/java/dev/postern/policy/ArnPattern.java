package dev.postern.policy;

import org.jspecify.annotations.Nullable;

/** Six patterns, each for one part of an ARN: a wildcard never reaches over a colon, but in the last part. */
final class ArnPattern {
    private final Glob[] parts;
    private final boolean literal;

    private ArnPattern(Glob[] parts) {
        this.parts = parts;
        var all = true;
        for (var part : parts) all &= part.literal();
        this.literal = all;
    }

    /** @return null for what has no six parts, which matches nothing */
    static @Nullable ArnPattern of(int[] codes) {
        var parts = new Glob[Arn.PARTS];
        int from = 0;
        for (int i = 0; i < Arn.PARTS - 1; i++) {
            int colon = from;
            while (colon < codes.length && codes[colon] != ':') colon++;
            if (colon == codes.length) return null;
            parts[i] = Glob.of(codes, from, colon);
            from = colon + 1;
        }
        parts[Arn.PARTS - 1] = Glob.of(codes, from, codes.length);
        return new ArnPattern(parts);
    }

    boolean matches(Arn arn) {
        for (int i = Arn.PARTS - 1; i >= 0; i--) { // the last tells most apart
            if (!parts[i].matches(arn.text(), arn.from(i), arn.to(i))) return false;
        }
        return true;
    }

    /** The one ARN it matches; null where there are wildcards. */
    @Nullable String onlyArn() {
        if (!literal) return null;
        var text = new StringBuilder(parts[0].beginning());
        for (int i = 1; i < Arn.PARTS; i++) text.append(':').append(parts[i].beginning());
        return text.toString();
    }

    /** The type of every ARN it matches, as {@link Arn#type()} has it; null where it may match several. */
    @Nullable String onlyType() {
        var beginning = parts[Arn.PARTS - 1].beginning();
        int slash = beginning.indexOf('/');
        return slash < 0 ? null : beginning.substring(0, slash);
    }
}
