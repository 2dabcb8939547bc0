package dev.postern.policy;

import dev.postern.policy.PolicyPrincipal.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads whom a statement on a resource names. */
final class PrincipalReader {
    private static final Set<String> TYPES = Set.of("AWS", "Federated", "Service", "CanonicalUser");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern ROOT = Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):root");
    private static final Pattern NAMED = Pattern.compile(
            "arn:aws[a-z-]*:(iam::[0-9]{12}:(user|role)/|sts::[0-9]{12}:(assumed-role|federated-user)/)[^*?\\s]+");
    private static final Pattern UNIQUE = Pattern.compile("A(IDA|ROA)[A-Z0-9]{4,124}");

    private final String path;
    private final Findings findings;

    PrincipalReader(String path, Findings findings) {
        this.path = path;
        this.findings = findings;
    }

    @Nullable Principals read(Json.Member member) {
        boolean complement = member.name().equals("NotPrincipal");
        if (member.value() instanceof Json.Text(var _, var text) && text.equals("*"))
            return new Principals(List.of(new Principals.Entry.Everyone()), complement);
        if (!(member.value() instanceof Json.Members(var _, var _, var types))) {
            findings.error(
                    member.value().at(),
                    path,
                    "is " + member.value().kind() + ", it must be \"*\" or an object",
                    "Write e.g. {\"AWS\": \"123456789012\"}.");
            return null;
        }
        if (types.isEmpty()) {
            findings.error(member.value().at(), path, "names nobody", "Write e.g. {\"AWS\": \"123456789012\"}.");
            return null;
        }
        var entries = new ArrayList<Principals.Entry>();
        boolean fine = true;
        for (var type : types) fine &= read(type, entries);
        return fine ? new Principals(List.copyOf(entries), complement) : null;
    }

    private boolean read(Json.Member type, List<Principals.Entry> entries) {
        var place = Findings.join(path, type.name());
        if (!TYPES.contains(type.name())) {
            findings.error(
                    type.at(), place, "is no kind of principal", "Write AWS, Service, Federated or CanonicalUser.");
            return false;
        }
        var texts = StatementReader.texts(type.value(), place, "\"123456789012\"", findings);
        if (texts == null) return false;
        boolean fine = true;
        for (var text : texts) {
            var entry = entry(type.name(), text.value());
            if (entry == null) {
                fine = false;
                findings.error(text.at(), place, rule(type.name(), text.value()), fix(type.name()));
            } else {
                entries.add(entry);
            }
        }
        return fine;
    }

    private static Principals.@Nullable Entry entry(String type, String value) {
        return switch (type) {
            case "AWS" -> aws(value);
            case "Service" -> other(Kind.SERVICE, value);
            case "Federated" -> other(Kind.FEDERATED, value);
            default -> wild(value) ? null : new Principals.Entry.Canonical(value);
        };
    }

    private static Principals.@Nullable Entry aws(String value) {
        if (value.equals("*")) return new Principals.Entry.EveryAws();
        if (ACCOUNT.matcher(value).matches()) return new Principals.Entry.Account(value);
        var root = ROOT.matcher(value);
        if (root.matches()) return new Principals.Entry.Account(root.group(1));
        if (NAMED.matcher(value).matches()) return new Principals.Entry.Named(value);
        return UNIQUE.matcher(value).matches() ? new Principals.Entry.Unique(value) : null;
    }

    private static Principals.@Nullable Entry other(Kind kind, String value) {
        return value.equals("*") || (!value.isBlank() && !wild(value)) ? new Principals.Entry.Other(kind, value) : null;
    }

    private static boolean wild(String value) {
        return value.indexOf('*') >= 0 || value.indexOf('?') >= 0;
    }

    private static String rule(String type, String value) {
        var shown = "is " + Findings.shown(value);
        if (wild(value)) return shown + ", a wildcard stands for everybody or is not there: it is no part of a name";
        return type.equals("AWS")
                ? shown + ", which is no account, user, role or session"
                : shown + ", which is no name";
    }

    private static String fix(String type) {
        return type.equals("AWS")
                ? "Write \"*\", twelve digits, or the ARN of a user, a role or a session."
                : "Write the whole name, or \"*\".";
    }
}
