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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Rows like those of local users, with issuer and subject and without a password. */
@Component
final class StoredProvidedUsers implements ProvidedUsers {
    private static final Logger log = LoggerFactory.getLogger(StoredProvidedUsers.class);

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
        replaceTags(name, person.tags());
        return users.find(name).orElseThrow(() -> new IllegalStateException("user " + name + " was deleted just now"));
    }

    private String make(Person person) {
        var fitting = ProvidedName.fitting(person.name());
        for (var name : List.of(fitting, ProvidedName.distinct(fitting, person.issuer(), person.subject()))) {
            if (isTaken(name)) continue;
            trail.append(
                    entry("CreateUser", name).with("issuer", person.issuer()).with("subject", person.subject()));
            try {
                transaction.executeWithoutResult(_ -> insert(name, person));
                users.changed(name);
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
        users.succeed(Succession.user(name));
    }

    private void replaceGroups(String name, Set<String> groups) {
        // a provider makes no groups: there are few, and they are for people to find. Who is in one before it is made
        // joins with the next sign-in
        var wanted = new TreeSet<>(groups);
        wanted.retainAll(known());
        // one that somebody here put them into is theirs whatever the provider says
        wanted.removeAll(groups(name, false));
        var before = new TreeSet<>(groups(name, true));
        if (before.equals(wanted)) return;
        trail.append(
                entry("UpdateUser", name).with("groupsBefore", list(before)).with("groups", list(wanted)));
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("DELETE FROM local_user_group WHERE user_name = ? AND from_provider")
                    .param(name)
                    .update();
            wanted.forEach(group -> jdbc.sql(
                            "INSERT INTO local_user_group (user_name, group_name, from_provider) VALUES (?, ?, TRUE)")
                    .params(name, group)
                    .update());
        });
        users.changed(name);
    }

    private Set<String> known() {
        return jdbc.sql("SELECT name FROM user_group").query(String.class).set();
    }

    private void replaceTags(String name, SortedMap<String, Optional<String>> said) {
        var present = users.find(name).map(User::tags).orElseGet(TreeMap::new);
        var changed = new TreeMap<String, String>();
        said.forEach((key, value) ->
                value.filter(text -> !text.equals(present.get(key))).ifPresent(text -> changed.put(key, text)));
        var gone = said.entrySet().stream()
                .filter(tag -> tag.getValue().isEmpty() && present.containsKey(tag.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        if (!changed.isEmpty()) {
            trail.append(entry("TagUser", name).with("tags", changed.toString()));
            tag(name, changed);
        }
        if (!gone.isEmpty()) {
            trail.append(entry("UntagUser", name).with("tagKeys", String.join(", ", gone)));
            users.untag(name, gone);
        }
    }

    /** Too many of others stand in nobody's way in. */
    private void tag(String name, SortedMap<String, String> tags) {
        try {
            users.tag(name, tags);
        } catch (IllegalArgumentException tooMany) {
            log.atWarn()
                    .addKeyValue("principal", account.user(name))
                    .addKeyValue("cause", tooMany.getMessage())
                    .log("tags of the identity provider left out");
        }
    }

    private NewEntry entry(String action, String name) {
        return NewEntry.of(action, Actor.SYSTEM, Outcome.ALLOWED)
                .on(account.user(name))
                .with("because", BECAUSE);
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
