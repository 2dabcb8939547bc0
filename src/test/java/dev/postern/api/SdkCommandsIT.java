package dev.postern.api;

import static dev.postern.api.ApiUnderTest.signer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.inventory.Facts;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.protocol.SendCommand;
import dev.postern.sigv4.Credentials;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Command;
import software.amazon.awssdk.services.ssm.model.CommandFilter;
import software.amazon.awssdk.services.ssm.model.CommandFilterKey;
import software.amazon.awssdk.services.ssm.model.CommandInvocation;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.CommandStatus;
import software.amazon.awssdk.services.ssm.model.DuplicateInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidCommandIdException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentVersionException;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.InvalidNotificationConfigException;
import software.amazon.awssdk.services.ssm.model.InvalidParametersException;
import software.amazon.awssdk.services.ssm.model.InvalidPluginNameException;
import software.amazon.awssdk.services.ssm.model.InvalidRoleException;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.Target;
import software.amazon.awssdk.services.ssm.model.UnsupportedPlatformTypeException;

/** Run Command by AWS's own SDK: good input and bad. */
class SdkCommandsIT {
    private static final Map<String, List<String>> ECHO = Map.of("commands", List.of("echo hello"));
    private static final String NO_COMMAND = "00000000-0000-4000-8000-000000000000";
    private static final String NOBODY = "mi-0123456789abcdef0";

    @AutoClose
    private final ApiUnderTest api =
            new ApiUnderTest(Clock.systemUTC(), "postern.api.poll=1ms"); // the SDK has no other time

    private final Credentials key = api.administrator();

    @AutoClose
    private final SsmClient ssm = AwsSdk.ssm(api, key);

    private final NodeId web = connected("web");

    private NodeId connected(String name) {
        var node = api.node(name).id();
        api.bean(Nodes.class)
                .heartbeat(node, new Facts(name, "192.0.2.1", "Linux", "Debian", "12", "amazon-ssm-agent", "3.3.0.0"));
        api.jobs.connected.add(node);
        return node;
    }

    @Test
    void aCommandIsSentAndItsOutputFetched() {
        var before = Instant.now();
        var sent = ssm.sendCommand(request -> request.documentName("AWS-RunShellScript")
                        .instanceIds(web.value())
                        .parameters(ECHO)
                        .comment("hello")
                        .timeoutSeconds(60)
                        .maxConcurrency("10%")
                        .maxErrors("1"))
                .command();
        assertThat(sent.commandId()).hasSize(36);
        assertThat(sent.status()).isEqualTo(CommandStatus.PENDING);
        assertThat(sent.statusDetails()).isEqualTo("Pending");
        assertThat(sent.documentName()).isEqualTo("AWS-RunShellScript");
        assertThat(sent.documentVersion()).isEqualTo("1");
        assertThat(sent.parameters()).isEqualTo(ECHO);
        assertThat(sent.instanceIds()).containsExactly(web.value());
        assertThat(sent.targets()).isEmpty();
        assertThat(sent.comment()).isEqualTo("hello");
        assertThat(sent.timeoutSeconds()).isEqualTo(60);
        assertThat(sent.maxConcurrency()).isEqualTo("10%");
        assertThat(sent.maxErrors()).isEqualTo("1");
        assertThat(sent.targetCount()).isOne();
        assertThat(sent.expiresAfter()).isAfter(before.plusSeconds(3_600));

        var job = api.jobs.awaitJob(web, sent.commandId());
        assertThat(SendCommand.parse(job.content()).parameters().get("commands"))
                .hasToString("[\"echo hello\"]");
        await().until(() -> invocation(sent).status() == CommandInvocationStatus.IN_PROGRESS);
        var running = ssm.getCommandInvocation(
                request -> request.commandId(sent.commandId()).instanceId(web.value()));
        assertThat(running.responseCode()).isEqualTo(-1);
        assertThat(running.executionStartDateTime()).isEmpty();
        assertThat(running.standardOutputContent()).isEmpty();

        api.jobs.runs(web, sent.commandId(), "Failed", 3, "hello\n", "oh no\n");
        assertThatThrownBy(() -> ssm.waiter()
                        .waitUntilCommandExecuted(
                                request -> request.commandId(sent.commandId()).instanceId(web.value())))
                .hasMessageContaining("Status=Failed");

        var result = ssm.getCommandInvocation(request ->
                request.commandId(sent.commandId()).instanceId(web.value()).pluginName("aws:runShellScript"));
        assertThat(result.status()).isEqualTo(CommandInvocationStatus.FAILED);
        assertThat(result.responseCode()).isEqualTo(3);
        assertThat(result.pluginName()).isEqualTo("runShellScript");
        assertThat(result.standardOutputContent()).isEqualTo("hello\n");
        assertThat(result.standardErrorContent()).isEqualTo("oh no\n");
        assertThat(result.executionStartDateTime()).isEqualTo("2026-11-23T09:00:00.000Z");
        assertThat(result.executionElapsedTime()).isEqualTo("PT1.5S");
        assertThat(result.comment()).isEqualTo("hello");
    }

