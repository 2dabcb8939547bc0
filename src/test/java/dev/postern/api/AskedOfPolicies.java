package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.iam;
import static dev.postern.api.AskedOfIam.ACCOUNT;
import static dev.postern.api.AskedOfIam.ADMINISTRATOR;
import static dev.postern.api.AskedOfIam.LOOK;
import static dev.postern.api.AskedOfIam.NO_POLICY;
import static dev.postern.api.AskedOfIam.conflict;
import static dev.postern.api.AskedOfIam.denied;
import static dev.postern.api.AskedOfIam.exists;
import static dev.postern.api.AskedOfIam.full;
import static dev.postern.api.AskedOfIam.input;
import static dev.postern.api.AskedOfIam.invalid;
import static dev.postern.api.AskedOfIam.malformed;
import static dev.postern.api.AskedOfIam.missing;
import static dev.postern.api.AskedOfIam.tag;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** Managed policies, their versions and their tags. */
record AskedOfPolicies(SdkCaller by, AskedOfIam made) {
    private static final String CONTROL = AskedOfIam.policy("ssm:StartSession");

    AskedOfPolicies(SdkCaller by) {
        this(by, new AskedOfIam(by));
    }

    List<Asked> all() {
        return List.of(
                create(),
                get(),
                list(),
                delete(),
                holders(),
                addVersion(),
                version(),
                versions(),
                setDefault(),
                deleteVersion(),
                tagged(),
                untagged(),
                tags());
    }

