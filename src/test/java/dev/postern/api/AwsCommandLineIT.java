package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.AwsCommandLine.Said;
import dev.postern.identity.roles.Trust;
import dev.postern.sigv4.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people's scripts say: the AWS command line, installed where it can be. */
@Tag("real")
class AwsCommandLineIT {
    private AwsCommandLine aws;

    @TempDir
    Path home;

    private ApiUnderTest api;
    private Credentials key;

    @BeforeEach
    void start() {
        aws = AwsCommandLine.onThisMachine();
        api = new ApiUnderTest(Clock.systemUTC());
        key = api.administrator();
    }

    @AfterEach
    void stop() {
        if (api != null) api.close();
    }

    @Test
    void scriptsMakeActivationsAndListNodes() throws Exception {
        assertThat(json(aws(key, "sts", "get-caller-identity")).path("Arn").asString())
                .isEqualTo("arn:aws:iam::000000000000:user/admin");
        var made = json(aws(
                key,
                "ssm",
                "create-activation",
                "--iam-role",
                "any",
                "--registration-limit",
                "3",
                "--tags",
                "Key=team,Value=web"));
        assertThat(made.path("ActivationCode").asString()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(json(aws(key, "ssm", "describe-activations")).path("ActivationList"))
                .hasSize(1);

        for (int i = 0; i < 7; i++) api.node("web-" + i);
        var nodes = json(aws(key, "ssm", "describe-instance-information", "--page-size", "5"));
        assertThat(nodes.path("InstanceInformationList")).hasSize(7);
        var node =
                nodes.path("InstanceInformationList").get(0).path("InstanceId").asString();
        assertThat(json(aws(key, "ssm", "get-connection-status", "--target", node))
                        .path("Status")
                        .asString())
                .isEqualTo("notconnected");
    }

    @Test
    void errorsReadAsTheyDoAtAws() throws Exception {
        var node = api.node("web-1").id().value();
        assertThat(aws(key, "ssm", "start-session", "--target", node).text())
                .contains("(TargetNotConnected)")
                .contains(node + " is not connected.");
        var alice = api.keyOf("alice", Set.of());
        assertThat(aws(alice, "ssm", "start-session", "--target", node).text())
                .contains("(AccessDeniedException)")
                .contains("not authorized to perform: ssm:StartSession");
        var wrong = Credentials.longTerm(key.accessKeyId(), "not the secret of this key");
        assertThat(aws(wrong, "sts", "get-caller-identity").text()).contains("(SignatureDoesNotMatch)");
        assertThat(aws(wrong, "ssm", "describe-activations").text()).contains("(InvalidSignatureException)");
    }

    @Test
    void scriptsSendCommandsWaitForThemAndReadTheirOutput() throws Exception {
        var node = api.node("web-1").id();
        api.jobs.connected.add(node);
        var sent = json(aws(
                        key,
                        "ssm",
                        "send-command",
                        "--document-name",
                        "AWS-RunShellScript",
                        "--instance-ids",
                        node.value(),
                        "--parameters",
                        "commands=uptime",
                        "--comment",
                        "how long"))
                .path("Command");
        var id = sent.path("CommandId").asString();
        assertThat(sent.path("Status").asString()).isEqualTo("Pending");
        api.jobs.runs(node, id, "Success", 0, "up 3 days\n", "");

        aws(key, "ssm", "wait", "command-executed", "--command-id", id, "--instance-id", node.value());
        var got = json(aws(key, "ssm", "get-command-invocation", "--command-id", id, "--instance-id", node.value()));
        assertThat(got.path("StandardOutputContent").asString()).isEqualTo("up 3 days\n");
        assertThat(got.path("ResponseCode").asInt(-1)).isZero();
        var listed = json(aws(key, "ssm", "list-command-invocations", "--command-id", id, "--details"));
        assertThat(listed.path("CommandInvocations")
                        .get(0)
                        .path("CommandPlugins")
                        .get(0)
                        .path("Output")
                        .asString())
                .isEqualTo("up 3 days\n");
        assertThat(json(aws(key, "ssm", "list-commands", "--filters", "key=Status,value=Success"))
                        .path("Commands"))
                .hasSize(1);
        assertThat(aws(key, "ssm", "cancel-command", "--command-id", id).exit()).isZero();
        assertThat(aws(key, "ssm", "send-command", "--document-name", "No-Such", "--instance-ids", node.value())
                        .text())
                .contains("(InvalidDocument)");
    }

    @Test
    void scriptsAssumeRolesByCommandAndByProfile() throws Exception {
        api.administrators("on-call", Duration.ofHours(1), new Trust(true, Set.of(), null).withSessionTags());
        var arn = "arn:aws:iam::000000000000:role/on-call";
        var issued = json(aws(
                        key,
                        "sts",
                        "assume-role",
                        "--role-arn",
                        arn,
                        "--role-session-name",
                        "mira",
                        "--tags",
                        "Key=Team,Value=red",
                        "--source-identity",
                        "e-4711"))
                .path("Credentials");
        var temporary = new Credentials(
                issued.path("AccessKeyId").asString(),
                issued.path("SecretAccessKey").asString(),
                issued.path("SessionToken").asString());
        assertThat(json(aws(temporary, "sts", "get-caller-identity"))
                        .path("Arn")
                        .asString())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/on-call/mira");
        assertThat(json(aws(temporary, "ssm", "describe-activations")).path("ActivationList"))
                .isEmpty();
        assertThat(aws(temporary, "sts", "get-session-token").text()).contains("(AccessDenied)");
        assertThat(json(aws(key, "sts", "get-session-token"))
                        .path("Credentials")
                        .path("AccessKeyId")
                        .asString())
                .startsWith("ASIA");

        if (!aws.knowsEndpointVariable())
            return; // older ones ask AWS for the role of a profile, whatever their endpoint
        var config = Files.writeString(
                home.resolve("config"),
                "[profile on-call]\nrole_arn = " + arn
                        + "\nrole_session_name = night\ncredential_source = Environment\n");
        assertThat(json(aws(key, config.toString(), List.of("--profile", "on-call", "sts", "get-caller-identity")))
                        .path("Arn")
                        .asString())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/on-call/night");
    }

    @Test
    void scriptsManagePeopleRolesAndPolicies() throws Exception {
        assertThat(json(aws(key, "iam", "create-user", "--user-name", "mira", "--tags", "Key=team,Value=web"))
                        .path("User")
                        .path("Arn")
                        .asString())
                .isEqualTo("arn:aws:iam::000000000000:user/mira");
        var document = """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}}""";
        var arn = json(aws(key, "iam", "create-policy", "--policy-name", "look", "--policy-document", document))
                .path("Policy")
                .path("Arn")
                .asString();
        assertThat(aws(key, "iam", "attach-user-policy", "--user-name", "mira", "--policy-arn", arn)
                        .exit())
                .isZero();
        assertThat(json(aws(key, "iam", "get-policy-version", "--policy-arn", arn, "--version-id", "v1"))
                        .path("PolicyVersion")
                        .path("Document"))
                .isEqualTo(JsonMapper.shared().readTree(document));
        var made = json(aws(key, "iam", "create-access-key", "--user-name", "mira"))
                .path("AccessKey");
        var mira = Credentials.longTerm(
                made.path("AccessKeyId").asString(),
                made.path("SecretAccessKey").asString());
        assertThat(json(aws(mira, "iam", "get-user"))
                        .path("User")
                        .path("UserName")
                        .asString())
                .isEqualTo("mira");
        assertThat(aws(mira, "iam", "list-users").text())
                .contains("(AccessDenied)")
                .contains("not authorized to perform: iam:ListUsers");
        var simulated = json(aws(
                key,
                "iam",
                "simulate-principal-policy",
                "--policy-source-arn",
                "arn:aws:iam::000000000000:user/mira",
                "--action-names",
                "iam:GetUser",
                "ssm:StartSession"));
        assertThat(simulated
                        .path("EvaluationResults")
                        .valueStream()
                        .map(each -> each.path("EvalDecision").asString()))
                .containsExactly("allowed", "implicitDeny");
        assertThat(aws(key, "iam", "delete-user", "--user-name", "mira").text())
                .contains("(DeleteConflict)")
                .contains("must delete access keys first");
        assertThat(aws(key, "iam", "get-role", "--role-name", "none").text()).contains("(NoSuchEntity)");
    }

    private static JsonNode json(Said said) {
        assertThat(said.exit()).as(said.text()).isZero();
        return JsonMapper.shared().readTree(said.text());
    }

    private Said aws(Credentials key, String... arguments) throws IOException, InterruptedException {
        return aws(key, "/dev/null", List.of(arguments));
    }

    private Said aws(Credentials key, String config, List<String> arguments) throws IOException, InterruptedException {
        var environment = new HashMap<>(Map.of(
                "AWS_REGION",
                ApiUnderTest.REGION,
                "AWS_DEFAULT_REGION",
                ApiUnderTest.REGION,
                "AWS_ACCESS_KEY_ID",
                key.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY",
                key.secretAccessKey(),
                "AWS_CONFIG_FILE",
                config,
                "AWS_SHARED_CREDENTIALS_FILE",
                "/dev/null",
                "AWS_PAGER",
                "",
                "AWS_MAX_ATTEMPTS",
                "1"));
        // what the command line keeps of a role for the next call is below it, whoever runs the tests
        environment.put("HOME", home.toString());
        var token = key.sessionToken();
        if (token != null) environment.put("AWS_SESSION_TOKEN", token);
        return aws.say(api.url("/").toString(), environment, arguments);
    }
}