    @Test
    void aCommandOnManyNodesIsListedWithItsDetails() {
        var db = connected("db");
        api.bean(Nodes.class).tag(web, Map.of("team", "shop"));
        api.bean(Nodes.class).tag(db, Map.of("team", "shop"));
        var sent = send(request ->
                request.targets(Target.builder().key("tag:team").values("shop").build()));
        assertThat(sent.targets().getFirst().values()).containsExactly("shop");
        assertThat(sent.instanceIds()).isEmpty();
        api.jobs.runs(web, sent.commandId(), "Success", 0, "one", "");
        api.jobs.runs(db, sent.commandId(), "Success", 0, "two", "");
        await().until(() -> command(sent).status() == CommandStatus.SUCCESS);
        assertThat(command(sent).completedCount()).isEqualTo(2);
        assertThat(command(sent).errorCount()).isZero();

        var invocations = ssm
                .listCommandInvocationsPaginator(request ->
                        request.commandId(sent.commandId()).maxResults(1).details(true))
                .commandInvocations()
                .stream()
                .toList();
        assertThat(invocations)
                .extracting(CommandInvocation::instanceId)
                .containsExactlyInAnyOrder(web.value(), db.value());
        assertThat(invocations)
                .flatExtracting(CommandInvocation::commandPlugins)
                .allSatisfy(plugin -> {
                    assertThat(plugin.name()).isEqualTo("runShellScript");
                    assertThat(plugin.responseCode()).isZero();
                    assertThat(plugin.output()).isIn("one", "two");
                    assertThat(plugin.responseFinishDateTime()).isEqualTo("2026-11-23T09:00:01.500Z");
                });
        assertThat(ssm.listCommandInvocations(request -> request.commandId(sent.commandId()))
                        .commandInvocations())
                .allSatisfy(each -> assertThat(each.commandPlugins()).isEmpty());
    }

