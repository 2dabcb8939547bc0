package dev.postern.api;

import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.raw;
import static dev.postern.api.Asked.ssm;
import static dev.postern.api.SdkCaller.MADE_UP_TOKEN;
import static dev.postern.api.SdkCaller.NO_NODE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.ApiUnderTest.NodeUnderTest;
import dev.postern.inventory.Nodes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ComplianceItemEntry;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.InventoryItem;

/** What agents report with their role token: by the SDK where its public model has the call, else as they put it on the wire. */
record AskedByAgents(SdkCaller by, AgentWire wire) {
    List<Asked> all() {
        return List.of(
                heartbeat(),
                ownAssociations(),
                associations(),
                ownStatus(),
                packageResult(),
                associationStatus(),
                inventory(),
                compliance());
    }

    private Asked heartbeat() {
        var node = by.api.node("web");
        return ssm(
                "UpdateInstanceInformation",
                () -> {
                    AgentWire.answered(wire.ssmOf(
                            node.credentials(),
                            "UpdateInstanceInformation",
                            "{\"InstanceId\":\"" + node.id()
                                    + "\",\"AgentVersion\":\"3.3.0.0\",\"PlatformType\":\"Linux\"}"));
                    assertThat(by.api
                                    .bean(Nodes.class)
                                    .find(node.id())
                                    .orElseThrow()
                                    .facts()
                                    .agentVersion())
                            .isEqualTo("3.3.0.0");
                },
                raw(
                        "AccessDeniedException",
                        NO_NODE,
                        () -> wire.ssmOf(
                                node.credentials(),
                                "UpdateInstanceInformation",
                                "{\"InstanceId\":\"" + NO_NODE + "\"}")),
                raw(
                        "ValidationException",
                        "'platformType'",
                        () -> wire.ssmOf(
                                node.credentials(),
                                "UpdateInstanceInformation",
                                "{\"InstanceId\":\"" + node.id() + "\",\"PlatformType\":\"BeOS\"}")),
                raw(
                        "ValidationException",
                        "'instanceId'",
                        () -> wire.ssmOf(node.credentials(), "UpdateInstanceInformation", "{}")),
                raw(
                        "AccessDeniedException",
                        "role token of their node",
                        () -> wire.ssmOf(
                                by.key, "UpdateInstanceInformation", "{\"InstanceId\":\"" + node.id() + "\"}")));
    }

    private Asked ownAssociations() {
        var node = by.api.node("web");
        return ssm(
                "ListInstanceAssociations",
                () -> assertThat(wire.ssmOf(
                                        node.credentials(),
                                        "ListInstanceAssociations",
                                        "{\"InstanceId\":\"" + node.id() + "\",\"MaxResults\":20}")
                                .text())
                        .isEqualTo("{\"Associations\":[]}"),
                raw(
                        "AccessDeniedException",
                        NO_NODE,
                        () -> wire.ssmOf(
                                node.credentials(),
                                "ListInstanceAssociations",
                                "{\"InstanceId\":\"" + NO_NODE + "\"}")),
                raw(
                        "ValidationException",
                        "'maxResults'",
                        () -> wire.ssmOf(
                                node.credentials(),
                                "ListInstanceAssociations",
                                "{\"InstanceId\":\"" + node.id() + "\",\"MaxResults\":51}")));
    }

    private <T> T as(NodeUnderTest node, Function<SsmClient, T> call) {
        try (var agent = by.agent(node)) {
            return call.apply(agent);
        }
    }

    private Asked associations() {
        var node = by.api.node("web");
        return ssm(
                "ListAssociations",
                () -> assertThat(as(node, agent -> agent.listAssociations(_ -> {}))
                                .associations())
                        .isEmpty(),
                invalid(
                        "less than or equal to 50",
                        () -> as(node, agent -> agent.listAssociations(request -> request.maxResults(51)))),
                Asked.as(
                        InvalidNextTokenException.class,
                        "token",
                        () -> as(node, agent -> agent.listAssociations(request -> request.nextToken(MADE_UP_TOKEN)))),
                denied("role token of their node", () -> by.ssm.listAssociations(_ -> {})));
    }

