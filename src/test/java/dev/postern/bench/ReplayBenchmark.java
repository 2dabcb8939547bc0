package dev.postern.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.postern.access.AccessRequest;
import dev.postern.access.Foreseen;
import dev.postern.access.Foresight.Destination;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.access.Outcome;
import dev.postern.access.PolicyChange;
import dev.postern.access.ReplayUnderTest;
import dev.postern.access.Replayed;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Caller;
import dev.postern.testing.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What a change of policies would do, asked for a big house: about all its nodes, and about what was decided in 90 days. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ReplayBenchmark {
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 5;
    private static final TimeValue ROUND = TimeValue.milliseconds(700);
    private static final int PRINCIPALS = 100;
    private static final int NODES = 10_000;
    private static final int TEAMS = 40;
    private static final int ROWS = 200_000;
    /** Everybody has so many policies beside the one that changes. */
    private static final int OTHER_POLICIES = 9;

    private final List<Destination> destinations = new ArrayList<>();
    private final List<AccessRequest> starts = new ArrayList<>();
    private final House house = new House();
    private int turn;

    /** A server's database on disk, and what works with it. */
    private static final class House {
        private final Path directory = directory();
        private final HikariDataSource pool = pool(directory);
        private final Store store = store(pool);
        private final ReplayUnderTest postern = new ReplayUnderTest(store);
        private final Gate forgetful = postern.forgetful(store);
        private String policy = "";

        private static Path directory() {
            try {
                return Files.createTempDirectory("postern-replay-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static HikariDataSource pool(Path directory) {
            var config = new HikariConfig();
            config.setJdbcUrl("jdbc:h2:file:" + directory.resolve("postern") + ";WRITE_DELAY=0");
            config.setUsername("sa");
            config.setPassword("");
            return new HikariDataSource(config);
        }

        private static Store store(HikariDataSource pool) {
            Flyway.configure().dataSource(pool).load().migrate();
            return new Store(pool, JdbcClient.create(pool), new JdbcTransactionManager(pool), pool.getJdbcUrl(), "sa");
        }
    }

    @Setup
    public void setUp() {
        var postern = house.postern;
        postern.identity.groups().create("engineers");
        var users = IntStream.range(0, PRINCIPALS)
                .mapToObj(i -> {
                    postern.user("user-" + i, Map.of("team", "team-" + i % TEAMS));
                    postern.identity.groups().add("engineers", "user-" + i);
                    return postern.caller("user-" + i);
                })
                .toList();
        house.policy = postern.policy("Nodes", ReplayUnderTest.startsOnNodesOf("${aws:PrincipalTag/team}"));
        postern.policies.attach(Subject.group("engineers"), house.policy);
        for (int i = 0; i < OTHER_POLICIES; i++)
            postern.policies.attach(
                    Subject.group("engineers"),
                    postern.policy("Other" + i, ReplayUnderTest.startsOnNodesOf("no-team-" + i)));
        for (int i = 0; i < NODES; i++) destinations.add(new Destination("web-" + i, legs(i)));
        for (int i = 0; i < 1_000; i++) starts.add(start(users.get(i % PRINCIPALS), i));
        postern.remember(users, NODES, TEAMS, ROWS);
    }

    private static List<Leg> legs(int node) {
        return List.of(
                Leg.of("ssm:StartSession", ReplayUnderTest.node(node))
                        .tagged(Map.of("team", "team-" + node % TEAMS, "Env", "test", "Name", "web-" + node))
                        .where("ssm:SessionDocumentAccessCheck", "false"),
                Leg.of("ssm:StartSession", ReplayUnderTest.SHELL).tagged(Map.of()));
    }

    private static AccessRequest start(Caller caller, int node) {
        return AccessRequest.of(caller, legs(node).getFirst()).and(legs(node).getLast());
    }

    @TearDown
    public void tearDown() throws IOException {
        house.pool.close();
        try (var files = Files.walk(house.directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public Foreseen whoGainsWhat() {
        var change = new PolicyChange.Rewritten(house.policy, ReplayUnderTest.startsOnNodesOf("team-1*"));
        return house.postern.foresight.of(change, destinations);
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public Replayed replay() {
        var change = new PolicyChange.Rewritten(house.policy, ReplayUnderTest.startsOnNodesOf("team-1*"));
        var replayed = house.postern.replay.of(change, Period.ofDays(90), _ -> true);
        if (replayed.unchanged() == 0 || replayed.changes().isEmpty()) throw new IllegalStateException("nothing asked");
        return replayed;
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public void witness() {
        house.postern.witness(next());
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public Outcome<Integer> gateWithHistory() {
        return house.postern.gate.perform(next(), () -> 1);
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public Outcome<Integer> gateWithout() {
        return house.forgetful.perform(next(), () -> 1);
    }

    private AccessRequest next() {
        turn = (turn + 1) % starts.size();
        return starts.get(turn);
    }

    /** Milliseconds, by method. */
    static Map<String, Double> run() throws RunnerException {
        var options = new OptionsBuilder()
                .include(ReplayBenchmark.class.getName())
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(ROUND)
                .measurementIterations(ROUNDS)
                .measurementTime(ROUND)
                .verbosity(VerboseMode.SILENT)
                .build();
        var times = new LinkedHashMap<String, Double>();
        for (var result : new Runner(options).run()) {
            var benchmark = result.getParams().getBenchmark();
            times.put(
                    benchmark.substring(benchmark.lastIndexOf('.') + 1),
                    result.getPrimaryResult().getScore());
        }
        return times;
    }
}
