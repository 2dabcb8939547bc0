package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.iam;
import static dev.postern.api.AskedOfIam.ADMINISTRATOR;
import static dev.postern.api.AskedOfIam.LOOK;
import static dev.postern.api.AskedOfIam.NOBODY;
import static dev.postern.api.AskedOfIam.NO_POLICY;
import static dev.postern.api.AskedOfIam.denied;
import static dev.postern.api.AskedOfIam.full;
import static dev.postern.api.AskedOfIam.invalid;
import static dev.postern.api.AskedOfIam.malformed;
import static dev.postern.api.AskedOfIam.missing;
import static dev.postern.api.AskedOfPolicies.decoded;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What users, groups and roles have of policies: attached, written into them, and as their boundary. */
record AskedOfAttachments(SdkCaller by, AskedOfIam made) {
    /** More than an inline policy of a user, a group or a role may have, and still a document. */
    private static final String LONG =
            LOOK.replace("\"*\"", "[\"*\"" + ",\"arn:aws:ssm:*:*:document/x\"".repeat(400) + "]");

    AskedOfAttachments(SdkCaller by) {
        this(by, new AskedOfIam(by));
    }

    List<Asked> all() {
        return Stream.of(
                        of(PolicyHolder.user(by.iam), PolicyHolder.user(by.plainIam), made::user),
                        of(PolicyHolder.group(by.iam), PolicyHolder.group(by.plainIam), made::group),
                        of(PolicyHolder.role(by.iam), PolicyHolder.role(by.plainIam), made::role),
                        boundaries())
                .flatMap(List::stream)
                .toList();
    }

    private List<Asked> of(PolicyHolder holder, PolicyHolder plain, Supplier<String> fresh) {
        return List.of(
                attach(holder, plain, fresh),
                detach(holder, plain, fresh),
                attached(holder, plain, fresh),
                put(holder, plain, fresh),
                get(holder, plain, fresh),
                delete(holder, plain, fresh),
                names(holder, plain, fresh));
    }

    private Asked attach(PolicyHolder holder, PolicyHolder plain, Supplier<String> fresh) {
        var operation = "Attach" + holder.word() + "Policy";
        return iam(
                operation,
                () -> {
                    var name = fresh.get();
                    holder.attach().accept(name, ADMINISTRATOR);
                    holder.attach().accept(name, ADMINISTRATOR); // nothing more
                    assertThat(holder.attached().apply(name)).containsExactly(ADMINISTRATOR);
                },
                missing(NOBODY, () -> holder.attach().accept(NOBODY, ADMINISTRATOR)),
                missing(NO_POLICY, () -> holder.attach().accept(fresh.get(), NO_POLICY)),
                invalid("'policyArn'", () -> holder.attach().accept(fresh.get(), "short")),
                full("PoliciesPer" + holder.word(), () -> {
                    var name = fresh.get();
                    for (int i = 0; i < 11; i++) holder.attach().accept(name, made.managed());
                }),
                denied(operation, () -> plain.attach().accept("admin", ADMINISTRATOR)));
    }

    private Asked detach(PolicyHolder holder, PolicyHolder plain, Supplier<String> fresh) {
        var operation = "Detach" + holder.word() + "Policy";
        return iam(
                operation,
                () -> {
                    var name = fresh.get();
                    holder.attach().accept(name, ADMINISTRATOR);
                    holder.detach().accept(name, ADMINISTRATOR);
                    assertThat(holder.attached().apply(name)).isEmpty();
                },
                missing(NOBODY, () -> holder.detach().accept(NOBODY, ADMINISTRATOR)),
                missing("was not found on the", () -> holder.detach().accept(fresh.get(), ADMINISTRATOR)),
                denied(operation, () -> plain.detach().accept("admin", ADMINISTRATOR)));
    }

    private Asked attached(PolicyHolder holder, PolicyHolder plain, Supplier<String> fresh) {
        var operation = "ListAttached" + holder.word() + "Policies";
        return iam(
                operation,
                () -> {
                    var name = fresh.get();
                    var own = made.managed();
                    holder.attach().accept(name, own);
                    holder.attach().accept(name, ADMINISTRATOR);
                    assertThat(holder.attached().apply(name)).containsExactly(ADMINISTRATOR, own);
                },
                missing(NOBODY, () -> holder.attached().apply(NOBODY)),
                invalid("Name'", () -> holder.attached().apply("no name")),
                denied(operation, () -> plain.attached().apply("admin")));
    }

    private Asked put(PolicyHolder holder, PolicyHolder plain, Supplier<String> fresh) {
        var operation = "Put" + holder.word() + "Policy";
        return iam(
                operation,
                () -> {
                    var name = fresh.get();
                    holder.put().put(name, "look", AskedOfIam.policy("ssm:GetDocument"));
                    holder.put().put(name, "look", LOOK);
                    assertThat(decoded(holder.get().apply(name, "look"))).isEqualTo(LOOK);
                },
                missing(NOBODY, () -> holder.put().put(NOBODY, "look", LOOK)),
                malformed("Line 1", () -> holder.put().put(fresh.get(), "look", "no json")),
                malformed("characters", () -> holder.put().put(fresh.get(), "look", LONG)),
                invalid("'policyName'", () -> holder.put().put(fresh.get(), "no name", LOOK)),
                denied(operation, () -> plain.put().put("admin", "look", LOOK)));
    }

