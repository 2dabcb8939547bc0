package dev.postern.access.policies;

import dev.postern.policy.PolicyKind;
import java.util.Comparator;

/** Who can have policies: a user, a group or a role of this account, by name. */
public record Subject(Kind kind, String name) {
    public static final Comparator<Subject> BY_KIND_AND_NAME =
            Comparator.comparing(Subject::kind).thenComparing(Subject::name);

    public enum Kind {
        USER(PolicyKind.USER_INLINE),
        GROUP(PolicyKind.GROUP_INLINE),
        ROLE(PolicyKind.ROLE_INLINE);

        private final PolicyKind inline;

        Kind(PolicyKind inline) {
            this.inline = inline;
        }

        /** What policies are that are written into one of these. */
        public PolicyKind inline() {
            return inline;
        }

        /** {@code user}, {@code group}, {@code role}: as ARNs and simulators spell it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static Subject user(String name) {
        return new Subject(Kind.USER, name);
    }

    public static Subject group(String name) {
        return new Subject(Kind.GROUP, name);
    }

    public static Subject role(String name) {
        return new Subject(Kind.ROLE, name);
    }

    /** What one of its inline policies is called among all policies. */
    public String inline(String policy) {
        return policy + " of the " + this;
    }

    @Override
    public String toString() {
        return kind.word() + " " + name;
    }
}
