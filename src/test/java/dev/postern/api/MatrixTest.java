package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.api.ApiUnderTest.Reply;
import dev.postern.api.operation.Operation;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Trust;
import dev.postern.inventory.Nodes;
import dev.postern.sigv4.Credentials;
import dev.postern.sigv4.SigV4Signer;
import dev.postern.sigv4.SignableRequest.Header;
import dev.postern.testing.HandClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every operation, by everybody: nobody, a user without policies, and those whom the policies that come with Postern are for. Who may what is
 * in access/matrix.txt.
 */
class MatrixTest {
    private static final String TABLE = "/access/matrix.txt";
    private static final Map<String, String> TARGETS = Map.of("ssm", "AmazonSSM.", "kms", "TrentService.");
    private static final Set<String> REFUSALS =
            Set.of("AccessDenied", "AccessDeniedException", "MissingAuthenticationToken");

    private final Map<String, @Nullable Credentials> principals = new LinkedHashMap<>();
    private final Map<String, String> things = new TreeMap<>();
    private ApiUnderTest api;

    private record Row(String operation, String input, Set<String> who) {}

    @BeforeEach
    void start() {
        api = new ApiUnderTest(new HandClock(), "postern.api.rate=10000", "postern.api.burst=10000", "postern.api.anonymous-burst=10000");
        principals.put("anonymous", null);
        principals.put("stranger", api.keyOf("stranger", Set.of()));
        for (var name : List.of("engineer", "auditor", "approver")) {
            principals.put(name, api.keyOf(name, Set.of()));
            var policy = "Postern" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
            api.bean(Policies.class).attach(Subject.user(name), "arn:aws:iam::aws:policy/" + policy);
        }
        api.bean(Users.class).tag("engineer", Map.of("team", "web"));
        principals.put("administrator", api.administrator());
        things();
    }

    private void things() {
        things.put("$WEB", node("web"));
        things.put("$DB", node("db"));
        things.put("$ROLE", "arn:aws:iam::000000000000:role/on-call");
        api.role("on-call", Duration.ofHours(1), new Trust(false, Set.of("engineer"), null));
        things.put("$DOCUMENT", "Shell");
        made("ssm:CreateDocument", """
                {"Name":"Shell","DocumentType":"Session","Content":"{\\"schemaVersion\\":\\"1.0\\",\\"sessionType\\":\\"Standard_Stream\\",\\"inputs\\":{\\"idleSessionTimeout\\":\\"5\\"}}"}""");
        var key = made("kms:CreateKey", "{}").json().path("KeyMetadata").path("KeyId").asString();
        things.put("$KEY", key);
        things.put(
                "$CIPHERTEXT",
                made("kms:Encrypt", "{\"KeyId\":\"" + key + "\",\"Plaintext\":\"YQ==\"}")
                        .json()
                        .path("CiphertextBlob")
                        .asString());
        things.put(
                "$COMMAND",
                made("ssm:SendCommand", """
                        {"DocumentName":"AWS-RunShellScript","InstanceIds":["$DB"],"Parameters":{"commands":["true"]}}""")
                        .json()
                        .path("Command")
                        .path("CommandId")
                        .asString());
        var session = call("ssm:StartSession", "{\"Target\":\"$WEB\"}", principals.get("engineer"));
        things.put("$SESSION", session.json().path("SessionId").asString());
    }

    private String node(String team) {
        var id = api.node(team + "-1").id();
        api.relays.connected.add(id);
        api.bean(Nodes.class).tag(id, Map.of("team", team));
        return id.value();
    }

    private Reply made(String operation, String input) {
        var reply = call(operation, input, principals.get("administrator"));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void everybodyMayWhatTheTableSaysAndNothingElse() throws IOException {
        var wrong = new ArrayList<String>();
        for (var row : rows()) {
            var may = principals.entrySet().stream()
                    .filter(each -> !refused(call(row.operation(), row.input(), each.getValue())))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!may.equals(row.who()))
                wrong.add(row.operation() + " " + row.input() + ": may " + may + ", table says " + row.who());
        }
        assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
    }

    /** What nodes and strangers call is tried by {@link WhoMayCallTest} and {@link RegistrationTest}. */
    @Test
    void everyOperationForUsersIsInTheTable() throws IOException {
        var operations = api.bean(Operations.class);
        var forUsers = operations.names().stream()
                .filter(name -> operations
                        .find(name)
                        .map(operation -> !(operation instanceof Operation.ForNodes)
                                && !(operation instanceof Operation.ForRegisteredKeys))
                        .orElseThrow())
                .map(Operations.Name::toString)
                .filter(name -> !name.equals("ssm:RegisterManagedInstance"))
                .collect(Collectors.toCollection(TreeSet::new));
        var inTable = rows().stream().map(Row::operation).collect(Collectors.toSet());
        assertThat(inTable).isEqualTo(forUsers);
    }

    @Test
    void whatNodesCallIsServedToNobodyElse() {
        var operations = api.bean(Operations.class);
        for (var name : operations.names()) {
            if (!(operations.find(name).orElseThrow() instanceof Operation.ForNodes)
                    || !TARGETS.containsKey(name.service().scope())) continue;
            principals.forEach((who, key) -> assertThat(refused(call(name.toString(), "{}", key)))
                    .as(name + " by " + who)
                    .isTrue());
        }
    }

    private Reply call(String operation, String input, @Nullable Credentials credentials) {
        var service = operation.substring(0, operation.indexOf(':'));
        var name = operation.substring(service.length() + 1);
        var filled = input;
        for (var thing : things.entrySet()) filled = filled.replace(thing.getKey(), thing.getValue());
        var signer = credentials == null ? null : ApiUnderTest.signer(credentials, service);
        var target = TARGETS.get(service);
        return target == null
                ? query(signer, name, filled)
                : api.post(signer, target + name, filled);
    }

    private Reply query(@Nullable SigV4Signer signer, String action, String form) {
        var headers = List.of(new Header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"));
        return api.send(
                "POST", "/", signer, headers, "Action=" + action + "&Version=2011-06-15" + (form.isEmpty() ? "" : "&" + form));
    }

    private static boolean refused(Reply reply) {
        return reply.status() >= 400 && REFUSALS.stream().anyMatch(reply.text()::contains);
    }

    private static List<Row> rows() throws IOException {
        try (var in = MatrixTest.class.getResourceAsStream(TABLE)) {
            if (in == null) throw new IllegalStateException("no " + TABLE);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(MatrixTest::row)
                    .toList();
        }
    }

    private static Row row(String line) {
        var first = line.indexOf('|');
        var last = line.lastIndexOf('|');
        var who = Arrays.stream(line.substring(last + 1).strip().split(" "))
                .filter(each -> !each.equals("nobody"))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Row(
                line.substring(0, first).strip(),
                line.substring(first + 1, last).strip(),
                who);
    }
}
