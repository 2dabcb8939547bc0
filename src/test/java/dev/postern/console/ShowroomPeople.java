package dev.postern.console;

import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Groups;
import dev.postern.identity.ProvidedUsers;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Who is known in the showroom: users of both kinds, groups with policies, and a role. */
@Component
@Profile("showroom")
class ShowroomPeople {
    private static final String PLATFORM = "arn:aws:iam::000000000000:policy/PlatformShells";
    private static final String SHELLS = """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "PlatformNodes",
                  "Effect": "Allow",
                  "Action": ["ssm:StartSession", "ssm:GetConnectionStatus"],
                  "Resource": "arn:aws:ssm:*:*:managed-instance/*",
                  "Condition": {"StringEquals": {"ssm:resourceTag/team": "platform"}}
                },
                {
                  "Effect": "Allow",
                  "Action": "ssm:StartSession",
                  "Resource": "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell"
                }
              ]
            }
            """;
    private static final String OWN = """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "OwnCommands",
                  "Effect": "Allow",
                  "Action": ["ssm:ListCommands", "ssm:GetCommandInvocation"],
                  "Resource": "*"
                }
              ]
            }
            """;

    private final Users users;
    private final ProvidedUsers provided;
    private final Groups groups;
    private final Roles roles;
    private final Policies policies;
    private final AccessKeys keys;

    ShowroomPeople(
            Users users, ProvidedUsers provided, Groups groups, Roles roles, Policies policies, AccessKeys keys) {
        this.users = users;
        this.provided = provided;
        this.groups = groups;
        this.roles = roles;
        this.policies = policies;
        this.keys = keys;
    }

    @EventListener
    @Order(Ordered.LOWEST_PRECEDENCE)
    void arrive(ApplicationReadyEvent event) {
        if (users.find("ci").isPresent()) return;
        for (var group : List.of("on-call", "auditors", "newcomers")) groups.create(group);
        policies.create(new Policies.Wanted(
                "PlatformShells", "Shells on the nodes of the platform team.", SHELLS, Map.of(), "postern:system"));
        policies.attach(Subject.group("on-call"), PLATFORM);
        policies.putInline(Subject.group("engineers"), "OwnTeam", OWN);
        policies.attach(Subject.group("auditors"), "arn:aws:iam::aws:policy/PosternAuditor");
        users.create("ci", Map.of("team", "platform"));
        users.create("contractor", "correct horse battery staple", Set.of());
        users.setEnabled("contractor", false);
        policies.attach(Subject.user("contractor"), PLATFORM);
        for (var person : List.of("ines", "jonas", "kofi", "lena")) {
            provided.take(new ProvidedUsers.Person(
                    "https://idp.example.com/realms/main",
                    "subject-" + person,
                    person + "@example.com",
                    Set.of("on-call"),
                    new TreeMap<>(Map.of("team", Optional.of("platform")))));
        }
        users.tag("mira", Map.of("team", "platform", "office", "fra"));
        groups.add("on-call", "mira");
        policies.attach(Subject.user("mira"), "arn:aws:iam::aws:policy/PosternApprover");
        policies.putInline(Subject.user("mira"), "Commands", OWN);
        policies.setBoundary(Subject.user("mira"), Policies.ADMINISTRATOR);
        keys.create("mira");
        keys.setEnabled(keys.create("mira").key().id(), false);
        var trust = new Trust(false, Set.of("mira"), null);
        roles.create(new Roles.Wanted(
                roles.newId(),
                "on-call",
                "Whoever is on call.",
                Duration.ofHours(8),
                trust,
                Map.of("team", "platform")));
        policies.attach(Subject.role("on-call"), PLATFORM);
        roles.create(new Roles.Wanted(roles.newId(), "deploy", Duration.ofHours(1), new Trust(true, Set.of(), null)));
    }
}
