package dev.postern.inventory;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Service settings in the database, as far as somebody changed them. */
@Component
final class StoredServiceSettings implements ServiceSettings {
    private final JdbcClient jdbc;
    private final Clock clock;

    StoredServiceSettings(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Optional<ServiceSetting> find(String id) {
        return KnownSetting.of(id)
                .map(known -> changed(id).orElseGet(() -> new ServiceSetting(id, known.usual(), null)));
    }

    private Optional<ServiceSetting> changed(String id) {
        return jdbc.sql("SELECT setting, modified_at, modified_by FROM service_setting WHERE id = ?")
                .param(id)
                .query((row, _) -> new ServiceSetting(
                        id,
                        row.getString("setting"),
                        new ServiceSetting.Change(
                                row.getObject("modified_at", OffsetDateTime.class)
                                        .toInstant(),
                                row.getString("modified_by"))))
                .optional();
    }

    @Override
    public void set(String id, String value, String by) {
        KnownSetting.of(id)
                .orElseThrow(() -> new IllegalArgumentException("no such service setting: " + id))
                .check(value);
        if (update(id, value, by) == 0) {
            try {
                jdbc.sql("INSERT INTO service_setting (id, setting, modified_at, modified_by) VALUES (?, ?, ?, ?)")
                        .params(id, value, now(), by)
                        .update();
            } catch (DuplicateKeyException anotherWasFirst) {
                update(id, value, by);
            }
        }
    }

    private int update(String id, String value, String by) {
        return jdbc.sql("UPDATE service_setting SET setting = ?, modified_at = ?, modified_by = ? WHERE id = ?")
                .params(value, now(), by, id)
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }

    @Override
    public void reset(String id) {
        jdbc.sql("DELETE FROM service_setting WHERE id = ?").param(id).update();
    }
}
