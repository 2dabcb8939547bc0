package dev.postern.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Groups in the database. */
@Component
final class StoredGroups implements Groups {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final StoredUsers users;
    private final Clock clock;

    StoredGroups(JdbcClient jdbc, PlatformTransactionManager transactions, StoredUsers users, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.users = users;
        this.clock = clock;
    }

    @Override
    public Optional<Group> find(String name) {
        return jdbc.sql("SELECT name, created_at FROM user_group WHERE name = ?")
                .param(name)
                .query(StoredGroups::group)
                .optional();
    }

    @Override
    public List<Group> all() {
        return jdbc.sql("SELECT name, created_at FROM user_group ORDER BY folded_name")
                .query(StoredGroups::group)
                .list();
    }

    @Override
    public List<String> members(String name) {
        return jdbc.sql("SELECT user_name FROM local_user_group WHERE group_name = ? ORDER BY user_name")
                .param(name)
                .query(String.class)
                .list();
    }

    @Override
    public Group create(String name) {
        var group = new Group(name, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        if (jdbc.sql("SELECT COUNT(*) FROM user_group").query(Long.class).single() >= MOST)
            throw new IllegalArgumentException("there are " + MOST + " groups already, which is all there may be");
        try {
            transaction.executeWithoutResult(_ -> insert(group));
        } catch (DuplicateKeyException e) {
            throw new IllegalArgumentException("there is a group " + name + " already", e);
        }
        users.forgetAll();
        return group;
    }

    private void insert(Group group) {
        jdbc.sql("INSERT INTO user_group (name, folded_name, created_at) VALUES (?, ?, ?)")
                .params(
                        group.name(),
                        group.name().toLowerCase(Locale.ROOT),
                        group.createdAt().atOffset(ZoneOffset.UTC))
                .update();
        users.succeed(Succession.group(group.name()));
    }

    @Override
    public boolean delete(String name) {
        var gone = Boolean.TRUE.equals(transaction.execute(_ -> {
            users.succeed(Succession.group(name));
            jdbc.sql("DELETE FROM local_user_group WHERE group_name = ?")
                    .param(name)
                    .update();
            return jdbc.sql("DELETE FROM user_group WHERE name = ?").param(name).update() > 0;
        }));
        users.forgetAll();
        return gone;
    }

    @Override
    public void add(String name, String user) {
        if (find(name).isEmpty()) throw new IllegalArgumentException("no such group: " + name);
        if (users.find(user).isEmpty()) throw new IllegalArgumentException("no such user: " + user);
        try {
            jdbc.sql("INSERT INTO local_user_group (user_name, group_name) VALUES (?, ?)")
                    .params(user, name)
                    .update();
        } catch (DuplicateKeyException _) {
            // is in it already, which is what was wanted
        }
        users.forgetAll();
    }

    @Override
    public void remove(String name, String user) {
        jdbc.sql("DELETE FROM local_user_group WHERE group_name = ? AND user_name = ?")
                .params(name, user)
                .update();
        users.forgetAll();
    }

    private static Group group(ResultSet row, int number) throws SQLException {
        return new Group(
                row.getString("name"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
