package dev.postern.console.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Users;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.util.ClassUtils;

/** The deeds behind the console's buttons, in the whole server: whoever comes past a button is refused by the deed itself. */
class UserDeedsIT {
    private static final String ALL_BUT_LOCKED = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "*", "Resource": "*"},
              {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/locked": "yes"}}}]}""";

    /** Where a refusal is said. Held here: whoever is current is known by a weak reference alone. */
    private final UI page = new UI();

    @AfterEach
    void leaveThePage() {
        UI.setCurrent(null);
    }

    @Test
    void aTagOfWhomTheyAreDoneToHoldsForEach(@TempDir Path home) {
        try (var server = SpringApplication.run(
                ClassUtils.resolveClassName("dev.postern.PosternApplication", null), // not public
                "--postern.home=" + home,
                "--postern.local-node.enabled=false")) {
            UI.setCurrent(page); // a start leaves nobody current
            var users = server.getBean(Users.class);
            users.create("open", Map.of());
            users.create("locked", Map.of("locked", "yes"));
            var caller = users.callerFor(users.create("asker", Map.of()), null);
            server.getBean(Policies.class).putInline(Subject.user("asker"), "own", ALL_BUT_LOCKED);
            var deeds = server.getBean(UserDeeds.class);

            assertThat(deeds.letIn(caller, "locked")).isEmpty();
            assertThat(users.hasPassword("locked")).isFalse();
            assertThat(deeds.tag(caller, "locked", Map.of("locked", "no"))).isFalse();
            assertThat(deeds.untag(caller, "locked", List.of("locked"))).isFalse();
            assertThat(deeds.setEnabled(caller, "locked", false)).isFalse();
            assertThat(deeds.delete(caller, "locked")).isFalse();
            assertThat(users.find("locked").orElseThrow())
                    .satisfies(locked -> assertThat(locked.enabled()).isTrue())
                    .satisfies(locked -> assertThat(locked.tags()).containsExactlyEntriesOf(Map.of("locked", "yes")));
            assertThat(server.getBean(Trail.class).latest(Long.MAX_VALUE, 100))
                    .filteredOn(entry -> entry.event().actor().arn().equals(caller.arn()))
                    .allSatisfy(entry -> assertThat(entry.event().outcome()).isEqualTo(Outcome.DENIED))
                    .extracting(entry -> entry.event().action())
                    .containsExactlyInAnyOrder(
                            "CreateLoginProfile", "TagUser", "UntagUser", "UpdateUser", "DeleteUser");

            assertThat(deeds.create(caller, new UserDeeds.Wanted("another", Set.of(), false)))
                    .isPresent();
            assertThat(deeds.letIn(caller, "open")).isPresent();
            assertThat(deeds.setEnabled(caller, "open", false)).isTrue();
            assertThat(deeds.delete(caller, "open")).isTrue();
        }
    }
}
