package dev.postern.api;

import static dev.postern.api.Asked.iam;
import static dev.postern.api.AskedOfIam.ACCOUNT;
import static dev.postern.api.AskedOfIam.ADMINISTRATOR;
import static dev.postern.api.AskedOfIam.NOBODY;
import static dev.postern.api.AskedOfIam.NO_POLICY;
import static dev.postern.api.AskedOfIam.conflict;
import static dev.postern.api.AskedOfIam.denied;
import static dev.postern.api.AskedOfIam.exists;
import static dev.postern.api.AskedOfIam.full;
import static dev.postern.api.AskedOfIam.input;
import static dev.postern.api.AskedOfIam.invalid;
import static dev.postern.api.AskedOfIam.missing;
import static dev.postern.api.AskedOfIam.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/** Users and their tags. */
record AskedOfUsers(SdkCaller by, AskedOfIam made) {
    AskedOfUsers(SdkCaller by) {
        this(by, new AskedOfIam(by));
    }

    List<Asked> all() {
        return List.of(create(), get(), list(), delete(), tagged(), untagged(), tags());
    }

    private Asked create() {
        return iam(
                "CreateUser",
                () -> {
                    var name = AskedOfIam.fresh("mira");
                    var user = by.iam
                            .createUser(request -> request.userName(name)
                                    .path("/")
                                    .permissionsBoundary(ADMINISTRATOR)
                                    .tags(tag("team", "red")))
                            .user();
                    assertThat(user.arn()).isEqualTo(ACCOUNT + "user/" + name);
                    assertThat(user.userId()).startsWith("AIDA");
                    assertThat(user.permissionsBoundary().permissionsBoundaryArn())
                            .isEqualTo(ADMINISTRATOR);
                    assertThat(user.tags()).containsExactly(tag("team", "red"));
                },
                exists(() -> by.iam.createUser(
                        request -> request.userName(made.user().toUpperCase(Locale.ROOT)))),
                invalid("'userName'", () -> by.iam.createUser(request -> request.userName("no name"))),
                invalid(
                        "less than or equal to 64",
                        () -> by.iam.createUser(request -> request.userName("n".repeat(65)))),
                invalid(
                        "Path can only be",
                        () -> by.iam.createUser(
                                request -> request.userName("in-a-path").path("/team/"))),
                input(
                        "must not begin with aws:",
                        () -> by.iam.createUser(
                                request -> request.userName("tagged").tags(tag("aws:team", "red")))),
                input(
                        "case insensitive",
                        () -> by.iam.createUser(
                                request -> request.userName("tagged").tags(tag("team", "red"), tag("Team", "red")))),
                missing(
                        NO_POLICY,
                        () -> by.iam.createUser(
                                request -> request.userName("bounded").permissionsBoundary(NO_POLICY))),
                denied("CreateUser", () -> by.plainIam.createUser(request -> request.userName("mine"))));
    }

    private Asked get() {
        return iam(
                "GetUser",
                () -> {
                    assertThat(by.iam.getUser().user().userName()).isEqualTo("admin");
                    var name = made.user();
                    var user = by.iam.getUser(request -> request.userName(name)).user();
                    assertThat(user.userName()).isEqualTo(name);
                    assertThat(user.path()).isEqualTo("/");
                    assertThat(user.createDate()).isNotNull();
                },
                missing(NOBODY, () -> by.iam.getUser(request -> request.userName(NOBODY))),
                invalid("'userName'", () -> by.iam.getUser(request -> request.userName("no name"))),
                denied("GetUser", () -> by.plainIam.getUser(request -> request.userName("admin"))));
    }

    private Asked list() {
        return iam(
                "ListUsers",
                () -> {
                    var names = IntStream.range(0, 3).mapToObj(_ -> made.user()).toList();
                    assertThat(by.iam
                                    .listUsersPaginator(request -> request.maxItems(2))
                                    .users())
                            .extracting(User::userName)
                            .containsAll(names)
                            .contains("admin", "alice")
                            .doesNotHaveDuplicates();
                    assertThat(by.iam
                                    .listUsers(request -> request.pathPrefix("/team/"))
                                    .users())
                            .isEmpty();
                },
                invalid("less than or equal to 1000", () -> by.iam.listUsers(request -> request.maxItems(1001))),
                invalid("greater than or equal to 1", () -> by.iam.listUsers(request -> request.maxItems(0))),
                invalid("Marker", () -> by.iam.listUsers(request -> request.marker(SdkCaller.MADE_UP_TOKEN))),
                denied("ListUsers", () -> by.plainIam.listUsers()));
    }