    private Asked ownStatus() {
        var operation = "UpdateInstanceAssociationStatus";
        var node = by.api.node("web");
        return ssm(
                operation,
                () -> AgentWire.answered(
                        wire.ssmOf(node.credentials(), operation, "{\"InstanceId\":\"" + node.id() + "\"}")),
                raw("ValidationException", "'instanceId'", () -> wire.ssmOf(node.credentials(), operation, "{}")),
                raw(
                        "AccessDeniedException",
                        NO_NODE,
                        () -> wire.ssmOf(node.credentials(), operation, "{\"InstanceId\":\"" + NO_NODE + "\"}")),
                raw("AccessDeniedException", "role token of their node", () -> wire.ssmOf(by.key, operation, "{}")));
    }

    /** Of no node in particular. */
    private Asked packageResult() {
        return ssm(
                "PutConfigurePackageResult",
                () -> AgentWire.answered(wire.ssmOf(
                        by.api.node("web").credentials(), "PutConfigurePackageResult", "{\"PackageName\":\"Mine\"}")),
                raw(
                        "AccessDeniedException",
                        "role token of their node",
                        () -> wire.ssmOf(by.key, "PutConfigurePackageResult", "{}")));
    }

    private Asked associationStatus() {
        var node = by.api.node("web");
        return ssm(
                "UpdateAssociationStatus",
                () -> assertThat(as(
                                        node,
                                        agent -> agent.updateAssociationStatus(request -> request.name("Mine")
                                                .instanceId(node.id().value())
                                                .associationStatus(status -> status.name("Success")
                                                        .message("done")
                                                        .date(Instant.now()))))
                                .associationDescription())
                        .isNull(),
                denied(
                        NO_NODE,
                        () -> as(
                                node,
                                agent -> agent.updateAssociationStatus(
                                        request -> request.name("Mine").instanceId(NO_NODE)))),
                denied(
                        "role token of their node",
                        () -> by.ssm.updateAssociationStatus(request ->
                                request.name("Mine").instanceId(node.id().value()))));
    }

    private Asked inventory() {
        var node = by.api.node("web");
        var item = InventoryItem.builder()
                .typeName("AWS:Application")
                .schemaVersion("1.1")
                .captureTime("2026-11-23T09:00:00Z")
                .content(List.of(Map.of("Name", "postern")))
                .build();
        return ssm(
                "PutInventory",
                () -> as(
                        node,
                        agent -> agent.putInventory(
                                request -> request.instanceId(node.id().value()).items(item))),
                denied(
                        NO_NODE,
                        () -> as(
                                node,
                                agent -> agent.putInventory(
                                        request -> request.instanceId(NO_NODE).items(item)))),
                denied(
                        "role token of their node",
                        () -> by.ssm.putInventory(
                                request -> request.instanceId(node.id().value()).items(item))));
    }

    private Asked compliance() {
        var node = by.api.node("web");
        return ssm(
                "PutComplianceItems",
                () -> as(
                        node,
                        agent -> agent.putComplianceItems(
                                request -> request.resourceId(node.id().value())
                                        .resourceType("ManagedInstance")
                                        .complianceType("Custom:Patch")
                                        .executionSummary(summary -> summary.executionTime(Instant.now()))
                                        .items(ComplianceItemEntry.builder()
                                                .severity("LOW")
                                                .status("COMPLIANT")
                                                .build()))),
                denied(
                        NO_NODE,
                        () -> as(node, agent -> agent.putComplianceItems(request -> request.resourceId(NO_NODE)))),
                denied(
                        "role token of their node",
                        () -> by.ssm.putComplianceItems(
                                request -> request.resourceId(node.id().value()))));
    }
}
