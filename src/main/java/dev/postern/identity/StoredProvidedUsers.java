package dev.postern.identity;

import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Rows like those of local users, with issuer and subject and without a password. */
@Component
final class StoredProvidedUsers implements ProvidedUsers {
    private static final String BECAUSE = "sign-in by identity provider";
    private static final int LONGEST_LIST = 1_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final StoredUsers users;
    private final Trail trail;
    private final Account account;
    private final Clock clock;

    StoredProvidedUsers(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            StoredUsers users,
            Trail trail,
            Account account,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.users = users;
        this.trail = trail;
        this.account = account;
        this.clock = clock;
    }

    @Override
    public Optional<User> find(String issuer, String subject) {
        return name(issuer, subject).flatMap(users::find);
    }

    private Optional<String> name(String issuer, String subject) {
        return jdbc.sql("SELECT name FROM local_user WHERE issuer = ? AND subject = ?")
                .params(issuer, subject)
                .query(String.class)
                .optional();
    }

    @Override
    public User take(Person person) {
        var name = name(person.issuer(), person.subject()).orElseGet(() -> make(person));
        replaceGroups(name, person.groups());
        return users.find(name).orElseThrow(() -> new IllegalStateException("user " + name + " was deleted just now"));
    }

    private String make(Person person) {
        var fitting = ProvidedName.fitting(person.name());
        for (var name : List.of(fitting, ProvidedName.distinct(fitting, person.issuer(), person.subject()))) {
            if (isTaken(name)) continue;
            trail.append(NewEntry.of("CreateUser", Actor.SYSTEM, Outcome.ALLOWED)
                    .on(account.user(name))
                    .with("issuer", person.issuer())
                    .with("subject", person.subject())
                    .with("because", BECAUSE));
            try {
                insert(name, person);
                users.forget(name);
                return name;
            } catch (DuplicateKeyException e) {
                // somebody took the name this moment, or the same person signs in twice at once
                var made = name(person.issuer(), person.subject());
                if (made.isPresent()) return made.get();
            }
        }
        throw new IllegalStateException("both names of " + person.subject() + " of " + person.issuer() + " are taken");
    }

    private boolean isTaken(String name) {
        return jdbc.sql("SELECT COUNT(*) FROM local_user WHERE folded_name = ?")
                        .param(name.toLowerCase(Locale.ROOT))
                        .query(Long.class)
                        .single()
                > 0;
    }

    private void insert(String name, Person person) {
        jdbc.sql("""
                        INSERT INTO local_user (name, folded_name, issuer, subject, enabled, created_at)
                        VALUES (?, ?, ?, ?, TRUE, ?)""")
                .params(
                        name,
                        name.toLowerCase(Locale.ROOT),
                        person.issuer(),
                        person.subject(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC))
                .update();
    }

    private void replaceGroups(String name, Set<String> groups) {
        // one that somebody here put them into is theirs whatever the provider says
        var wanted = new TreeSet<>(groups);
        wanted.removeAll(groups(name, false));
        var before = new TreeSet<>(groups(name, true));
        if (before.equals(wanted)) return;
        trail.append(NewEntry.of("UpdateUser", Actor.SYSTEM, Outcome.ALLOWED)
                .on(account.user(name))
                .with("groupsBefore", list(before))
                .with("groups", list(wanted))
                .with("because", BECAUSE));
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("DELETE FROM local_user_group WHERE user_name = ? AND from_provider")
                    .param(name)
                    .update();
            wanted.forEach(group -> jdbc.sql(
                            "INSERT INTO local_user_group (user_name, group_name, from_provider) VALUES (?, ?, TRUE)")
                    .params(name, group)
                    .update());
        });
        users.forget(name);
    }

    private Set<String> groups(String name, boolean fromProvider) {
        return jdbc.sql("SELECT group_name FROM local_user_group WHERE user_name = ? AND from_provider = ?")
                .params(name, fromProvider)
                .query(String.class)
                .set();
    }

    private static String list(SortedSet<String> groups) {
        var text = String.join(", ", groups);
        return text.length() > LONGEST_LIST ? text.substring(0, LONGEST_LIST) + "…" : text;
    }
}
