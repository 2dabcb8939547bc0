package dev.postern.api;

import static dev.postern.api.Asked.ec2messages;
import static dev.postern.api.Asked.raw;
import static dev.postern.api.SdkCaller.NO_NODE;
import static dev.postern.api.SdkCaller.NO_UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.api.ApiUnderTest.NodeUnderTest;
import dev.postern.api.ApiUnderTest.Reply;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;

/** What agents without a control channel ask of the older message service. No public SDK has it. */
record AskedByPollingAgents(SdkCaller by, AgentWire wire) {
    List<Asked> all() {
        return List.of(messages(), acknowledge(), reply(), fail(), delete());
    }

    private Reply polled(NodeUnderTest node, String destination) {
        return wire.mds(
                node.credentials(),
                "GetMessages",
                "{\"Destination\":\"" + destination + "\",\"MessagesRequestId\":\"r\"}");
    }

    /** A command that waits for a node without a channel: its id, then what the node says of it. */
    private String waiting(NodeUnderTest node) {
        return by.ssm
                .sendCommand(request -> request.documentName("AWS-RunShellScript")
                        .instanceIds(node.id().value())
                        .parameters(Map.of("commands", List.of("echo hello"))))
                .command()
                .commandId();
    }

    private static String message(NodeUnderTest node, String command) {
        return "{\"MessageId\":\"aws.ssm." + command + "." + node.id() + "\"";
    }

    private void awaitMessage(NodeUnderTest node) {
        await().until(() ->
                !polled(node, node.id().value()).json().path("Messages").isEmpty());
    }

    private void awaitStatus(NodeUnderTest node, String command, CommandInvocationStatus status) {
        await().until(() -> by.ssm
                        .getCommandInvocation(request ->
                                request.commandId(command).instanceId(node.id().value()))
                        .status()
                == status);
    }

    private Asked messages() {
        return ec2messages(
                "GetMessages",
                () -> {
                    var node = by.api.node("polling");
                    var command = waiting(node);
                    awaitMessage(node);
                    assertThat(polled(node, node.id().value())
                                    .json()
                                    .path("Messages")
                                    .get(0)
                                    .path("MessageId")
                                    .asString())
                            .isEqualTo("aws.ssm." + command + "." + node.id());
                },
                raw("AccessDeniedException", "another destination", () -> polled(by.api.node("polling"), NO_NODE)),
                raw(
                        "ValidationException",
                        "'destination'",
                        () -> wire.mds(by.api.node("polling").credentials(), "GetMessages", "{}")),
                raw("AccessDeniedException", "role token of their node", () -> wire.mds(by.key, "GetMessages", "{}")));
    }

    private Asked acknowledge() {
        return ec2messages(
                "AcknowledgeMessage",
                () -> {
                    var node = by.api.node("polling");
                    var command = waiting(node);
                    awaitMessage(node);
                    AgentWire.answered(
                            wire.mds(node.credentials(), "AcknowledgeMessage", message(node, command) + "}"));
                    awaitStatus(node, command, CommandInvocationStatus.IN_PROGRESS);
                    assertThat(polled(node, node.id().value()).json().path("Messages"))
                            .isEmpty();
                },
                noMessage("AcknowledgeMessage"),
                notAnAgent("AcknowledgeMessage"));
    }

    private Asked.Refused noMessage(String operation) {
        return raw(
                "ValidationException",
                "'messageId'",
                () -> wire.mds(by.api.node("polling").credentials(), operation, "{}"));
    }

    private Asked.Refused notAnAgent(String operation) {
        return raw("AccessDeniedException", "role token of their node", () -> wire.mds(by.key, operation, "{}"));
    }

    private Asked reply() {
        return ec2messages(
                "SendReply",
                () -> {
                    var node = by.api.node("polling");
                    var command = waiting(node);
                    awaitMessage(node);
                    var payload = PlayedJobs.reply("Success", 0, "fetched", "")
                            .replace("\\", "\\\\")
                            .replace("\"", "\\\"");
                    AgentWire.answered(wire.mds(
                            node.credentials(),
                            "SendReply",
                            message(node, command) + ",\"ReplyId\":\"1\",\"Payload\":\"" + payload + "\"}"));
                    awaitStatus(node, command, CommandInvocationStatus.SUCCESS);
                },
                raw("ValidationException", "Payload is no reply", () -> {
                    var node = by.api.node("polling");
                    return wire.mds(node.credentials(), "SendReply", message(node, NO_UUID) + ",\"Payload\":\"x\"}");
                }),
                raw("ValidationException", "'payload'", () -> {
                    var node = by.api.node("polling");
                    return wire.mds(node.credentials(), "SendReply", message(node, NO_UUID) + "}");
                }),
                noMessage("SendReply"),
                notAnAgent("SendReply"));
    }

    private Asked fail() {
        return ec2messages(
                "FailMessage",
                () -> {
                    var node = by.api.node("polling");
                    var command = waiting(node);
                    awaitMessage(node);
                    AgentWire.answered(wire.mds(
                            node.credentials(),
                            "FailMessage",
                            message(node, command) + ",\"FailureType\":\"InternalHandlerException\"}"));
                    awaitStatus(node, command, CommandInvocationStatus.FAILED);
                },
                raw("ValidationException", "'failureType'", () -> {
                    var node = by.api.node("polling");
                    return wire.mds(
                            node.credentials(),
                            "FailMessage",
                            message(node, NO_UUID) + ",\"FailureType\":\"" + "x".repeat(257) + "\"}");
                }),
                noMessage("FailMessage"),
                notAnAgent("FailMessage"));
    }

    private Asked delete() {
        return ec2messages(
                "DeleteMessage",
                () -> {
                    var node = by.api.node("polling");
                    AgentWire.answered(wire.mds(node.credentials(), "DeleteMessage", message(node, NO_UUID) + "}"));
                },
                noMessage("DeleteMessage"),
                notAnAgent("DeleteMessage"));
    }
}
