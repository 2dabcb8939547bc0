package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.ssm;
import static dev.postern.api.SdkCaller.MADE_UP_TOKEN;
import static dev.postern.api.SdkCaller.NO_NODE;
import static dev.postern.api.SdkCaller.NO_UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.inventory.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Command;
import software.amazon.awssdk.services.ssm.model.CommandFilter;
import software.amazon.awssdk.services.ssm.model.CommandInvocation;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
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

/** What is asked of Run Command. */
record AskedOfCommands(SdkCaller by) {
    List<Asked> all() {
        return List.of(send(), cancel(), commands(), invocations(), invocation());
    }

    private static Command sent(SsmClient client, String node, Consumer<SendCommandRequest.Builder> more) {
        return client.sendCommand(request -> {
                    request.documentName("AWS-RunShellScript")
                            .instanceIds(node)
                            .parameters(Map.of("commands", List.of("echo hello")));
                    more.accept(request);
                })
                .command();
    }

    private Command done(NodeId node) {
        var sent = sent(by.ssm, node.value(), _ -> {});
        by.api.jobs.runs(node, sent.commandId(), "Success", 0, "hello\n", "");
        await().until(() -> by.ssm
                        .listCommandInvocations(request -> request.commandId(sent.commandId()))
                        .commandInvocations()
                        .getFirst()
                        .status()
                == CommandInvocationStatus.SUCCESS);
        return sent;
    }

    private Asked send() {
        var node = by.node().value();
        return ssm(
                "SendCommand",
                () -> {
                    var sent = sent(
                            by.ssm, node, request -> request.comment("hello").timeoutSeconds(30));
                    assertThat(sent.commandId()).hasSize(36);
                    assertThat(sent.instanceIds()).containsExactly(node);
                    assertThat(sent.parameters()).containsEntry("commands", List.of("echo hello"));
                    assertThat(sent.timeoutSeconds()).isEqualTo(30);
                    assertThat(by.api
                                    .jobs
                                    .awaitJob(new NodeId(node), sent.commandId())
                                    .content())
                            .contains("echo hello");
                },
                bad(InvalidInstanceIdException.class, NO_NODE, request -> request.instanceIds(NO_NODE)),
                bad(DuplicateInstanceIdException.class, node, request -> request.instanceIds(node, node)),
                bad(InvalidDocumentException.class, "Nobodys", request -> request.documentName("Nobodys")),
                bad(
                        InvalidDocumentException.class,
                        "AWS-StartSSHSession",
                        request -> request.documentName("AWS-StartSSHSession")),
                bad(InvalidDocumentVersionException.class, "7", request -> request.documentVersion("7")),
                bad(
                        InvalidParametersException.class,
                        "nobody",
                        request -> request.parameters(Map.of("commands", List.of("true"), "nobody", List.of("x")))),
                bad(
                        InvalidParametersException.class,
                        "exactly one",
                        request -> request.targets(
                                Target.builder().key("tag:a").values("b").build())),
                bad(
                        InvalidRoleException.class,
                        "ServiceRoleArn",
                        request -> request.serviceRoleArn("arn:aws:iam::1:r")),
                bad(
                        InvalidNotificationConfigException.class,
                        "NotificationConfig",
                        request -> request.notificationConfig(config -> config.notificationArn("arn:x"))),
                wrong("'documentName'", request -> request.documentName("no name")),
                wrong("'instanceIds.1.member'", request -> request.instanceIds("web-1")),
                wrong("less than or equal to 50", request -> request.instanceIds(Collections.nCopies(51, node))),
                wrong("greater than or equal to 30", request -> request.timeoutSeconds(29)),
                wrong("less than or equal to 2592000", request -> request.timeoutSeconds(2_592_001)),
                wrong("'maxConcurrency'", request -> request.maxConcurrency("101%")),
                wrong("'maxErrors'", request -> request.maxErrors("-1")),
                wrong("less than or equal to 100", request -> request.comment("c".repeat(101))),
                wrong("'outputS3BucketName'", request -> request.outputS3BucketName("x")),
                denied("ssm:SendCommand", () -> sent(by.plain, node, _ -> {})));
    }

