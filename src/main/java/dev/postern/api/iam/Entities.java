package dev.postern.api.iam;

import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.PolicyVersion;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Account;
import dev.postern.identity.Group;
import dev.postern.identity.User;
import dev.postern.identity.roles.Role;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Principals and policies as answers show them. */
@Component
final class Entities {
    private final Account account;
    private final Policies policies;

    Entities(Account account, Policies policies) {
        this.account = account;
        this.policies = policies;
    }

    /** As lists have it: without tags and boundary. */
    String user(User user) {
        return Xml.element("Path", "/")
                + Xml.element("UserName", user.name())
                + Xml.element("UserId", user.id())
                + Xml.element("Arn", account.user(user.name()))
                + Xml.element("CreateDate", Shapes.time(user.createdAt()));
    }

    String userInFull(User user) {
        return user(user) + boundary(Subject.user(user.name())) + Shapes.tags(user.tags());
    }

    String group(Group group) {
        return Xml.element("Path", "/")
                + Xml.element("GroupName", group.name())
                + Xml.element("GroupId", group.id())
                + Xml.element("Arn", account.group(group.name()))
                + Xml.element("CreateDate", Shapes.time(group.createdAt()));
    }

    /** As lists have it: without tags and boundary. */
    String role(Role role) {
        return beginning(role)
                + Xml.element("Description", role.description())
                + Shapes.number(
                        "MaxSessionDuration", Math.toIntExact(role.longest().toSeconds()));
    }

    String roleInFull(Role role) {
        return role(role) + boundary(Subject.role(role.name())) + Shapes.tags(role.tags());
    }

    /** What every answer about a role has. */
    String beginning(Role role) {
        return Xml.element("Path", "/")
                + Xml.element("RoleName", role.name())
                + Xml.element("RoleId", role.id())
                + Xml.element("Arn", account.role(role.name()))
                + Xml.element("CreateDate", Shapes.time(role.createdAt()))
                + Shapes.document("AssumeRolePolicyDocument", role.trust().text(account));
    }

    /** As lists have it: without description and tags. */
    String policy(ManagedPolicy policy) {
        return Xml.element("PolicyName", policy.name())
                + Xml.element("PolicyId", policy.id())
                + Xml.element("Arn", policy.arn())
                + Xml.element("Path", "/")
                + Xml.element("DefaultVersionId", ManagedPolicy.version(policy.defaultVersion()))
                + Shapes.number(
                        "AttachmentCount", policies.holders(policy.arn()).size())
                + Shapes.number(
                        "PermissionsBoundaryUsageCount",
                        policies.bounded(policy.arn()).size())
                + Shapes.truth("IsAttachable", true)
                + Xml.element("CreateDate", Shapes.time(policy.createdAt()))
                + Xml.element("UpdateDate", Shapes.time(policy.updatedAt()));
    }

    String policyInFull(ManagedPolicy policy) {
        return policy(policy) + Xml.element("Description", policy.description()) + Shapes.tags(policy.tags());
    }

    /** As lists have it: without its document. */
    static String version(PolicyVersion version) {
        return Xml.element("VersionId", ManagedPolicy.version(version.number()))
                + Shapes.truth("IsDefaultVersion", version.isDefault())
                + Xml.element("CreateDate", Shapes.time(version.createdAt()));
    }

    static String versionInFull(PolicyVersion version) {
        return Shapes.document("Document", version.document()) + version(version);
    }

    static String attached(ManagedPolicy policy) {
        return Xml.element("PolicyName", policy.name()) + Xml.element("PolicyArn", policy.arn());
    }

    static String inline(Map.Entry<String, String> policy) {
        return Xml.element("PolicyName", policy.getKey()) + Shapes.document("PolicyDocument", policy.getValue());
    }

    String boundary(Subject subject) {
        return policies.boundary(subject)
                .map(boundary -> Xml.around(
                        "PermissionsBoundary",
                        Xml.element("PermissionsBoundaryType", "Policy")
                                + Xml.element("PermissionsBoundaryArn", boundary.arn())))
                .orElse("");
    }
}
