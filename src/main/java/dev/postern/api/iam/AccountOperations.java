package dev.postern.api.iam;

import dev.postern.access.AccessRequest;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.Groups;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import dev.postern.policy.PolicyKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The whole account at once: everybody and every policy, or how many there are. */
@Component
final class AccountOperations implements OperationGroup {
    private static final String OWN = "LocalManagedPolicy";
    private static final String BUILT_IN = "AWSManagedPolicy";
    private static final List<String> KINDS = List.of("User", "Role", "Group", OWN, BUILT_IN);
    private static final Shape<List<String>> FILTER = Shapes.list(Shape.oneOf(KINDS), 5);

    private final Users users;
    private final Groups groups;
    private final Roles roles;
    private final Policies policies;
    private final Entities entities;
    private final Permission permission;
    private final Account account;

    AccountOperations(
            Users users,
            Groups groups,
            Roles roles,
            Policies policies,
            Entities entities,
            Permission permission,
            Account account) {
        this.users = users;
        this.groups = groups;
        this.roles = roles;
        this.policies = policies;
        this.entities = entities;
        this.permission = permission;
        this.account = account;
    }

    @Override
    public Service service() {
        return Service.IAM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "GetAccountAuthorizationDetails", new Operation.ForUsers(this::details),
                "GetAccountSummary", new Operation.ForUsers(this::summary));
    }

    private AccessRequest about(Caller caller, String action) {
        return AccessRequest.of(caller, action, "arn:aws:iam::" + account.accountId() + ":root");
    }

    /** One of the answer's four lists has it. */
    private record Detail(String kind, String name, String xml) {}

    private Answer details(Caller caller, Call call) {
        var asked = call.input().optional("Filter", FILTER, List.of());
        var kinds = asked.isEmpty() ? KINDS : asked;
        permission.toRead(about(caller, "iam:GetAccountAuthorizationDetails"));
        var all = new ArrayList<Detail>();
        if (kinds.contains("User"))
            users.all()
                    .forEach(user -> all.add(new Detail(
                            "User",
                            user.name(),
                            entities.user(user)
                                    + inline("UserPolicyList", Subject.user(user.name()))
                                    + "<GroupList>"
                                    + String.join(
                                            "",
                                            user.groups().stream()
                                                    .sorted()
                                                    .map(group -> Xml.element("member", group))
                                                    .toList())
                                    + "</GroupList>"
                                    + attached(Subject.user(user.name()))
                                    + entities.boundary(Subject.user(user.name()))
                                    + Shapes.tags(user.tags()))));
        if (kinds.contains("Group"))
            groups.all()
                    .forEach(group -> all.add(new Detail(
                            "Group",
                            group.name(),
                            entities.group(group)
                                    + inline("GroupPolicyList", Subject.group(group.name()))
                                    + attached(Subject.group(group.name())))));
        if (kinds.contains("Role")) roles.all().forEach(role -> all.add(new Detail("Role", role.name(), role(role))));
        for (var policy : policies.all()) {
            if (kinds.contains(policy.builtIn() ? BUILT_IN : OWN))
                all.add(new Detail("Policy", policy.arn(), policy(policy)));
        }
        var page = Shapes.page(
                all,
                detail -> detail.kind() + " " + detail.name(),
                call.input(),
                "GetAccountAuthorizationDetails" + kinds.stream().sorted().toList());
        return Shapes.answer(
                list("UserDetailList", "User", page.items()),
                list("GroupDetailList", "Group", page.items()),
                list("RoleDetailList", "Role", page.items()),
                list("Policies", "Policy", page.items()),
                Shapes.more(page));
    }

    private static String list(String name, String kind, List<Detail> details) {
        var own = details.stream().filter(detail -> detail.kind().equals(kind)).toList();
        return Xml.list(name, own, Detail::xml);
    }

    private String role(Role role) {
        var subject = Subject.role(role.name());
        return entities.beginning(role)
                + "<InstanceProfileList></InstanceProfileList>"
                + inline("RolePolicyList", subject)
                + attached(subject)
                + entities.boundary(subject)
                + Shapes.tags(role.tags());
    }

    private String policy(ManagedPolicy policy) {
        return entities.policy(policy)
                + Xml.element("Description", policy.description())
                + Xml.list("PolicyVersionList", policies.versions(policy.arn()), Entities::versionInFull);
    }

    private String inline(String name, Subject subject) {
        return Xml.list(name, policies.inline(subject).entrySet(), Entities::inline);
    }

    private String attached(Subject subject) {
        return Xml.list("AttachedManagedPolicies", policies.attached(subject), Entities::attached);
    }

    private Answer summary(Caller caller, Call call) {
        permission.toRead(about(caller, "iam:GetAccountSummary"));
        var own = policies.all().stream().filter(policy -> !policy.builtIn()).toList();
        var counts = new LinkedHashMap<String, Integer>();
        counts.put("Users", users.all().size());
        counts.put("Groups", groups.all().size());
        counts.put("Roles", roles.all().size());
        counts.put("Policies", own.size());
        counts.put(
                "PolicyVersionsInUse",
                own.stream()
                        .mapToInt(policy -> policies.versions(policy.arn()).size())
                        .sum());
        counts.put("GroupsQuota", Groups.MOST);
        counts.put("RolesQuota", Roles.MOST);
        counts.put("PoliciesQuota", Policies.MOST);
        counts.put("VersionsPerPolicyQuota", Policies.MOST_VERSIONS);
        counts.put("AccessKeysPerUserQuota", 2);
        counts.put("AttachedPoliciesPerUserQuota", Policies.MOST_ATTACHED);
        counts.put("AttachedPoliciesPerGroupQuota", Policies.MOST_ATTACHED);
        counts.put("AttachedPoliciesPerRoleQuota", Policies.MOST_ATTACHED);
        counts.put("PolicySizeQuota", PolicyKind.MANAGED.limit());
        counts.put("UserPolicySizeQuota", PolicyKind.USER_INLINE.limit());
        counts.put("GroupPolicySizeQuota", PolicyKind.GROUP_INLINE.limit());
        counts.put("AssumeRolePolicySizeQuota", PolicyKind.TRUST.limit());
        var entries = new StringBuilder();
        counts.forEach((key, value) ->
                entries.append(Xml.around("entry", Xml.element("key", key) + Shapes.number("value", value))));
        return Shapes.answer(Xml.around("SummaryMap", entries.toString()));
    }
}
