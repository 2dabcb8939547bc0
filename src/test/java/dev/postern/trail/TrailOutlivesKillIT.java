package dev.postern.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** An append that returned is on disk: another process appends and is killed, and what it told of is there. */
class TrailOutlivesKillIT {
    private static final int TOLD_BEFORE_THE_KILL = 200;

    @TempDir
    private Path home;

    @Test
    void everyEntryThatWasToldIsThereAfterAKill() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrailOutlivesKillIT.class.getName(),
                        home.resolve("db").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long told;
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            told = toldWhenKilled(process, lines);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(told).isGreaterThanOrEqualTo(TOLD_BEFORE_THE_KILL);
        assertThat(open(home.resolve("db").toString()).verify())
                .isInstanceOfSatisfying(
                        Trail.Verification.Intact.class,
                        intact -> assertThat(intact.entries()).isGreaterThanOrEqualTo(told));
    }

    private static long toldWhenKilled(Process process, BufferedReader lines) throws IOException {
        long told = 0;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("appended ")) {
                told = Long.parseLong(line.substring("appended ".length()));
                if (told == TOLD_BEFORE_THE_KILL) {
                    // The handle kills and leaves the pipe open: what was told up to the end counts.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        return told;
    }

    /** The process that is killed. */
    public static void main(String[] args) {
        var trail = open(args[0]);
        while (true) {
            var entry = trail.append(NewEntry.of("Test", Actor.SYSTEM, Outcome.NOTED));
            System.out.println("appended " + entry.sequence());
        }
    }

    private static Trail open(String file) {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1");
        database.setUser("sa");
        Flyway.configure().dataSource(database).load().migrate();
        return new StoredTrail(
                JdbcClient.create(database),
                new DataSourceTransactionManager(database),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }
}
