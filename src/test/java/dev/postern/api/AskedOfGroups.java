package dev.postern.api;

import static dev.postern.api.Asked.iam;
import static dev.postern.api.AskedOfIam.ACCOUNT;
import static dev.postern.api.AskedOfIam.ADMINISTRATOR;
import static dev.postern.api.AskedOfIam.NOBODY;
import static dev.postern.api.AskedOfIam.conflict;
import static dev.postern.api.AskedOfIam.denied;
import static dev.postern.api.AskedOfIam.exists;
import static dev.postern.api.AskedOfIam.invalid;
import static dev.postern.api.AskedOfIam.missing;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.User;

/** Groups and who is in them. */
record AskedOfGroups(SdkCaller by, AskedOfIam made) {
    AskedOfGroups(SdkCaller by) {
        this(by, new AskedOfIam(by));
    }

    List<Asked> all() {
        return List.of(create(), get(), list(), delete(), add(), remove(), ofUser());
    }

    private Asked create() {
        return iam(
                "CreateGroup",
                () -> {
                    var name = AskedOfIam.fresh("night");
                    var group = by.iam
                            .createGroup(request -> request.groupName(name))
                            .group();
                    assertThat(group.arn()).isEqualTo(ACCOUNT + "group/" + name);
                    assertThat(group.groupId()).startsWith("AGPA");
                },
                exists(() -> by.iam.createGroup(request -> request.groupName("Administrators"))),
                invalid("'groupName'", () -> by.iam.createGroup(request -> request.groupName("no name"))),
                invalid(
                        "Path",
                        () -> by.iam.createGroup(
                                request -> request.groupName("a").path("/x/"))),
                denied("CreateGroup", () -> by.plainIam.createGroup(request -> request.groupName("mine"))));
    }

    private Asked get() {
        return iam(
                "GetGroup",
                () -> {
                    var group = made.group();
                    for (int i = 0; i < 3; i++) join(made.user(), group);
                    assertThat(by.iam
                                    .getGroupPaginator(
                                            request -> request.groupName(group).maxItems(2))
                                    .users())
                            .hasSize(3)
                            .doesNotHaveDuplicates();
                    assertThat(by.iam
                                    .getGroup(request -> request.groupName(group))
                                    .group()
                                    .groupName())
                            .isEqualTo(group);
                },
                missing(NOBODY, () -> by.iam.getGroup(request -> request.groupName(NOBODY))),
                denied("GetGroup", () -> by.plainIam.getGroup(request -> request.groupName("administrators"))));
    }

    private void join(String user, String group) {
        by.iam.addUserToGroup(request -> request.userName(user).groupName(group));
    }

    private Asked list() {
        return iam(
                "ListGroups",
                () -> {
                    var group = made.group();
                    assertThat(by.iam
                                    .listGroupsPaginator(request -> request.maxItems(1))
                                    .groups())
                            .extracting(Group::groupName)
                            .contains("administrators", group);
                },
                invalid("less than or equal to 1000", () -> by.iam.listGroups(request -> request.maxItems(1001))),
                denied("ListGroups", () -> by.plainIam.listGroups()));
    }

    private Asked delete() {
        return iam(
                "DeleteGroup",
                () -> {
                    var group = made.group();
                    by.iam.deleteGroup(request -> request.groupName(group));
                    assertThat(by.iam.listGroups().groups())
                            .extracting(Group::groupName)
                            .doesNotContain(group);
                },
                missing(NOBODY, () -> by.iam.deleteGroup(request -> request.groupName(NOBODY))),
                conflict("must remove users from group first", () -> {
                    var group = made.group();
                    join(made.user(), group);
                    by.iam.deleteGroup(request -> request.groupName(group));
                }),
                conflict("must detach all policies first", () -> {
                    var group = made.group();
                    by.iam.attachGroupPolicy(request -> request.groupName(group).policyArn(ADMINISTRATOR));
                    by.iam.deleteGroup(request -> request.groupName(group));
                }),
                denied("DeleteGroup", () -> by.plainIam.deleteGroup(request -> request.groupName("administrators"))));
    }

    private Asked add() {
        return iam(
                "AddUserToGroup",
                () -> {
                    var group = made.group();
                    var user = made.user();
                    join(user, group);
                    join(user, group); // nothing more
                    assertThat(by.iam
                                    .getGroup(request -> request.groupName(group))
                                    .users())
                            .extracting(User::userName)
                            .containsExactly(user);
                },
                missing(NOBODY, () -> join("alice", NOBODY)),
                missing(NOBODY, () -> join(NOBODY, "administrators")),
                invalid("'userName'", () -> by.iam.addUserToGroup(request -> request.groupName("administrators"))),
                denied(
                        "AddUserToGroup",
                        () -> by.plainIam.addUserToGroup(
                                request -> request.groupName("administrators").userName("alice"))));
    }

    private Asked remove() {
        return iam(
                "RemoveUserFromGroup",
                () -> {
                    var group = made.group();
                    var user = made.user();
                    join(user, group);
                    by.iam.removeUserFromGroup(
                            request -> request.groupName(group).userName(user));
                    assertThat(by.iam
                                    .getGroup(request -> request.groupName(group))
                                    .users())
                            .isEmpty();
                },
                missing(
                        NOBODY,
                        () -> by.iam.removeUserFromGroup(
                                request -> request.groupName(NOBODY).userName("alice"))),
                missing(
                        "not in the group",
                        () -> by.iam.removeUserFromGroup(
                                request -> request.groupName("administrators").userName("alice"))),
                denied(
                        "RemoveUserFromGroup",
                        () -> by.plainIam.removeUserFromGroup(
                                request -> request.groupName("administrators").userName("admin"))));
    }

    private Asked ofUser() {
        return iam(
                "ListGroupsForUser",
                () -> {
                    var group = made.group();
                    var user = made.user();
                    join(user, group);
                    assertThat(by.iam
                                    .listGroupsForUser(request -> request.userName(user))
                                    .groups())
                            .extracting(Group::groupName)
                            .containsExactly(group);
                },
                missing(NOBODY, () -> by.iam.listGroupsForUser(request -> request.userName(NOBODY))),
                denied("ListGroupsForUser", () -> by.plainIam.listGroupsForUser(request -> request.userName("admin"))));
    }
}