    private Asked delete() {
        return iam(
                "DeleteUser",
                () -> {
                    var name = made.user();
                    by.iam.putUserPermissionsBoundary(
                            request -> request.userName(name).permissionsBoundary(ADMINISTRATOR));
                    by.iam.deleteUser(request -> request.userName(name));
                    assertThatThrownBy(() -> by.iam.getUser(request -> request.userName(name)))
                            .isInstanceOf(NoSuchEntityException.class);
                    by.iam.createUser(request -> request.userName(name));
                    assertThat(by.iam
                                    .getUser(request -> request.userName(name))
                                    .user()
                                    .permissionsBoundary())
                            .isNull();
                },
                missing(NOBODY, () -> by.iam.deleteUser(request -> request.userName(NOBODY))),
                conflict("must detach all policies first", () -> {
                    var name = made.user();
                    by.iam.attachUserPolicy(request -> request.userName(name).policyArn(ADMINISTRATOR));
                    by.iam.deleteUser(request -> request.userName(name));
                }),
                conflict("must delete policies first", () -> {
                    var name = made.user();
                    by.iam.putUserPolicy(
                            request -> request.userName(name).policyName("look").policyDocument(AskedOfIam.LOOK));
                    by.iam.deleteUser(request -> request.userName(name));
                }),
                conflict("must delete access keys first", () -> {
                    var name = made.user();
                    by.iam.createAccessKey(request -> request.userName(name));
                    by.iam.deleteUser(request -> request.userName(name));
                }),
                conflict("must remove users from group first", () -> {
                    var name = made.user();
                    var group = made.group();
                    by.iam.addUserToGroup(request -> request.userName(name).groupName(group));
                    by.iam.deleteUser(request -> request.userName(name));
                }),
                conflict("must delete login profile first", () -> {
                    var name = made.user();
                    by.iam.createLoginProfile(
                            request -> request.userName(name).password("correct horse battery staple"));
                    by.iam.deleteUser(request -> request.userName(name));
                }),
                invalid("'userName'", () -> by.iam.deleteUser(_ -> {})),
                denied("DeleteUser", () -> by.plainIam.deleteUser(request -> request.userName("admin"))));
    }

    private Asked tagged() {
        return iam(
                "TagUser",
                () -> {
                    var name = made.user();
                    by.iam.tagUser(request -> request.userName(name).tags(tag("team", "red"), tag("shift", "")));
                    by.iam.tagUser(request -> request.userName(name).tags(tag("team", "blue")));
                    assertThat(by.iam
                                    .getUser(request -> request.userName(name))
                                    .user()
                                    .tags())
                            .containsExactly(tag("shift", ""), tag("team", "blue"));
                },
                missing(
                        NOBODY,
                        () -> by.iam.tagUser(request -> request.userName(NOBODY).tags(tag("team", "red")))),
                invalid("'tags'", () -> by.iam.tagUser(request -> request.userName("alice"))),
                full("at most 50", () -> {
                    var name = made.user();
                    by.iam.tagUser(request -> request.userName(name).tags(many("a")));
                    by.iam.tagUser(request -> request.userName(name).tags(many("b")));
                }),
                denied(
                        "TagUser",
                        () -> by.plainIam.tagUser(
                                request -> request.userName("alice").tags(tag("team", "red")))));
    }

    private static List<Tag> many(String prefix) {
        return IntStream.range(0, 30).mapToObj(i -> tag(prefix + i, "x")).toList();
    }

    private Asked untagged() {
        return iam(
                "UntagUser",
                () -> {
                    var name = made.user();
                    by.iam.tagUser(request -> request.userName(name).tags(tag("team", "red")));
                    by.iam.untagUser(request -> request.userName(name).tagKeys("team", "none"));
                    assertThat(by.iam
                                    .listUserTags(request -> request.userName(name))
                                    .tags())
                            .isEmpty();
                },
                missing(
                        NOBODY,
                        () -> by.iam.untagUser(
                                request -> request.userName(NOBODY).tagKeys("team"))),
                invalid("'tagKeys'", () -> by.iam.untagUser(request -> request.userName("alice"))),
                denied(
                        "UntagUser",
                        () -> by.plainIam.untagUser(
                                request -> request.userName("alice").tagKeys("team"))));
    }

    private Asked tags() {
        return iam(
                "ListUserTags",
                () -> {
                    var name = made.user();
                    by.iam.tagUser(request -> request.userName(name).tags(many("t")));
                    assertThat(by.iam
                                    .listUserTagsPaginator(
                                            request -> request.userName(name).maxItems(7))
                                    .tags())
                            .hasSize(30)
                            .doesNotHaveDuplicates();
                },
                missing(NOBODY, () -> by.iam.listUserTags(request -> request.userName(NOBODY))),
                denied("ListUserTags", () -> by.plainIam.listUserTags(request -> request.userName("admin"))));
    }
}
