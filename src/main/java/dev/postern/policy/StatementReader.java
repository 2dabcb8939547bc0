package dev.postern.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one statement. */
final class StatementReader {
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");
    private static final Set<String> OF_PRINCIPALS =
            Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");
    private static final Set<String> WITH_PRINCIPALS = union(OF_PRINCIPALS, Set.of("Principal", "NotPrincipal"));

    private final PolicyKind kind;
    private final boolean variables;
    private final String path;
    private final Findings findings;

    StatementReader(PolicyKind kind, boolean variables, String path, Findings findings) {
        this.kind = kind;
        this.variables = variables;
        this.path = path;
        this.findings = findings;
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        var all = new TreeSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }

    /** @return null where it could not be read; the findings say why */
    @Nullable Statement read(Json.Members members, int index) {
        PolicyReader.onlyMembers(members, path, WITH_PRINCIPALS, findings);
        var sid = sid(members);
        var effect = effect(members);
        var actions = actions(members);
        var resources = resources(members);
        var principals = principals(members);
        var conditions = new ConditionReader(variables, Findings.join(path, "Condition"), findings)
                .read(members.find("Condition"));
        if (effect == null || actions == null || conditions == null) return null;
        if (kind.namesResources() && resources == null) return null;
        if (kind.namesPrincipals() && principals == null) return null;
        var statement = new Statement(
                sid, index, members.at(), members.end(), effect, actions, resources, principals, conditions);
        new Remarks(path, findings).on(statement, members);
        return statement;
    }

    private String sid(Json.Members members) {
        var sid = members.find("Sid");
        if (sid == null) return "";
        if (sid instanceof Json.Text(var _, var value) && SID.matcher(value).matches()) return value;
        error(sid, "Sid", "is " + sid.kind() + ", it may have letters and digits alone", "Leave the others out.");
        return "";
    }

    private @Nullable Boolean effect(Json.Members members) {
        var effect = members.find("Effect");
        if (effect == null) {
            findings.error(members.at(), path, "has no Effect", "Add \"Effect\": \"Allow\" or \"Deny\".");
            return null;
        }
        if (effect instanceof Json.Text(var _, var value)) {
            if (value.equals("Allow")) return true;
            if (value.equals("Deny")) return false;
        }
        error(effect, "Effect", "is " + effect.kind(), "Write \"Allow\" or \"Deny\", with exactly these letters.");
        return null;
    }

    /** The one of two members that is there; null after it was said that none or both are. */
    private Json.@Nullable Member either(Json.Members members, String plain, String complement) {
        Json.Member found = null;
        for (var member : members.all()) {
            if (!member.name().equals(plain) && !member.name().equals(complement)) continue;
            if (found != null) {
                findings.error(
                        member.at(),
                        path,
                        "has both " + plain + " and " + complement,
                        "A statement has one of them: make two statements of it.");
                return null;
            }
            found = member;
        }
        if (found == null)
            findings.error(members.at(), path, "has neither " + plain + " nor " + complement, "Add one of them.");
        return found;
    }

    private @Nullable Actions actions(Json.Members members) {
        var member = either(members, "Action", "NotAction");
        if (member == null) return null;
        var texts = texts(member, "\"ssm:StartSession\"");
        if (texts == null) return null;
        boolean fine = true;
        var sources = new ArrayList<String>();
        for (var text : texts) {
            fine &= ActionText.check(text, Findings.join(path, member.name()), findings);
            sources.add(text.value());
        }
        return fine ? new Actions(member.name().equals("NotAction"), sources) : null;
    }

    private @Nullable Resources resources(Json.Members members) {
        if (!kind.namesResources()) {
            for (var name : List.of("Resource", "NotResource")) {
                var found = members.find(name);
                if (found != null)
                    error(found, name, "has no place in a trust policy: the role is the resource", "Leave it out.");
            }
            return null;
        }
        var member = either(members, "Resource", "NotResource");
        if (member == null) return null;
        var texts = texts(member, "\"*\" or an ARN");
        if (texts == null) return null;
        var patterns = new ArrayList<Resources.Pattern>();
        var reader = new ResourceReader(variables, Findings.join(path, member.name()), findings);
        for (var text : texts) {
            var pattern = reader.read(text);
            if (pattern != null) patterns.add(pattern);
        }
        return patterns.size() == texts.size()
                ? new Resources(List.copyOf(patterns), member.name().equals("NotResource"))
                : null;
    }

    private @Nullable Principals principals(Json.Members members) {
        if (kind.namesPrincipals()) {
            var member = either(members, "Principal", "NotPrincipal");
            if (member == null) return null;
            if (kind == PolicyKind.TRUST && member.name().equals("NotPrincipal"))
                findings.error(
                        member.at(),
                        Findings.join(path, member.name()),
                        "has no place in a trust policy",
                        "Name those who may assume the role with \"Principal\".");
            return new PrincipalReader(Findings.join(path, member.name()), findings).read(member);
        }
        for (var name : List.of("Principal", "NotPrincipal")) {
            var found = members.find(name);
            if (found != null)
                error(
                        found,
                        name,
                        "has no place here: this policy is for whom it is attached to",
                        "Leave it out, or put the policy on a resource.");
        }
        return null;
    }

    /** One text or a list of them. */
    private @Nullable List<Json.Text> texts(Json.Member member, String example) {
        return texts(member.value(), Findings.join(path, member.name()), example, findings);
    }

    static @Nullable List<Json.Text> texts(Json found, String path, String example, Findings findings) {
        var all = found instanceof Json.Items(var _, var items) ? items : List.of(found);
        if (all.isEmpty()) {
            findings.error(found.at(), path, "is an empty list", "Add " + example + " to it.");
            return null;
        }
        var texts = new ArrayList<Json.Text>();
        for (var each : all) {
            if (each instanceof Json.Text text) texts.add(text);
            else
                findings.error(
                        each.at(), path, "is " + each.kind() + ", it must be a text", "Write e.g. " + example + ".");
        }
        return texts.size() == all.size() ? texts : null;
    }

    private void error(Json found, String member, String rule, String fix) {
        findings.error(found.at(), Findings.join(path, member), rule, fix);
    }
}
