package dev.postern.api;

import static dev.postern.api.Asked.iam;
import static dev.postern.api.AskedOfIam.ACCOUNT;
import static dev.postern.api.AskedOfIam.ADMINISTRATOR;
import static dev.postern.api.AskedOfIam.NOBODY;
import static dev.postern.api.AskedOfIam.NO_POLICY;
import static dev.postern.api.AskedOfIam.TRUST;
import static dev.postern.api.AskedOfIam.conflict;
import static dev.postern.api.AskedOfIam.denied;
import static dev.postern.api.AskedOfIam.exists;
import static dev.postern.api.AskedOfIam.invalid;
import static dev.postern.api.AskedOfIam.malformed;
import static dev.postern.api.AskedOfIam.missing;
import static dev.postern.api.AskedOfIam.tag;
import static dev.postern.api.AskedOfPolicies.decoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.sts.model.StsException;

/** Roles, whom they trust, and their tags. */
record AskedOfRoles(SdkCaller by, AskedOfIam made) {
    AskedOfRoles(SdkCaller by) {
        this(by, new AskedOfIam(by));
    }

    List<Asked> all() {
        return List.of(
                create(),
                get(),
                list(),
                update(),
                describe(),
                trust(),
                delete(),
                tagged(),
                untagged(),
                tags(),
                instanceProfiles());
    }

    private void assume(String role) {
        by.sts.assumeRole(request -> request.roleArn(ACCOUNT + "role/" + role).roleSessionName("night"));
    }

    private Asked create() {
        return iam(
                "CreateRole",
                () -> {
                    var name = AskedOfIam.fresh("on-call");
                    var role = by.iam
                            .createRole(request -> request.roleName(name)
                                    .assumeRolePolicyDocument(TRUST)
                                    .description("At night.")
                                    .maxSessionDuration(7_200)
                                    .permissionsBoundary(ADMINISTRATOR)
                                    .tags(tag("team", "red")))
                            .role();
                    assertThat(role.arn()).isEqualTo(ACCOUNT + "role/" + name);
                    assertThat(role.roleId()).startsWith("AROA");
                    assertThat(decoded(role.assumeRolePolicyDocument())).isEqualTo(TRUST);
                    assertThat(role.permissionsBoundary().permissionsBoundaryArn())
                            .isEqualTo(ADMINISTRATOR);
                    assume(name);
                },
                exists(() -> by.iam.createRole(request ->
                        request.roleName(made.role().toUpperCase(Locale.ROOT)).assumeRolePolicyDocument(TRUST))),
                malformed(
                        "Line 1",
                        () -> by.iam.createRole(
                                request -> request.roleName("torn").assumeRolePolicyDocument("{"))),
                malformed(
                        "Principal",
                        () -> by.iam.createRole(
                                request -> request.roleName("torn").assumeRolePolicyDocument(AskedOfIam.LOOK))),
                invalid("'assumeRolePolicyDocument'", () -> by.iam.createRole(request -> request.roleName("none"))),
                invalid(
                        "less than or equal to 43200",
                        () -> by.iam.createRole(request -> request.roleName("long")
                                .assumeRolePolicyDocument(TRUST)
                                .maxSessionDuration(43_201))),
                invalid(
                        "Path",
                        () -> by.iam.createRole(request -> request.roleName("a")
                                .assumeRolePolicyDocument(TRUST)
                                .path("/service-role/"))),
                missing(
                        NO_POLICY,
                        () -> by.iam.createRole(request -> request.roleName("bounded")
                                .assumeRolePolicyDocument(TRUST)
                                .permissionsBoundary(NO_POLICY))),
                denied(
                        "CreateRole",
                        () -> by.plainIam.createRole(
                                request -> request.roleName("mine").assumeRolePolicyDocument(TRUST))));
    }

    private Asked get() {
        return iam(
                "GetRole",
                () -> {
                    var name = made.role();
                    var role = by.iam.getRole(request -> request.roleName(name)).role();
                    assertThat(role.maxSessionDuration()).isEqualTo(3_600);
                    assertThat(role.description()).isEmpty();
                    assertThat(decoded(role.assumeRolePolicyDocument())).isEqualTo(TRUST);
                },
                missing(NOBODY, () -> by.iam.getRole(request -> request.roleName(NOBODY))),
                denied("GetRole", () -> by.plainIam.getRole(request -> request.roleName(NOBODY))));
    }

    private Asked list() {
        return iam(
                "ListRoles",
                () -> {
                    var names = List.of(made.role(), made.role());
                    assertThat(by.iam
                                    .listRolesPaginator(request -> request.maxItems(1))
                                    .roles())
                            .extracting(Role::roleName)
                            .containsAll(names)
                            .doesNotHaveDuplicates();
                },
                invalid("Marker", () -> by.iam.listRoles(request -> request.marker(SdkCaller.MADE_UP_TOKEN))),
                denied("ListRoles", () -> by.plainIam.listRoles()));
    }

    private Asked update() {
        return iam(
                "UpdateRole",
                () -> {
                    var name = made.role();
                    by.iam.updateRole(request ->
                            request.roleName(name).description("By day.").maxSessionDuration(3_700));
                    var role = by.iam.getRole(request -> request.roleName(name)).role();
                    assertThat(role.description()).isEqualTo("By day.");
                    assertThat(role.maxSessionDuration()).isEqualTo(3_700);
                },
                missing(NOBODY, () -> by.iam.updateRole(request -> request.roleName(NOBODY))),
                invalid(
                        "greater than or equal to 3600",
                        () -> by.iam.updateRole(
                                request -> request.roleName(made.role()).maxSessionDuration(60))),
                denied("UpdateRole", () -> by.plainIam.updateRole(request -> request.roleName(NOBODY))));
    }