    static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }

    private Asked create() {
        return iam(
                "CreatePolicy",
                () -> {
                    var name = AskedOfIam.fresh("look");
                    var policy = by.iam
                            .createPolicy(request -> request.policyName(name)
                                    .policyDocument(LOOK)
                                    .description("Sees sessions.")
                                    .tags(tag("team", "red")))
                            .policy();
                    assertThat(policy.arn()).isEqualTo(ACCOUNT + "policy/" + name);
                    assertThat(policy.policyId()).startsWith("ANPA");
                    assertThat(policy.defaultVersionId()).isEqualTo("v1");
                    assertThat(policy.attachmentCount()).isZero();
                    assertThat(policy.isAttachable()).isTrue();
                },
                exists(() -> by.iam.createPolicy(
                        request -> request.policyName(name(made.managed())).policyDocument(LOOK))),
                malformed(
                        "Line 1",
                        () -> by.iam.createPolicy(
                                request -> request.policyName("torn").policyDocument("{"))),
                malformed(
                        "Effect",
                        () -> by.iam.createPolicy(
                                request -> request.policyName("torn").policyDocument(LOOK.replace("Allow", "allow")))),
                invalid(
                        "'policyName'",
                        () -> by.iam.createPolicy(
                                request -> request.policyName("no name").policyDocument(LOOK))),
                invalid("'policyDocument'", () -> by.iam.createPolicy(request -> request.policyName("empty"))),
                invalid(
                        "Path",
                        () -> by.iam.createPolicy(request ->
                                request.policyName("a").policyDocument(LOOK).path("/x/"))),
                denied(
                        "CreatePolicy",
                        () -> by.plainIam.createPolicy(
                                request -> request.policyName("mine").policyDocument(LOOK))));
    }

    private static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private Asked get() {
        return iam(
                "GetPolicy",
                () -> {
                    var arn = made.managed();
                    var role = made.role();
                    by.iam.attachRolePolicy(request -> request.roleName(role).policyArn(arn));
                    by.iam.putRolePermissionsBoundary(
                            request -> request.roleName(role).permissionsBoundary(arn));
                    var policy =
                            by.iam.getPolicy(request -> request.policyArn(arn)).policy();
                    assertThat(policy.attachmentCount()).isOne();
                    assertThat(policy.permissionsBoundaryUsageCount()).isOne();
                },
                missing(NO_POLICY, () -> by.iam.getPolicy(request -> request.policyArn(NO_POLICY))),
                invalid("'policyArn'", () -> by.iam.getPolicy(request -> request.policyArn("short"))),
                denied("GetPolicy", () -> by.plainIam.getPolicy(request -> request.policyArn(ADMINISTRATOR))));
    }

    private Asked list() {
        return iam(
                "ListPolicies",
                () -> {
                    var free = made.managed();
                    var used = made.managed();
                    var group = made.group();
                    by.iam.attachGroupPolicy(request -> request.groupName(group).policyArn(used));
                    assertThat(by.iam
                                    .listPoliciesPaginator(request -> request.maxItems(2))
                                    .policies())
                            .extracting(Policy::arn)
                            .contains(ADMINISTRATOR, free, used)
                            .doesNotHaveDuplicates();
                    assertThat(by.iam
                                    .listPolicies(request -> request.scope(PolicyScopeType.AWS))
                                    .policies())
                            .extracting(Policy::arn)
                            .contains(ADMINISTRATOR)
                            .doesNotContain(free);
                    assertThat(by.iam
                                    .listPolicies(request ->
                                            request.scope(PolicyScopeType.LOCAL).onlyAttached(true))
                                    .policies())
                            .extracting(Policy::arn)
                            .contains(used)
                            .doesNotContain(free, ADMINISTRATOR);
                    assertThat(by.iam
                                    .listPolicies(
                                            request -> request.policyUsageFilter(PolicyUsageType.PERMISSIONS_BOUNDARY))
                                    .policies())
                            .extracting(Policy::arn)
                            .doesNotContain(used);
                },
                invalid("enum value set", () -> by.iam.listPolicies(request -> request.scope("Everywhere"))),
                denied("ListPolicies", () -> by.plainIam.listPolicies()));
    }

    private Asked delete() {
        return iam(
                "DeletePolicy",
                () -> {
                    var arn = made.managed();
                    by.iam.deletePolicy(request -> request.policyArn(arn));
                    assertThat(by.iam.listPolicies().policies())
                            .extracting(Policy::arn)
                            .doesNotContain(arn);
                },
                missing(NO_POLICY, () -> by.iam.deletePolicy(request -> request.policyArn(NO_POLICY))),
                as(
                        "UnmodifiableEntity",
                        400,
                        "comes with Postern",
                        () -> by.iam.deletePolicy(request -> request.policyArn(ADMINISTRATOR))),
                conflict("attached to entities", () -> {
                    var arn = made.managed();
                    var user = made.user();
                    by.iam.attachUserPolicy(request -> request.userName(user).policyArn(arn));
                    by.iam.deletePolicy(request -> request.policyArn(arn));
                }),
                conflict("more than one version", () -> {
                    var arn = made.managed();
                    by.iam.createPolicyVersion(request -> request.policyArn(arn).policyDocument(CONTROL));
                    by.iam.deletePolicy(request -> request.policyArn(arn));
                }),
                denied("DeletePolicy", () -> by.plainIam.deletePolicy(request -> request.policyArn(NO_POLICY))));
    }

    private Asked holders() {
        return iam(
                "ListEntitiesForPolicy",
                () -> {
                    var arn = made.managed();
                    var user = made.user();
                    var role = made.role();
                    by.iam.attachUserPolicy(request -> request.userName(user).policyArn(arn));
                    by.iam.putRolePermissionsBoundary(
                            request -> request.roleName(role).permissionsBoundary(arn));
                    var all = by.iam.listEntitiesForPolicy(request -> request.policyArn(arn));
                    assertThat(all.policyUsers())
                            .extracting(each -> each.userName())
                            .containsExactly(user);
                    assertThat(all.policyRoles())
                            .extracting(each -> each.roleName())
                            .containsExactly(role);
                    assertThat(all.policyGroups()).isEmpty();
                    assertThat(by.iam
                                    .listEntitiesForPolicy(
                                            request -> request.policyArn(arn).entityFilter(EntityType.GROUP))
                                    .policyUsers())
                            .isEmpty();
                },
                missing(NO_POLICY, () -> by.iam.listEntitiesForPolicy(request -> request.policyArn(NO_POLICY))),
                input(
                        "EntityFilter",
                        () -> by.iam.listEntitiesForPolicy(request ->
                                request.policyArn(ADMINISTRATOR).entityFilter(EntityType.AWS_MANAGED_POLICY))),
                denied(
                        "ListEntitiesForPolicy",
                        () -> by.plainIam.listEntitiesForPolicy(request -> request.policyArn(ADMINISTRATOR))));
    }

    private String second() {
        var arn = made.managed();
        by.iam.createPolicyVersion(request -> request.policyArn(arn).policyDocument(CONTROL));
        return arn;
    }

    private Asked addVersion() {
        return iam(
                "CreatePolicyVersion",
                () -> {
                    var arn = made.managed();
                    var version = by.iam
                            .createPolicyVersion(request -> request.policyArn(arn)
                                    .policyDocument(CONTROL)
                                    .setAsDefault(true))
                            .policyVersion();
                    assertThat(version.versionId()).isEqualTo("v2");
                    assertThat(version.isDefaultVersion()).isTrue();
                    assertThat(by.iam
                                    .getPolicy(request -> request.policyArn(arn))
                                    .policy()
                                    .defaultVersionId())
                            .isEqualTo("v2");
                },
                missing(
                        NO_POLICY,
                        () -> by.iam.createPolicyVersion(
                                request -> request.policyArn(NO_POLICY).policyDocument(LOOK))),
                malformed(
                        "Line 1",
                        () -> by.iam.createPolicyVersion(
                                request -> request.policyArn(made.managed()).policyDocument("[]"))),
                full("up to 5 versions", () -> {
                    var arn = made.managed();
                    for (int i = 0; i < 5; i++)
                        by.iam.createPolicyVersion(
                                request -> request.policyArn(arn).policyDocument(CONTROL));
                }),
                as(
                        "UnmodifiableEntity",
                        400,
                        "comes with Postern",
                        () -> by.iam.createPolicyVersion(
                                request -> request.policyArn(ADMINISTRATOR).policyDocument(LOOK))),
                denied(
                        "CreatePolicyVersion",
                        () -> by.plainIam.createPolicyVersion(
                                request -> request.policyArn(NO_POLICY).policyDocument(LOOK))));
    }

    private Asked version() {
        return iam(
                "GetPolicyVersion",
                () -> {
                    var arn = second();
                    var version = by.iam
                            .getPolicyVersion(request -> request.policyArn(arn).versionId("v2"))
                            .policyVersion();
                    assertThat(decoded(version.document())).isEqualTo(CONTROL);
                    assertThat(version.isDefaultVersion()).isFalse();
                },
                missing(
                        "version v7",
                        () -> by.iam.getPolicyVersion(
                                request -> request.policyArn(ADMINISTRATOR).versionId("v7"))),
                invalid(
                        "'versionId'",
                        () -> by.iam.getPolicyVersion(
                                request -> request.policyArn(ADMINISTRATOR).versionId("newest"))),
                denied(
                        "GetPolicyVersion",
                        () -> by.plainIam.getPolicyVersion(
                                request -> request.policyArn(ADMINISTRATOR).versionId("v1"))));
    }

    private Asked versions() {
        return iam(
                "ListPolicyVersions",
                () -> {
                    var arn = second();
                    assertThat(by.iam
                                    .listPolicyVersionsPaginator(
                                            request -> request.policyArn(arn).maxItems(1))
                                    .versions())
                            .extracting(PolicyVersion::versionId)
                            .containsExactly("v2", "v1");
                },
                missing(NO_POLICY, () -> by.iam.listPolicyVersions(request -> request.policyArn(NO_POLICY))),
                denied(
                        "ListPolicyVersions",
                        () -> by.plainIam.listPolicyVersions(request -> request.policyArn(ADMINISTRATOR))));
    }

    private Asked setDefault() {
        return iam(
                "SetDefaultPolicyVersion",
                () -> {
                    var arn = second();
                    by.iam.setDefaultPolicyVersion(
                            request -> request.policyArn(arn).versionId("v2"));
                    assertThat(by.iam
                                    .getPolicy(request -> request.policyArn(arn))
                                    .policy()
                                    .defaultVersionId())
                            .isEqualTo("v2");
                },
                missing(
                        "v7",
                        () -> by.iam.setDefaultPolicyVersion(
                                request -> request.policyArn(made.managed()).versionId("v7"))),
                denied(
                        "SetDefaultPolicyVersion",
                        () -> by.plainIam.setDefaultPolicyVersion(
                                request -> request.policyArn(NO_POLICY).versionId("v1"))));
    }

    private Asked deleteVersion() {
        return iam(
                "DeletePolicyVersion",
                () -> {
                    var arn = second();
                    by.iam.deletePolicyVersion(request -> request.policyArn(arn).versionId("v2"));
                    assertThat(by.iam
                                    .listPolicyVersions(request -> request.policyArn(arn))
                                    .versions())
                            .hasSize(1);
                },
                conflict(
                        "default version",
                        () -> by.iam.deletePolicyVersion(
                                request -> request.policyArn(second()).versionId("v1"))),
                missing(
                        "v7",
                        () -> by.iam.deletePolicyVersion(
                                request -> request.policyArn(made.managed()).versionId("v7"))),
                denied(
                        "DeletePolicyVersion",
                        () -> by.plainIam.deletePolicyVersion(
                                request -> request.policyArn(NO_POLICY).versionId("v1"))));
    }

    private Asked tagged() {
        return iam(
                "TagPolicy",
                () -> {
                    var arn = made.managed();
                    by.iam.tagPolicy(request -> request.policyArn(arn).tags(tag("team", "red")));
                    assertThat(by.iam
                                    .getPolicy(request -> request.policyArn(arn))
                                    .policy()
                                    .tags())
                            .containsExactly(tag("team", "red"));
                },
                missing(
                        NO_POLICY,
                        () -> by.iam.tagPolicy(
                                request -> request.policyArn(NO_POLICY).tags(tag("team", "red")))),
                as(
                        "UnmodifiableEntity",
                        400,
                        "comes with Postern",
                        () -> by.iam.tagPolicy(
                                request -> request.policyArn(ADMINISTRATOR).tags(tag("team", "red")))),
                denied(
                        "TagPolicy",
                        () -> by.plainIam.tagPolicy(
                                request -> request.policyArn(NO_POLICY).tags(tag("team", "red")))));
    }

    private Asked untagged() {
        return iam(
                "UntagPolicy",
                () -> {
                    var arn = made.managed();
                    by.iam.tagPolicy(request -> request.policyArn(arn).tags(tag("team", "red")));
                    by.iam.untagPolicy(request -> request.policyArn(arn).tagKeys("team"));
                    assertThat(by.iam
                                    .listPolicyTags(request -> request.policyArn(arn))
                                    .tags())
                            .isEmpty();
                },
                missing(
                        NO_POLICY,
                        () -> by.iam.untagPolicy(
                                request -> request.policyArn(NO_POLICY).tagKeys("team"))),
                denied(
                        "UntagPolicy",
                        () -> by.plainIam.untagPolicy(
                                request -> request.policyArn(NO_POLICY).tagKeys("team"))));
    }

    private Asked tags() {
        return iam(
                "ListPolicyTags",
                () -> {
                    var arn = made.managed();
                    by.iam.tagPolicy(request -> request.policyArn(arn).tags(tag("team", "red"), tag("use", "day")));
                    assertThat(by.iam
                                    .listPolicyTagsPaginator(
                                            request -> request.policyArn(arn).maxItems(1))
                                    .tags())
                            .containsExactly(tag("team", "red"), tag("use", "day"));
                },
                missing(NO_POLICY, () -> by.iam.listPolicyTags(request -> request.policyArn(NO_POLICY))),
                denied(
                        "ListPolicyTags",
                        () -> by.plainIam.listPolicyTags(request -> request.policyArn(ADMINISTRATOR))));
    }
}