    private Asked get(PolicyHolder holder, PolicyHolder plain, Supplier<String> fresh) {
        var operation = "Get" + holder.word() + "Policy";
        return iam(
                operation,
                () -> {
                    var name = fresh.get();
                    var document = LOOK.replace(",", ", ");
                    holder.put().put(name, "look", document);
                    assertThat(holder.get().apply(name, "look"))
                            .startsWith("%7B%22")
                            .doesNotContain("+", "*");
                    assertThat(decoded(holder.get().apply(name, "look"))).isEqualTo(document);
                },
                missing(NOBODY, () -> holder.get().apply(NOBODY, "look")),
                missing("policy with name none", () -> holder.get().apply(fresh.get(), "none")),
                denied(operation, () -> plain.get().apply("admin", "look")));
    }

    private Asked delete(PolicyHolder holder, PolicyHolder plain, Supplier<String> fresh) {
        var operation = "Delete" + holder.word() + "Policy";
        return iam(
                operation,
                () -> {
                    var name = fresh.get();
                    holder.put().put(name, "look", LOOK);
                    holder.delete().accept(name, "look");
                    assertThat(holder.names().apply(name)).isEmpty();
                },
                missing(NOBODY, () -> holder.delete().accept(NOBODY, "look")),
                missing("none", () -> holder.delete().accept(fresh.get(), "none")),
                denied(operation, () -> plain.delete().accept("admin", "look")));
    }

    private Asked names(PolicyHolder holder, PolicyHolder plain, Supplier<String> fresh) {
        var operation = "List" + holder.word() + "Policies";
        return iam(
                operation,
                () -> {
                    var name = fresh.get();
                    holder.put().put(name, "second", LOOK);
                    holder.put().put(name, "first", LOOK);
                    assertThat(holder.names().apply(name)).containsExactly("first", "second");
                },
                missing(NOBODY, () -> holder.names().apply(NOBODY)),
                denied(operation, () -> plain.names().apply("admin")));
    }

    // ── boundaries ──

    private List<Asked> boundaries() {
        return List.of(putOfUser(), deleteOfUser(), putOfRole(), deleteOfRole());
    }

    private void bind(String user, String arn) {
        by.iam.putUserPermissionsBoundary(request -> request.userName(user).permissionsBoundary(arn));
    }

    private void bindRole(String role, String arn) {
        by.iam.putRolePermissionsBoundary(request -> request.roleName(role).permissionsBoundary(arn));
    }

    private Asked putOfUser() {
        return iam(
                "PutUserPermissionsBoundary",
                () -> {
                    var name = made.user();
                    bind(name, made.managed());
                    bind(name, ADMINISTRATOR);
                    assertThat(by.iam
                                    .getUser(request -> request.userName(name))
                                    .user()
                                    .permissionsBoundary()
                                    .permissionsBoundaryArn())
                            .isEqualTo(ADMINISTRATOR);
                },
                missing(NOBODY, () -> bind(NOBODY, ADMINISTRATOR)),
                missing(NO_POLICY, () -> bind(made.user(), NO_POLICY)),
                denied(
                        "PutUserPermissionsBoundary",
                        () -> by.plainIam.putUserPermissionsBoundary(
                                request -> request.userName("alice").permissionsBoundary(ADMINISTRATOR))));
    }

    private Asked deleteOfUser() {
        return iam(
                "DeleteUserPermissionsBoundary",
                () -> {
                    var name = made.user();
                    bind(name, ADMINISTRATOR);
                    by.iam.deleteUserPermissionsBoundary(request -> request.userName(name));
                    assertThat(by.iam
                                    .getUser(request -> request.userName(name))
                                    .user()
                                    .permissionsBoundary())
                            .isNull();
                },
                missing(
                        "no permissions boundary",
                        () -> by.iam.deleteUserPermissionsBoundary(request -> request.userName("alice"))),
                denied(
                        "DeleteUserPermissionsBoundary",
                        () -> by.plainIam.deleteUserPermissionsBoundary(request -> request.userName("alice"))));
    }

    private Asked putOfRole() {
        return iam(
                "PutRolePermissionsBoundary",
                () -> {
                    var name = made.role();
                    bindRole(name, ADMINISTRATOR);
                    assertThat(by.iam
                                    .getRole(request -> request.roleName(name))
                                    .role()
                                    .permissionsBoundary()
                                    .permissionsBoundaryTypeAsString())
                            .isEqualTo("Policy");
                },
                missing(NOBODY, () -> bindRole(NOBODY, ADMINISTRATOR)),
                missing(NO_POLICY, () -> bindRole(made.role(), NO_POLICY)),
                as(
                        "AccessDenied",
                        403,
                        "iam:PutRolePermissionsBoundary",
                        () -> by.plainIam.putRolePermissionsBoundary(
                                request -> request.roleName(NOBODY).permissionsBoundary(ADMINISTRATOR))));
    }

    private Asked deleteOfRole() {
        return iam(
                "DeleteRolePermissionsBoundary",
                () -> {
                    var name = made.role();
                    bindRole(name, ADMINISTRATOR);
                    by.iam.deleteRolePermissionsBoundary(request -> request.roleName(name));
                    assertThat(by.iam
                                    .getRole(request -> request.roleName(name))
                                    .role()
                                    .permissionsBoundary())
                            .isNull();
                },
                missing(
                        "no permissions boundary",
                        () -> by.iam.deleteRolePermissionsBoundary(request -> request.roleName(made.role()))),
                denied(
                        "DeleteRolePermissionsBoundary",
                        () -> by.plainIam.deleteRolePermissionsBoundary(request -> request.roleName(NOBODY))));
    }
}
