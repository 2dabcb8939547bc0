package dev.postern.identity.roles;

import dev.postern.identity.Account;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may assume a role, chosen from a form or written as a trust policy. It binds administrators like anybody: a role is assumed by those it
 * trusts.
 *
 * @param everyone every user of this account, also from a role they are in; nobody whom a provider of another role vouched for
 * @param users these, as themselves
 * @param provider whose web identities are known to the role
 * @param sessionTags whether whoever enters may choose tags for the time they are in it; policies then see these as {@code aws:PrincipalTag/…},
 *     over those of the role
 * @param document the trust policy as its author wrote it, which then says everything; null for one that follows from the rest
 */
public record Trust(
        boolean everyone,
        Set<String> users,
        @Nullable WebIdentityProvider provider,
        boolean sessionTags,
        @Nullable String document) {
    /** True for a member of this account: a user, or a role session that goes back to one. */
    public static final String MEMBER = "postern:AccountMember";

    private static final String NOBODY = """
            {"Version": "2012-10-17", "Statement": [{"Sid": "WhomItTrustedIsGone", "Effect": "Deny", "Principal": "*",
              "Action": "sts:*"}]}""";

    private static final String ASSUME = "sts:AssumeRole";
    private static final String ASSUME_BY_TOKEN = "sts:AssumeRoleWithWebIdentity";
    private static final String TAG = "sts:TagSession";
    private static final String SOURCE = "sts:SetSourceIdentity";

    public Trust {
        users = Set.copyOf(users);
        if (document == null && !everyone && users.isEmpty() && provider == null)
            throw new IllegalArgumentException(
                    "a role trusts somebody: everyone of this account, some users, or a web identity provider");
    }

    /** Without session tags. */
    public Trust(boolean everyone, Set<String> users, @Nullable WebIdentityProvider provider) {
        this(everyone, users, provider, false, null);
    }

    /** The same, and whoever enters may choose session tags. */
    public Trust withSessionTags() {
        return new Trust(everyone, users, provider, true, document);
    }

    /** Of a role whose only friends are gone: nobody gets in until it trusts somebody again. */
    public static Trust ofNobody() {
        return of(NOBODY);
    }

    public boolean isOfNobody() {
        return NOBODY.equals(document);
    }

    /** By a trust policy alone. */
    public static Trust of(String document) {
        return new Trust(false, Set.of(), null, false, document);
    }

    /** As IAM names a provider: by its issuer without the scheme. */
    public static String providerArn(Account account, String issuer) {
        return "arn:aws:iam::" + account.accountId() + ":oidc-provider/" + host(issuer);
    }

    /** The condition key of a token's claim, e.g. {@code idp.example.com/realm:sub}. */
    public static String claim(String issuer, String claim) {
        return host(issuer) + ":" + claim;
    }

    private static String host(String issuer) {
        return issuer.replaceFirst("^https?://", "");
    }

    /** The same role under another trust policy. */
    public Trust rewritten(String document) {
        return new Trust(false, Set.of(), provider, sessionTags, document);
    }

    /** The trust policy: the one that was written, or what the rest amounts to. */
    public String text(Account account) {
        return document != null ? document : made(account);
    }

    /** The same, ready to be asked. */
    public Policy policy(Account account, String role) {
        return Policy.of(PolicyKind.TRUST, "trust policy of " + role, text(account));
    }

    private String made(Account account) {
        var json = JsonMapper.shared().createObjectNode().put("Version", "2012-10-17");
        var statements = json.putArray("Statement");
        if (everyone) {
            var statement = allow(statements.addObject(), ASSUME);
            statement.putObject("Principal").put("AWS", "*");
            var condition = statement.putObject("Condition");
            condition.putObject("StringEquals").put("aws:PrincipalAccount", account.accountId());
            condition.putObject("Bool").put(MEMBER, "true");
        }
        if (!users.isEmpty()) {
            var arns = new ArrayList<String>();
            users.stream().sorted().forEach(user -> arns.add(account.user(user)));
            list(allow(statements.addObject(), ASSUME).putObject("Principal"), "AWS", arns);
        }
        if (provider != null) {
            var statement = allow(statements.addObject(), ASSUME_BY_TOKEN);
            statement.putObject("Principal").put("Federated", providerArn(account, provider.issuer()));
            var condition = statement.putObject("Condition");
            condition.putObject("StringEquals").put(claim(provider.issuer(), "aud"), provider.audience());
            if (provider.subject() != null)
                condition.putObject("StringLike").put(claim(provider.issuer(), "sub"), provider.subject());
        }
        return json.toString();
    }

    private ObjectNode allow(ObjectNode statement, String action) {
        statement.put("Effect", "Allow");
        list(statement, "Action", sessionTags ? List.of(action, TAG, SOURCE) : List.of(action, SOURCE));
        return statement;
    }

    private static void list(ObjectNode node, String name, Collection<String> texts) {
        var array = node.putArray(name);
        texts.forEach(array::add);
    }
}
