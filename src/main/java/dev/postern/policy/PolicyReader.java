package dev.postern.policy;

import dev.postern.policy.PolicyProblem.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a document: what it may contain as a whole, and its statements one by one. */
final class PolicyReader {
    private static final String VARIABLES_SINCE = "2012-10-17";
    private static final Set<String> VERSIONS = Set.of("2008-10-17", VARIABLES_SINCE);
    private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");
    private static final char LAST_CHARACTER = '\u00FF';

    private final PolicyKind kind;
    private final String name;
    private final String text;
    private final Findings findings = new Findings();

    PolicyReader(PolicyKind kind, String name, String text) {
        this.kind = kind;
        this.name = name;
        this.text = text;
    }

    Policy.Reading read() {
        var statements = statements();
        var errors = findings.errors();
        if (!errors.isEmpty()) return new Policy.Reading.Refused(errors);
        return new Policy.Reading.Taken(new Policy(kind, name, text, statements), findings.remarks());
    }

    private List<Statement> statements() {
        if (!sizeIsFine() || !charactersAreFine()) return List.of();
        return switch (JsonText.read(text, findings)) {
            case null -> List.of();
            case Json.Members document -> statements(document);
            case Json.Text other -> noObject(other);
            case Json.Items other -> noObject(other);
            case Json.Bare other -> noObject(other);
            case Json.Nothing other -> noObject(other);
        };
    }

    private List<Statement> noObject(Json found) {
        findings.error(
                found.at(),
                "",
                "is " + found.kind() + ", it must be an object",
                "Begin with {\"Version\": \"2012-10-17\", \"Statement\": …}.");
        return List.of();
    }

    private boolean sizeIsFine() {
        int size = text.length() > Policy.MOST_CHARACTERS ? text.length() : kind.size(text);
        int limit = text.length() > Policy.MOST_CHARACTERS ? Policy.MOST_CHARACTERS : kind.limit();
        if (size <= limit) return true;
        findings.error(
                new Position(1, 1),
                "",
                "has " + size + " characters"
                        + (kind.countsWhiteSpace() || limit == Policy.MOST_CHARACTERS ? "" : " without white space")
                        + ", it may have " + limit,
                "Use wildcards for what belongs together, or make two policies of it.");
        return false;
    }

    private boolean charactersAreFine() {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                lineStart = i + 1;
            } else if (c > LAST_CHARACTER || (c < ' ' && c != '\t' && c != '\r')) {
                findings.error(
                        new Position(line, i - lineStart + 1),
                        "",
                        "has the character U+" + String.format("%04X", text.codePointAt(i))
                                + ", which no policy may have (tab, line ends, and U+0020 to U+00FF)",
                        c > LAST_CHARACTER
                                ? "Write it as an escape: " + escape(text.codePointAt(i)) + "."
                                : "Leave it out.");
                return false;
            }
        }
        return true;
    }

    /** As JSON has it: beyond U+FFFF two of them. */
    private static String escape(int character) {
        var escape = new StringBuilder();
        for (char half : Character.toChars(character)) escape.append(String.format("\\u%04x", (int) half));
        return escape.toString();
    }

    private List<Statement> statements(Json.Members document) {
        onlyMembers(document, "", MEMBERS, findings);
        var version = version(document);
        var id = document.find("Id");
        if (id != null && !kind.namesPrincipals())
            findings.remark(id.at(), "Id", "has no meaning but in policies on resources", "Leave it out.");
        var found = document.find("Statement");
        if (found == null) {
            findings.error(document.at(), "", "has no Statement", "Add \"Statement\": [{\"Effect\": \"Allow\", …}].");
            return List.of();
        }
        var all = found instanceof Json.Items(var _, var items) ? items : List.of(found);
        if (all.isEmpty()) findings.error(found.at(), "Statement", "is an empty list", "Add a statement to it.");
        var statements = new ArrayList<Statement>();
        var sids = new HashMap<String, Position>();
        for (int i = 0; i < all.size(); i++) {
            var path = found instanceof Json.Items ? "Statement[" + i + "]" : "Statement";
            if (!(all.get(i) instanceof Json.Members members)) {
                findings.error(
                        all.get(i).at(),
                        path,
                        "is " + all.get(i).kind() + ", it must be an object",
                        "Write {\"Effect\": …, \"Action\": …, \"Resource\": …}.");
                continue;
            }
            var statement = new StatementReader(kind, version, path, findings).read(members, i);
            if (statement == null) continue;
            statements.add(statement);
            sidIsUnique(members, path, statement.sid(), sids);
        }
        if (!version && text.contains("${"))
            findings.remark(
                    document.at(),
                    "Version",
                    "is not 2012-10-17, so ${…} is literal text and no variable",
                    "Write \"Version\": \"2012-10-17\".");
        return statements;
    }

    private void sidIsUnique(Json.Members members, String path, String sid, Map<String, Position> sids) {
        var at = members.find("Sid");
        if (at == null || sid.isEmpty()) return;
        var before = sids.putIfAbsent(sid, at.at());
        if (before != null)
            findings.error(
                    at.at(),
                    Findings.join(path, "Sid"),
                    "is " + Findings.shown(sid) + ", like the one in " + before,
                    "Each Sid may be there once: change one of them.");
    }

    /** @return whether <code>${…}</code> is a variable */
    private boolean version(Json.Members document) {
        var version = document.find("Version");
        if (version == null) return false;
        if (version instanceof Json.Text(var _, var value) && VERSIONS.contains(value))
            return value.equals(VARIABLES_SINCE);
        findings.error(
                version.at(),
                "Version",
                "is " + version.kind() + "; it is the language's version, not the policy's",
                "Write \"2012-10-17\".");
        return true;
    }

    /** A typing error in a name must not pass for something left out. */
    static void onlyMembers(Json.Members object, String path, Set<String> known, Findings findings) {
        for (var member : object.all()) {
            if (known.contains(member.name())) continue;
            var meant = meant(member.name(), known);
            findings.error(
                    member.at(),
                    Findings.join(path, member.name()),
                    "is nothing a policy has there",
                    meant == null
                            ? "Known are " + String.join(", ", new TreeSet<>(known)) + "."
                            : "Write \"" + meant + "\".");
        }
    }

    private static @Nullable String meant(String name, Set<String> known) {
        for (var each : known) {
            if (each.equalsIgnoreCase(name) || (each + "s").equalsIgnoreCase(name)) return each;
        }
        return null;
    }
}