    @Test
    void listsAreFilteredAndPaged() {
        var first = send(request -> request.instanceIds(web.value()));
        api.jobs.runs(web, first.commandId(), "Success", 0, "", "");
        await().until(() -> command(first).status() == CommandStatus.SUCCESS);
        var second = send(request -> request.instanceIds(web.value()).comment("second"));

        assertThat(ssm.listCommandsPaginator(request -> request.maxResults(1)).commands().stream())
                .extracting(Command::commandId)
                .containsExactly(second.commandId(), first.commandId());
        assertThat(filtered(CommandFilterKey.STATUS, "Success")).containsExactly(first.commandId());
        assertThat(filtered(CommandFilterKey.EXECUTION_STAGE, "Executing")).containsExactly(second.commandId());
        assertThat(filtered(CommandFilterKey.EXECUTION_STAGE, "Complete")).containsExactly(first.commandId());
        assertThat(filtered(CommandFilterKey.DOCUMENT_NAME, "AWS-RunShellScript"))
                .hasSize(2);
        assertThat(filtered(CommandFilterKey.DOCUMENT_NAME, "Another")).isEmpty();
        assertThat(filtered(CommandFilterKey.STATUS, "TimedOut")).isEmpty();
        assertThat(filtered(CommandFilterKey.STATUS, "AccessDenied")).isEmpty();
        assertThat(filtered(
                        CommandFilterKey.INVOKED_AFTER,
                        first.requestedDateTime().toString()))
                .contains(second.commandId());
        assertThat(filtered(CommandFilterKey.INVOKED_BEFORE, "2020-01-01T00:00:00Z"))
                .isEmpty();
        assertThat(ssm.listCommands(request -> request.instanceId(NOBODY)).commands())
                .isEmpty();
        assertThat(ssm.listCommandInvocations(request ->
                                request.instanceId(web.value()).filters(filter(CommandFilterKey.STATUS, "Success")))
                        .commandInvocations())
                .extracting(CommandInvocation::commandId)
                .containsExactly(first.commandId());

        assertThatThrownBy(() -> filtered(CommandFilterKey.STATUS, "Wonderful"))
                .hasMessageContaining("no status Wonderful");
        assertThatThrownBy(() -> filtered(CommandFilterKey.INVOKED_AFTER, "yesterday"))
                .hasMessageContaining("2026-11-23T10:00:00Z");
        assertThatThrownBy(() -> filtered(CommandFilterKey.EXECUTION_STAGE, "Half"))
                .hasMessageContaining("Executing or Complete");
        assertThatThrownBy(() -> ssm.listCommandInvocations(
                        request -> request.filters(filter(CommandFilterKey.EXECUTION_STAGE, "Complete"))))
                .isInstanceOf(InvalidFilterKeyException.class);
        assertThatThrownBy(() -> ssm.listCommands(request -> request.nextToken("made-up")))
                .isInstanceOf(InvalidNextTokenException.class);
        assertThatThrownBy(() -> ssm.listCommands(request -> request.commandId(NO_COMMAND)))
                .isInstanceOf(InvalidCommandIdException.class);
        assertThatThrownBy(() -> ssm.listCommands(request -> request.maxResults(51)))
                .hasMessageContaining("less than or equal to 50");
    }

    @Test
    void aCommandIsCancelled() {
        var away = api.node("away").id();
        var sent = send(request -> request.instanceIds(web.value(), away.value()));
        api.jobs.awaitJob(web, sent.commandId());
        ssm.cancelCommand(request -> request.commandId(sent.commandId()).instanceIds(away.value()));
        await().until(() -> ssm.getCommandInvocation(
                                request -> request.commandId(sent.commandId()).instanceId(away.value()))
                        .status()
                == CommandInvocationStatus.CANCELLED);
        ssm.cancelCommand(request -> request.commandId(sent.commandId()));
        await().until(() -> api.jobs.of(web).stream().anyMatch(job -> job.isCancelCommand()));
        assertThat(command(sent).status()).isEqualTo(CommandStatus.CANCELLING);
        api.jobs.runs(web, sent.commandId(), "Cancelled", 137, "half", "");
        await().until(() -> command(sent).status() == CommandStatus.CANCELLED);
        ssm.cancelCommand(request -> request.commandId(sent.commandId()));

        assertThatThrownBy(() -> ssm.cancelCommand(request -> request.commandId(NO_COMMAND)))
                .isInstanceOf(InvalidCommandIdException.class);
        assertThatThrownBy(() -> ssm.cancelCommand(
                        request -> request.commandId(sent.commandId()).instanceIds(NOBODY)))
                .isInstanceOf(InvalidInstanceIdException.class);
        assertThatThrownBy(() -> ssm.cancelCommand(
                        request -> request.commandId(sent.commandId()).instanceIds(web.value(), web.value())))
                .isInstanceOf(DuplicateInstanceIdException.class);
    }