    private Asked.Refused bad(
            Class<? extends AwsServiceException> type, String word, Consumer<SendCommandRequest.Builder> more) {
        return as(type, word, sending(more));
    }

    private Asked.Refused wrong(String word, Consumer<SendCommandRequest.Builder> more) {
        return invalid(word, sending(more));
    }

    private ThrowingCallable sending(Consumer<SendCommandRequest.Builder> more) {
        return () -> sent(by.ssm, by.node().value(), more);
    }

    private Asked cancel() {
        return ssm(
                "CancelCommand",
                () -> {
                    var away = by.api.node("away").id().value();
                    var sent = sent(by.ssm, away, _ -> {});
                    by.ssm.cancelCommand(
                            request -> request.commandId(sent.commandId()).instanceIds(away));
                    await().until(() -> by.ssm
                                    .getCommandInvocation(request ->
                                            request.commandId(sent.commandId()).instanceId(away))
                                    .status()
                            == CommandInvocationStatus.CANCELLED);
                    by.ssm.cancelCommand(request -> request.commandId(sent.commandId()));
                },
                as(
                        InvalidCommandIdException.class,
                        NO_UUID,
                        () -> by.ssm.cancelCommand(request -> request.commandId(NO_UUID))),
                as(InvalidInstanceIdException.class, NO_NODE, () -> {
                    var sent = sent(by.ssm, by.node().value(), _ -> {});
                    by.ssm.cancelCommand(
                            request -> request.commandId(sent.commandId()).instanceIds(NO_NODE));
                }),
                as(
                        DuplicateInstanceIdException.class,
                        NO_NODE,
                        () -> by.ssm.cancelCommand(
                                request -> request.commandId(NO_UUID).instanceIds(NO_NODE, NO_NODE))),
                invalid("'commandId'", () -> by.ssm.cancelCommand(request -> {})),
                invalid("greater than or equal to 36", () -> by.ssm.cancelCommand(request -> request.commandId("7"))),
                invalid(
                        "'instanceIds.1.member'",
                        () -> by.ssm.cancelCommand(
                                request -> request.commandId(NO_UUID).instanceIds("web-1"))),
                denied("ssm:CancelCommand", () -> by.plain.cancelCommand(request -> request.commandId(NO_UUID))));
    }

    private static CommandFilter filter(String key, String value) {
        return CommandFilter.builder().key(key).value(value).build();
    }

    private Asked commands() {
        return ssm(
                "ListCommands",
                () -> {
                    var node = by.node().value();
                    for (int i = 0; i < 3; i++) sent(by.ssm, node, _ -> {});
                    var pages = by.ssm.listCommandsPaginator(
                            request -> request.instanceId(node).maxResults(2));
                    assertThat(pages.stream().map(page -> page.commands().size()))
                            .containsExactly(2, 1);
                    assertThat(pages.commands())
                            .extracting(Command::documentName)
                            .containsOnly("AWS-RunShellScript");
                },
                as(
                        InvalidCommandIdException.class,
                        NO_UUID,
                        () -> by.ssm.listCommands(request -> request.commandId(NO_UUID))),
                as(
                        InvalidInstanceIdException.class,
                        "web-1",
                        () -> by.ssm.listCommands(request -> request.instanceId("web-1"))),
                as(
                        InvalidNextTokenException.class,
                        "token",
                        () -> by.ssm.listCommands(request -> request.nextToken(MADE_UP_TOKEN))),
                invalid("less than or equal to 50", () -> by.ssm.listCommands(request -> request.maxResults(51))),
                invalid("greater than or equal to 1", () -> by.ssm.listCommands(request -> request.maxResults(0))),
                invalid("greater than or equal to 36", () -> by.ssm.listCommands(request -> request.commandId("7"))),
                invalid(
                        "enum value set",
                        () -> by.ssm.listCommands(request -> request.filters(filter("Colour", "red")))),
                invalid(
                        "Executing or Complete",
                        () -> by.ssm.listCommands(request -> request.filters(filter("ExecutionStage", "Half")))),
                invalid(
                        "Wonderful",
                        () -> by.ssm.listCommands(request -> request.filters(filter("Status", "Wonderful")))),
                invalid(
                        "must look like",
                        () -> by.ssm.listCommands(request -> request.filters(filter("InvokedAfter", "yesterday")))),
                invalid(
                        "less than or equal to 5",
                        () -> by.ssm.listCommands(
                                request -> request.filters(Collections.nCopies(6, filter("Status", "Success"))))));
    }

