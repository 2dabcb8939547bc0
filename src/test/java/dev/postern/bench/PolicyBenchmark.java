package dev.postern.bench;

import dev.postern.policy.Explanation;
import dev.postern.policy.Layers;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import dev.postern.policy.PolicyPrincipal;
import dev.postern.policy.PolicyRequest;
import dev.postern.policy.PolicyResource;
import dev.postern.policy.RequestContext;
import dev.postern.policy.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Decisions of the policy engine on one core, and the list of nodes that one principal may reach. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PolicyBenchmark {
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 5;
    private static final TimeValue ROUND = TimeValue.milliseconds(700);
    private static final int STATEMENTS = 1_000;
    private static final int IN_ONE_POLICY = 20;
    private static final int NODES = 100_000;
    private static final String ACCOUNT = "000000000000";
    /** A statement in sixteen is about StartSession, as where there are policies for all that Postern and AWS do. */
    private static final List<String> ACTIONS = List.of(
            "ssm:StartSession",
            "ssm:TerminateSession",
            "ssm:ResumeSession",
            "ssm:GetDocument",
            "ssm:SendCommand",
            "ssm:GetConnectionStatus",
            "ssm:DescribeSessions",
            "ssmmessages:OpenDataChannel",
            "kms:GenerateDataKey",
            "kms:Decrypt",
            "iam:GetUser",
            "iam:ListAccessKeys",
            "sts:AssumeRole",
            "postern:AttachSession",
            "postern:ViewRecording",
            "ec2:DescribeInstances");

    private static final RequestContext CIRCUMSTANCES = RequestContext.builder()
            .put("aws:CurrentTime", "2026-11-27T12:00:00Z")
            .put("aws:SourceIp", "192.0.2.1")
            .build();

    /** All statements about StartSession, or over sixteen actions. */
    @Param({"mixed", "same action"})
    public String statements = "mixed";

    private Layers layers = Layers.NONE;
    private final PolicyPrincipal caller = PolicyPrincipal.roleSession(
            "arn:aws:sts::" + ACCOUNT + ":assumed-role/Engineer/alice",
            "arn:aws:iam::" + ACCOUNT + ":role/Engineer",
            "AROAEXAMPLE:alice",
            Map.of("team", "team-7", "department", "web"));
    private final PolicyRequest question =
            PolicyRequest.of(caller, "ssm:StartSession", PolicyResource.ANY, RequestContext.EMPTY);
    private PolicyRequest allowed = request("team-7");
    private PolicyRequest denied = request("nobody's");
    private final List<Node> nodes = new ArrayList<>();

    private record Node(String arn, Map<String, String> tags) {}

    @Setup
    public void setUp() {
        IntFunction<String> statement = statements.equals("mixed")
                ? i -> statement(i, ACTIONS.get(i % ACTIONS.size()))
                : i -> statement(i, "ssm:StartSession");
        var policies = new ArrayList<Policy>();
        for (int from = 0; from < STATEMENTS; from += IN_ONE_POLICY)
            policies.add(Policy.of(
                    PolicyKind.MANAGED,
                    "p" + from,
                    IntStream.range(from, from + IN_ONE_POLICY)
                            .mapToObj(statement)
                            .collect(Collectors.joining(",", "{\"Version\":\"2012-10-17\",\"Statement\":[", "]}"))));
        layers = Layers.builder().identity(policies).build();
        allowed = request("team-7");
        denied = request("nobody's");
        for (int i = 0; i < NODES; i++) {
            var tags = new LinkedHashMap<String, String>();
            tags.put("Name", "web-" + i);
            tags.put("team", "team-" + i % 400);
            tags.put("Env", i % 10 == 0 ? "prod" : "test");
            tags.put("owner", "somebody");
            tags.put("region", "north");
            nodes.add(new Node(arn(i), tags));
        }
    }

    /** One in twenty denies; of the others one in four lists a node, one a pattern with a variable, and two compare a tag. */
    private static String statement(int i, String action) {
        int turn = i / ACTIONS.size();
        if (turn % 20 == 19)
            return text("Deny", action, "*", "\"StringEquals\":{\"ssm:resourceTag/Env\":\"frozen-" + i + "\"}");
        return switch (turn % 4) {
            case 0 -> text("Allow", action, arn(i), "");
            case 1 -> text("Allow", action, "arn:aws:ssm:*:*:session/${aws:userid}-" + i + "-*", "");
            default ->
                text(
                        "Allow",
                        action,
                        "arn:aws:ssm:*:*:managed-instance/*",
                        "\"StringLike\":{\"ssm:resourceTag/team\":\"team-" + (turn == 2 ? 7 : i) + "\"}");
        };
    }

    private static String text(String effect, String action, String resource, String condition) {
        return "{\"Effect\":\"" + effect + "\",\"Action\":\"" + action + "\",\"Resource\":\"" + resource
                + "\",\"Condition\":{" + condition + "}}";
    }

    private static String arn(int node) {
        return "arn:aws:ssm:local:" + ACCOUNT + ":managed-instance/mi-" + String.format("%017x", node + 1_000_000);
    }

    private PolicyRequest request(String team) {
        return request(new Node(arn(-7), Map.of("team", team, "Env", "test", "Name", "web-1")));
    }

    private PolicyRequest request(Node node) {
        return question.to(
                PolicyResource.of(node.arn()),
                CIRCUMSTANCES.with().resourceTags(node.tags()).build());
    }

    @Benchmark
    @BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
    public Verdict allow() {
        return layers.decide(allowed);
    }

    @Benchmark
    @BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
    public Verdict deny() {
        return layers.decide(denied);
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public Explanation explain() {
        return layers.explain(denied);
    }

    /** Every node with its own context, made from its tags. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public int filter() {
        int reachable = 0;
        for (var node : nodes) {
            if (layers.decide(request(node)).allowed()) reachable++;
        }
        return reachable;
    }

    /** Microseconds, by {@code method, statements}; {@code p50} or {@code mean} behind it. */
    static Map<String, Double> run() throws RunnerException {
        var options = new OptionsBuilder()
                .include(PolicyBenchmark.class.getName())
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(ROUND)
                .measurementIterations(ROUNDS)
                .measurementTime(ROUND)
                .verbosity(VerboseMode.SILENT)
                .build();
        var times = new LinkedHashMap<String, Double>();
        for (var result : new Runner(options).run()) {
            var parameters = result.getParams();
            var method = parameters
                    .getBenchmark()
                    .substring(parameters.getBenchmark().lastIndexOf('.') + 1);
            var primary = result.getPrimaryResult();
            var sampled = parameters.getMode() == Mode.SampleTime;
            times.put(
                    method + ", " + parameters.getParam("statements") + (sampled ? " p50" : " mean"),
                    sampled ? primary.getStatistics().getPercentile(50) : primary.getScore());
        }
        return times;
    }
}