    @Test
    void whatIsWrongHasItsOwnError() {
        refused(InvalidInstanceIdException.class, NOBODY, request -> request.instanceIds(NOBODY));
        refused(
                InvalidInstanceIdException.class,
                "i-0123456789abcdef0",
                request -> request.instanceIds("i-0123456789abcdef0"));
        refused(DuplicateInstanceIdException.class, "twice", request -> request.instanceIds(web.value(), web.value()));
        refused(InvalidParametersException.class, "exactly one", request -> {});
        refused(
                InvalidParametersException.class,
                "exactly one",
                request -> request.instanceIds(web.value())
                        .targets(Target.builder().key("tag:a").values("b").build()));
        refused(
                InvalidParametersException.class,
                "not known here",
                request -> request.targets(
                        Target.builder().key("resource-groups:Name").values("b").build()));
        refused(
                InvalidDocumentException.class,
                "no Command document",
                request -> request.instanceIds(web.value()).documentName("No-Such"));
        refused(
                InvalidDocumentVersionException.class,
                "no version 7",
                request -> request.instanceIds(web.value()).documentVersion("7"));
        refused(
                InvalidDocumentException.class,
                "SHA-256",
                request -> request.instanceIds(web.value()).documentHash("00"));
        refused(
                InvalidParametersException.class,
                "commands is required",
                request -> request.instanceIds(web.value()).parameters(Map.of()));
        refused(
                InvalidParametersException.class,
                "no parameter nobody",
                request -> request.instanceIds(web.value()).parameters(Map.of("nobody", List.of("x"))));
        refused(
                InvalidRoleException.class,
                "ServiceRoleArn",
                request -> request.instanceIds(web.value()).serviceRoleArn("arn:aws:iam::000000000000:role/x"));
        refused(
                InvalidNotificationConfigException.class,
                "NotificationConfig",
                request ->
                        request.instanceIds(web.value()).notificationConfig(config -> config.notificationArn("arn:x")));
        var windows = api.node("pc").id();
        api.bean(Nodes.class).heartbeat(windows, new Facts("pc", "", "Windows", "", "", "", ""));
        refused(UnsupportedPlatformTypeException.class, "is Windows", request -> request.instanceIds(windows.value()));
        assertThat(ssm.listCommands().commands()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            `TimeoutSeconds`:29       | greater than or equal to 30
            `TimeoutSeconds`:2592001  | less than or equal to 2592000
            `MaxConcurrency`:`0`      | regular expression
            `MaxConcurrency`:`101%`   | regular expression
            `MaxErrors`:`-1`          | regular expression
            `MaxErrors`:`12345678`    | length less than or equal to 7
            `DocumentVersion`:`0`     | regular expression
            `DocumentName`:`no name`  | regular expression
            `InstanceIds`:[`web-1`]   | regular expression
            `OutputS3BucketName`:`x`  | length greater than or equal to 3
            `Targets`:[{`Key`:``}]    | length greater than or equal to 1
            """)
    void constraintsAreTheModels(String member, String words) {
        var json = "{\"DocumentName\":\"AWS-RunShellScript\"," + member.replace('`', '"') + "}";
        if (member.contains("DocumentName")) json = "{" + member.replace('`', '"') + "}";
        var reply = api.ssm(key, "SendCommand", json);
        assertThat(reply.type()).isEqualTo("ValidationException");
        assertThat(reply.message()).contains(words);
    }

    @Test
    void moreThanFiftyNodesOrFiveTargetsAreTooMany() {
        assertThatThrownBy(() -> send(request -> request.instanceIds(Collections.nCopies(51, web.value()))))
                .hasMessageContaining("less than or equal to 50");
        var target = Target.builder().key("tag:a").values("b").build();
        assertThatThrownBy(() -> send(request -> request.targets(Collections.nCopies(6, target))))
                .hasMessageContaining("less than or equal to 5");
        assertThatThrownBy(
                        () -> send(request -> request.instanceIds(web.value()).comment("c".repeat(101))))
                .hasMessageContaining("less than or equal to 100");
    }

    @Test
    void aWrongValueIsNotRepeatedSinceItMayBeASecret() {
        var reply = api.ssm(
                key,
                "SendCommand",
                "{\"DocumentName\":\"AWS-RunShellScript\",\"InstanceIds\":[\"" + web
                        + "\"],\"Parameters\":{\"commands\":[\"" + "hunter2 ".repeat(9_000) + "\"]}}");
        assertThat(reply.type()).isEqualTo("ValidationException");
        assertThat(reply.message()).doesNotContain("hunter2");
    }

    @Test
    void outputOfWhatWasNeverSentIsNone() {
        var sent = send(request -> request.instanceIds(web.value()));
        assertThatThrownBy(() -> ssm.getCommandInvocation(
                        request -> request.commandId(sent.commandId()).instanceId(NOBODY)))
                .isInstanceOf(InvocationDoesNotExistException.class);
        assertThatThrownBy(() -> ssm.getCommandInvocation(
                        request -> request.commandId(NO_COMMAND).instanceId(web.value())))
                .isInstanceOf(InvocationDoesNotExistException.class);
        assertThatThrownBy(() -> ssm.getCommandInvocation(request -> request.commandId(sent.commandId())
                        .instanceId(web.value())
                        .pluginName("another")))
                .isInstanceOf(InvalidPluginNameException.class);
    }

    @Test
    void whoMayNotSendMayNotSeeEither() {
        var sent = send(request -> request.instanceIds(web.value()));
        var alice = api.keyOf("alice", Set.of());
        try (var hers = AwsSdk.ssm(api, alice)) {
            AwsSdk.denied(() -> hers.sendCommand(request -> request.documentName("AWS-RunShellScript")
                    .instanceIds(web.value())
                    .parameters(ECHO)));
            AwsSdk.denied(() -> hers.sendCommand(request -> request.documentName("AWS-RunShellScript")
                    .instanceIds(NOBODY)
                    .parameters(ECHO)));
            AwsSdk.denied(() -> hers.getCommandInvocation(
                    request -> request.commandId(sent.commandId()).instanceId(web.value())));
            AwsSdk.denied(() -> hers.cancelCommand(request -> request.commandId(sent.commandId())));
            AwsSdk.denied(() -> hers.cancelCommand(request -> request.commandId(NO_COMMAND)));
            AwsSdk.denied(() -> hers.cancelCommand(
                    request -> request.commandId(sent.commandId()).instanceIds(NOBODY)));
            AwsSdk.denied(hers::listCommands);
            AwsSdk.denied(hers::listCommandInvocations);
            api.bean(Policies.class).putInline(Subject.user("alice"), "lists", """
                    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:ListCommand*", "Resource": "*"}}""");
            assertThat(hers.listCommands().commands()).isEmpty();
            assertThat(hers.listCommandInvocations().commandInvocations()).isEmpty();
            assertThatThrownBy(() -> hers.listCommands(request -> request.commandId(sent.commandId())))
                    .isInstanceOf(InvalidCommandIdException.class);
        }
    }

    @Test
    void anAgentWithoutAChannelFetchesAcknowledgesAndReplies() {
        var polling = api.node("polling");
        var sent = send(request -> request.instanceIds(polling.id().value()));
        await().until(() -> ssm.getCommandInvocation(request -> request.commandId(sent.commandId())
                                .instanceId(polling.id().value()))
                        .status()
                == CommandInvocationStatus.DELAYED);
        var poll = "{\"Destination\":\"" + polling.id() + "\",\"MessagesRequestId\":\"r\"}";
        var messages = mds(polling.credentials(), "GetMessages", poll).json().path("Messages");
        assertThat(messages).hasSize(1);
        var message = messages.get(0);
        assertThat(message.path("MessageId").asString()).isEqualTo("aws.ssm." + sent.commandId() + "." + polling.id());
        assertThat(message.path("Topic").asString()).startsWith("aws.ssm.sendCommand");
        assertThat(message.path("CreatedDate").asString()).hasSize(24);
        assertThat(SendCommand.parse(message.path("Payload").asString()).commandId())
                .isEqualTo(sent.commandId());

        var id = "{\"MessageId\":\"" + message.path("MessageId").asString() + "\"";
        assertThat(mds(polling.credentials(), "AcknowledgeMessage", id + "}").status())
                .isEqualTo(200);
        assertThat(mds(polling.credentials(), "GetMessages", poll).json().path("Messages"))
                .isEmpty();
        var payload = PlayedJobs.reply("Success", 0, "fetched", "")
                .replace("\\", "\\\\")
                .replace("\"", "\\\"");
        assertThat(mds(polling.credentials(), "SendReply", id + ",\"ReplyId\":\"1\",\"Payload\":\"" + payload + "\"}")
                        .text())
                .isEqualTo("{}");
        assertThat(mds(polling.credentials(), "DeleteMessage", id + "}").status())
                .isEqualTo(200);
        await().until(() -> command(sent).status() == CommandStatus.SUCCESS);
        assertThat(mds(polling.credentials(), "SendReply", id + ",\"ReplyId\":\"1\",\"Payload\":\"x\"}")
                        .type())
                .isEqualTo("ValidationException");
        assertThat(mds(key, "GetMessages", poll).type()).isEqualTo("AccessDeniedException");

        var failing = send(request -> request.instanceIds(polling.id().value()));
        await().until(() -> !mds(polling.credentials(), "GetMessages", poll)
                .json()
                .path("Messages")
                .isEmpty());
        mds(
                polling.credentials(),
                "FailMessage",
                "{\"MessageId\":\"aws.ssm." + failing.commandId() + "." + polling.id()
                        + "\",\"FailureType\":\"InternalHandlerException\"}");
        await().until(() -> command(failing).status() == CommandStatus.FAILED);
        assertThat(ssm.listCommandInvocations(request -> request.commandId(failing.commandId()))
                        .commandInvocations()
                        .getFirst()
                        .traceOutput())
                .contains("InternalHandlerException");
    }

    private ApiUnderTest.Reply mds(Credentials credentials, String operation, String body) {
        return api.post(signer(credentials, "ec2messages"), "EC2WindowsMessageDeliveryService." + operation, body);
    }

    private Command send(Consumer<SendCommandRequest.Builder> more) {
        return ssm.sendCommand(request -> {
                    request.documentName("AWS-RunShellScript").parameters(ECHO);
                    more.accept(request);
                })
                .command();
    }

    private <E extends AwsServiceException> void refused(
            Class<E> type, String words, Consumer<SendCommandRequest.Builder> more) {
        assertThatThrownBy(() -> send(more)).isInstanceOf(type).hasMessageContaining(words);
    }

    private Command command(Command sent) {
        return ssm.listCommands(request -> request.commandId(sent.commandId()))
                .commands()
                .getFirst();
    }

    private CommandInvocation invocation(Command sent) {
        return ssm.listCommandInvocations(request -> request.commandId(sent.commandId()))
                .commandInvocations()
                .getFirst();
    }

    private static CommandFilter filter(CommandFilterKey key, String value) {
        return CommandFilter.builder().key(key).value(value).build();
    }

    private List<String> filtered(CommandFilterKey key, String value) {
        return ssm.listCommands(request -> request.filters(filter(key, value))).commands().stream()
                .map(Command::commandId)
                .toList();
    }
}
