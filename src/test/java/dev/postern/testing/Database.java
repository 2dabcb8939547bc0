package dev.postern.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The databases Postern runs on. */
public enum Database {
    H2 {
        @Override
        public Store fresh() {
            var url = "jdbc:h2:mem:postern" + NEXT.incrementAndGet() + ";DB_CLOSE_DELAY=-1";
            var pool = pool(url, "sa");
            migrate(pool);
            return new Store(pool, url, "sa");
        }
    },
    POSTGRESQL {
        @Override
        public Store fresh() {
            var name = "postern" + NEXT.incrementAndGet();
            Server.sql("CREATE DATABASE " + name + " TEMPLATE migrated");
            var url = Server.RUNNING.getJdbcUrl("postgres", name);
            return new Store(pool(url, "postgres"), url, "postgres");
        }
    };

    private static final AtomicInteger NEXT = new AtomicInteger();

    /** An empty database of its own with every migration applied. */
    public abstract Store fresh();

    private static void migrate(DataSource dataSource) {
        Flyway.configure().dataSource(dataSource).load().migrate();
    }

    /** Nobody closes the pools of tests; they let go of idle connections themselves, before the server runs out. */
    private static DataSource pool(String url, String user) {
        System.setProperty("com.zaxxer.hikari.housekeeping.periodMs", "5000");
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword("");
        config.setMaximumPoolSize(20);
        config.setMinimumIdle(0);
        config.setIdleTimeout(10_000);
        return new HikariDataSource(config);
    }

    /** One server for the whole JVM; each test gets a copy of a database that was migrated once. */
    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        static void sql(String statement) {
            JdbcClient.create(RUNNING.getPostgresDatabase()).sql(statement).update();
        }

        private static EmbeddedPostgres start() {
            try {
                var server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "1000")
                        .start();
                JdbcClient.create(server.getPostgresDatabase())
                        .sql("CREATE DATABASE migrated")
                        .update();
                migrate(server.getDatabase("postgres", "migrated"));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