    private Asked invocations() {
        return ssm(
                "ListCommandInvocations",
                () -> {
                    var node = by.node();
                    for (int i = 0; i < 3; i++) done(node);
                    var pages = by.ssm.listCommandInvocationsPaginator(request ->
                            request.instanceId(node.value()).maxResults(2).details(true));
                    assertThat(pages.stream()
                                    .map(page -> page.commandInvocations().size()))
                            .containsExactly(2, 1);
                    assertThat(pages.commandInvocations())
                            .flatExtracting(CommandInvocation::commandPlugins)
                            .hasSize(3)
                            .allSatisfy(plugin -> assertThat(plugin.output()).isEqualTo("hello\n"));
                },
                as(
                        InvalidCommandIdException.class,
                        NO_UUID,
                        () -> by.ssm.listCommandInvocations(request -> request.commandId(NO_UUID))),
                as(
                        InvalidInstanceIdException.class,
                        "web-1",
                        () -> by.ssm.listCommandInvocations(request -> request.instanceId("web-1"))),
                as(
                        InvalidFilterKeyException.class,
                        "ExecutionStage",
                        () -> by.ssm.listCommandInvocations(
                                request -> request.filters(filter("ExecutionStage", "Complete")))),
                as(
                        InvalidNextTokenException.class,
                        "token",
                        () -> by.ssm.listCommandInvocations(request -> request.nextToken(MADE_UP_TOKEN))),
                invalid(
                        "less than or equal to 50",
                        () -> by.ssm.listCommandInvocations(request -> request.maxResults(51))),
                invalid(
                        "'filters.1.member.value'",
                        () -> by.ssm.listCommandInvocations(
                                request -> request.filters(filter("Status", "x".repeat(129))))));
    }

    private Asked invocation() {
        return ssm(
                "GetCommandInvocation",
                () -> {
                    var node = by.node();
                    var sent = done(node);
                    var result = by.ssm.getCommandInvocation(
                            request -> request.commandId(sent.commandId()).instanceId(node.value()));
                    assertThat(result.status()).isEqualTo(CommandInvocationStatus.SUCCESS);
                    assertThat(result.responseCode()).isZero();
                    assertThat(result.standardOutputContent()).isEqualTo("hello\n");
                    assertThat(result.standardErrorContent()).isEmpty();
                },
                as(
                        InvocationDoesNotExistException.class,
                        NO_UUID,
                        () -> by.ssm.getCommandInvocation(
                                request -> request.commandId(NO_UUID).instanceId(NO_NODE))),
                as(
                        InvalidInstanceIdException.class,
                        "web-1",
                        () -> by.ssm.getCommandInvocation(
                                request -> request.commandId(NO_UUID).instanceId("web-1"))),
                as(InvalidPluginNameException.class, "another", () -> {
                    var node = by.node().value();
                    var sent = sent(by.ssm, node, _ -> {});
                    by.ssm.getCommandInvocation(request ->
                            request.commandId(sent.commandId()).instanceId(node).pluginName("another"));
                }),
                invalid(
                        "'commandId'",
                        () -> by.ssm.getCommandInvocation(
                                request -> request.commandId("7").instanceId(NO_NODE))),
                invalid("'instanceId'", () -> by.ssm.getCommandInvocation(request -> request.commandId(NO_UUID))),
                invalid(
                        "greater than or equal to 4",
                        () -> by.ssm.getCommandInvocation(request ->
                                request.commandId(NO_UUID).instanceId(NO_NODE).pluginName("abc"))),
                denied(
                        "ssm:GetCommandInvocation",
                        () -> by.plain.getCommandInvocation(
                                request -> request.commandId(NO_UUID).instanceId(NO_NODE))));
    }
}
