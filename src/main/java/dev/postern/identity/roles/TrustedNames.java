package dev.postern.identity.roles;

import dev.postern.identity.Account;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whom a trust policy names by name: users, roles and role sessions, of this account and others. */
final class TrustedNames {
    private static final JsonMapper JSON = JsonMapper.shared();

    private TrustedNames() {}

    /** Users and roles of this account that it names, by ARN. */
    static Set<String> ofThisAccount(String document, Account account) {
        var named = new TreeSet<String>();
        rewritten(document, arn -> {
            if (arn.startsWith(account.user("")) || arn.startsWith(account.role(""))) named.add(arn);
            return arn;
        });
        return named;
    }

    /**
     * The same policy about nobody where it was about one name: as at AWS, where an id stands for who is gone, and the name's next bearer is not meant.
     *
     * @param gone ARN of a user or a role
     * @param sessions what ARNs of its role sessions begin with; of a user, its ARN again
     */
    static String without(String document, String gone, String sessions, String id) {
        return rewritten(document, arn -> arn.equals(gone) || arn.startsWith(sessions + "/") ? id : arn);
    }

    /** Word for word the same where nothing changes. */
    private static String rewritten(String document, UnaryOperator<String> name) {
        var tree = JSON.readTree(document);
        var before = tree.deepCopy();
        var statements = tree.path("Statement");
        for (var statement : statements.isArray() ? statements : List.of(statements)) {
            for (var member : List.of("Principal", "NotPrincipal")) {
                if (statement.path(member) instanceof ObjectNode principal && principal.has("AWS"))
                    principal.set("AWS", renamed(principal.path("AWS"), name));
            }
        }
        return tree.equals(before) ? document : tree.toString();
    }

    private static JsonNode renamed(JsonNode names, UnaryOperator<String> name) {
        if (names.isString()) return JSON.getNodeFactory().stringNode(name.apply(names.asString()));
        if (!(names instanceof ArrayNode array)) return names;
        var renamed = JSON.createArrayNode();
        for (var each : array) renamed.add(each.isString() ? name.apply(each.asString()) : each.asString());
        return renamed;
    }
}
