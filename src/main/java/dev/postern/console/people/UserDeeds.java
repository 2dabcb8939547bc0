package dev.postern.console.people;

import dev.postern.access.AccessRequest;
import dev.postern.access.Leg;
import dev.postern.access.PrincipalLegs;
import dev.postern.access.policies.Subject;
import dev.postern.console.policies.Acquaintances;
import dev.postern.console.shell.Acting;
import dev.postern.identity.AccessKey;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Caller;
import dev.postern.identity.Group;
import dev.postern.identity.Groups;
import dev.postern.identity.RandomText;
import dev.postern.identity.SecondFactors;
import dev.postern.identity.SignInLinks;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.passkeys.Passkeys;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What is done to users from the console: through the gate, asked as the API asks it. */
@Component
class UserDeeds {
    static final String GROUPS = "iam:ListGroupsForUser";
    static final String TAGS = "iam:ListUserTags";
    static final String PASSWORD = "iam:GetLoginProfile";
    static final String FACTORS = "iam:ListMFADevices";

    /** 28 characters of 5 bits, as of the first administrator's. */
    private static final int GENERATED_CHARACTERS = 28;

    private final Users users;
    private final Groups groups;
    private final AccessKeys keys;
    private final SignInLinks links;
    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final PrincipalLegs legs;
    private final Acquaintances acquaintances;
    private final Acting acting;
    private final SecureRandom random = new SecureRandom();

    UserDeeds(
            Users users,
            Groups groups,
            AccessKeys keys,
            SignInLinks links,
            SecondFactors factors,
            Passkeys passkeys,
            PrincipalLegs legs,
            Acquaintances acquaintances,
            Acting acting) {
        this.users = users;
        this.groups = groups;
        this.keys = keys;
        this.links = links;
        this.factors = factors;
        this.passkeys = passkeys;
        this.legs = legs;
        this.acquaintances = acquaintances;
        this.acting = acting;
    }

    /** How somebody gets in for the first time: shown once, to whoever made it. */
    record WayIn(String user, String password, String linkToken) {
        @Override
        public String toString() {
            return "WayIn[" + user + "]";
        }
    }

    boolean may(Caller caller, String action, String user) {
        return acting.may(caller, legs.of(action, Subject.user(user)));
    }

    Leg leg(String action, String user) {
        return legs.of(action, Subject.user(user));
    }

    boolean mayAll(Caller caller, String action) {
        return acting.may(caller, legs.ofAll(action, Subject.Kind.USER));
    }

    /** Groups they may list, and put somebody into. */
    List<String> joinable(Caller caller) {
        if (!acquaintances.mayList(caller, Subject.Kind.GROUP)) return List.of();
        return groups.all().stream()
                .map(Group::name)
                .filter(group -> mayWithGroup(caller, "iam:AddUserToGroup", group))
                .toList();
    }

    boolean mayWithGroup(Caller caller, String action, String group) {
        return acting.may(caller, legs.of(action, Subject.group(group)));
    }

    /**
     * What somebody new is to be.
     *
     * @param signsIn whether they get a password and a link; else they have access keys at most
     */
    record Wanted(String name, Set<String> groups, boolean signsIn) {}

    /** What came of it; the way in is empty for who gets none. */
    record Made(User user, Optional<WayIn> wayIn) {}

    Optional<Made> create(Caller caller, Wanted wanted) {
        var subject = Subject.user(wanted.name());
        var request = AccessRequest.of(
                caller, Leg.of("iam:CreateUser", legs.arn(subject)).tagged(Map.of()));
        for (var group : wanted.groups()) request = request.and(legs.of("iam:AddUserToGroup", Subject.group(group)));
        if (wanted.signsIn()) request = request.and(legs.of("iam:CreateLoginProfile", subject));
        var facts = Map.of(
                "groups", String.join(", ", wanted.groups().stream().sorted().toList()),
                "password", String.valueOf(wanted.signsIn()));
        return acting.perform(request.with(facts), () -> {
            var user = users.create(wanted.name(), Map.of());
            for (var group : wanted.groups()) groups.add(group, user.name());
            return new Made(user, wanted.signsIn() ? Optional.of(wayIn(user.name())) : Optional.empty());
        });
    }

    private WayIn wayIn(String user) {
        var password = RandomText.of(GENERATED_CHARACTERS, random);
        users.setPassword(user, password);
        return new WayIn(user, password, links.issue(user, SignInLinks.LIFE));
    }

    /** As at the API: the first password is a login profile that is made, any other one that is changed. */
    private String newPassword(String user) {
        return users.hasPassword(user) ? "iam:UpdateLoginProfile" : "iam:CreateLoginProfile";
    }

    boolean mayLetIn(Caller caller, String user) {
        return may(caller, newPassword(user), user);
    }

    /** A new password, instead of one they had, and a link. */
    Optional<WayIn> letIn(Caller caller, String user) {
        var request = request(caller, newPassword(user), user).with(Map.of("signInLink", "true"));
        return acting.perform(request, () -> wayIn(user));
    }

    boolean removePassword(Caller caller, String user) {
        return acting.run(request(caller, "iam:DeleteLoginProfile", user), () -> users.removePassword(user));
    }

    /** All of it, passkeys too: whoever asks for it has lost something that lets somebody in. */
    boolean removeSecondFactor(Caller caller, User user) {
        var request = request(caller, "iam:DeactivateMFADevice", user.name())
                .with(Map.of("passkeys", String.valueOf(passkeys.of(user).size())));
        return acting.run(request, () -> {
            factors.remove(user);
            passkeys.removeAll(user);
        });
    }

    boolean setEnabled(Caller caller, String user, boolean enabled) {
        var request = request(caller, "iam:UpdateUser", user).with(Map.of("enabled", String.valueOf(enabled)));
        return acting.run(request, () -> users.setEnabled(user, enabled));
    }

    boolean delete(Caller caller, String user) {
        return acting.run(request(caller, "iam:DeleteUser", user), () -> users.delete(user));
    }

    boolean join(Caller caller, String user, String group) {
        return acting.run(membership(caller, "iam:AddUserToGroup", user, group), () -> groups.add(group, user));
    }

    boolean leave(Caller caller, String user, String group) {
        return acting.run(membership(caller, "iam:RemoveUserFromGroup", user, group), () -> groups.remove(group, user));
    }

    private AccessRequest membership(Caller caller, String action, String user, String group) {
        return AccessRequest.of(caller, legs.of(action, Subject.group(group))).with(Map.of("user", user));
    }

    boolean tag(Caller caller, String user, Map<String, String> tags) {
        return acting.run(request(caller, "iam:TagUser", user).giving(tags), () -> users.tag(user, tags));
    }

    boolean untag(Caller caller, String user, List<String> tagKeys) {
        return acting.run(request(caller, "iam:UntagUser", user).taking(tagKeys), () -> users.untag(user, tagKeys));
    }

    boolean setKeyEnabled(Caller caller, AccessKey key, boolean enabled) {
        var request = request(caller, "iam:UpdateAccessKey", key.user())
                .with(Map.of("accessKeyId", key.id(), "status", enabled ? "Active" : "Inactive"));
        return acting.run(request, () -> keys.setEnabled(key.id(), enabled));
    }

    boolean deleteKey(Caller caller, AccessKey key) {
        var request = request(caller, "iam:DeleteAccessKey", key.user()).with(Map.of("accessKeyId", key.id()));
        return acting.run(request, () -> keys.delete(key.id()));
    }

    private AccessRequest request(Caller caller, String action, String user) {
        return AccessRequest.of(caller, legs.of(action, Subject.user(user)));
    }
}