    private Asked describe() {
        return iam(
                "UpdateRoleDescription",
                () -> {
                    var name = made.role();
                    assertThat(by.iam
                                    .updateRoleDescription(
                                            request -> request.roleName(name).description("By day."))
                                    .role()
                                    .description())
                            .isEqualTo("By day.");
                },
                missing(
                        NOBODY,
                        () -> by.iam.updateRoleDescription(
                                request -> request.roleName(NOBODY).description(""))),
                denied(
                        "UpdateRoleDescription",
                        () -> by.plainIam.updateRoleDescription(
                                request -> request.roleName(NOBODY).description(""))));
    }

    private Asked trust() {
        return iam(
                "UpdateAssumeRolePolicy",
                () -> {
                    var name = made.role();
                    var others = TRUST.replace(":root", ":user/alice");
                    by.iam.updateAssumeRolePolicy(
                            request -> request.roleName(name).policyDocument(others));
                    assertThat(decoded(by.iam
                                    .getRole(request -> request.roleName(name))
                                    .role()
                                    .assumeRolePolicyDocument()))
                            .isEqualTo(others);
                    assertThatThrownBy(() -> assume(name))
                            .isInstanceOf(StsException.class)
                            .hasMessageContaining("not authorized to perform: sts:AssumeRole");
                },
                missing(
                        NOBODY,
                        () -> by.iam.updateAssumeRolePolicy(
                                request -> request.roleName(NOBODY).policyDocument(TRUST))),
                malformed(
                        "Line 1",
                        () -> by.iam.updateAssumeRolePolicy(
                                request -> request.roleName(made.role()).policyDocument("{"))),
                denied(
                        "UpdateAssumeRolePolicy",
                        () -> by.plainIam.updateAssumeRolePolicy(
                                request -> request.roleName(NOBODY).policyDocument(TRUST))));
    }

    private Asked delete() {
        return iam(
                "DeleteRole",
                () -> {
                    var name = made.role();
                    by.iam.deleteRole(request -> request.roleName(name));
                    assertThat(by.iam.listRoles().roles())
                            .extracting(Role::roleName)
                            .doesNotContain(name);
                },
                missing(NOBODY, () -> by.iam.deleteRole(request -> request.roleName(NOBODY))),
                conflict("must detach all policies first", () -> {
                    var name = made.role();
                    by.iam.attachRolePolicy(request -> request.roleName(name).policyArn(ADMINISTRATOR));
                    by.iam.deleteRole(request -> request.roleName(name));
                }),
                denied("DeleteRole", () -> by.plainIam.deleteRole(request -> request.roleName(NOBODY))));
    }

    private Asked tagged() {
        return iam(
                "TagRole",
                () -> {
                    var name = made.role();
                    by.iam.tagRole(request -> request.roleName(name).tags(tag("team", "red")));
                    assertThat(by.iam
                                    .getRole(request -> request.roleName(name))
                                    .role()
                                    .tags())
                            .containsExactly(tag("team", "red"));
                },
                missing(
                        NOBODY,
                        () -> by.iam.tagRole(request -> request.roleName(NOBODY).tags(tag("team", "red")))),
                denied(
                        "TagRole",
                        () -> by.plainIam.tagRole(
                                request -> request.roleName(NOBODY).tags(tag("team", "red")))));
    }

    private Asked untagged() {
        return iam(
                "UntagRole",
                () -> {
                    var name = made.role();
                    by.iam.tagRole(request -> request.roleName(name).tags(tag("team", "red")));
                    by.iam.untagRole(request -> request.roleName(name).tagKeys("team"));
                    assertThat(by.iam
                                    .listRoleTags(request -> request.roleName(name))
                                    .tags())
                            .isEmpty();
                },
                missing(
                        NOBODY,
                        () -> by.iam.untagRole(
                                request -> request.roleName(NOBODY).tagKeys("team"))),
                denied(
                        "UntagRole",
                        () -> by.plainIam.untagRole(
                                request -> request.roleName(NOBODY).tagKeys("team"))));
    }

    private Asked tags() {
        return iam(
                "ListRoleTags",
                () -> {
                    var name = made.role();
                    by.iam.tagRole(request -> request.roleName(name).tags(tag("team", "red")));
                    assertThat(by.iam
                                    .listRoleTags(request -> request.roleName(name))
                                    .tags())
                            .containsExactly(tag("team", "red"));
                },
                missing(NOBODY, () -> by.iam.listRoleTags(request -> request.roleName(NOBODY))),
                denied("ListRoleTags", () -> by.plainIam.listRoleTags(request -> request.roleName(NOBODY))));
    }

    private Asked instanceProfiles() {
        return iam(
                "ListInstanceProfilesForRole",
                () -> {
                    var name = made.role();
                    assertThat(by.iam
                                    .listInstanceProfilesForRole(request -> request.roleName(name))
                                    .instanceProfiles())
                            .isEmpty();
                },
                missing(NOBODY, () -> by.iam.listInstanceProfilesForRole(request -> request.roleName(NOBODY))),
                denied(
                        "ListInstanceProfilesForRole",
                        () -> by.plainIam.listInstanceProfilesForRole(request -> request.roleName(NOBODY))));
    }
}
