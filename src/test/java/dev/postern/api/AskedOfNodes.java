package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.ssm;
import static dev.postern.api.SdkCaller.MADE_UP_TOKEN;
import static dev.postern.api.SdkCaller.NO_NODE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.InstanceInformationFilter;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.InstanceProperty;
import software.amazon.awssdk.services.ssm.model.InstancePropertyFilter;
import software.amazon.awssdk.services.ssm.model.InstancePropertyFilterOperator;
import software.amazon.awssdk.services.ssm.model.InstancePropertyStringFilter;
import software.amazon.awssdk.services.ssm.model.InvalidActivationIdException;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceInformationFilterValueException;
import software.amazon.awssdk.services.ssm.model.InvalidInstancePropertyFilterValueException;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.PingStatus;

/** What is asked of the operations on nodes. */
record AskedOfNodes(SdkCaller by) {
    List<Asked> all() {
        return List.of(information(), properties(), deregister(), role());
    }

    private String[] nodes(int count) {
        return IntStream.range(0, count).mapToObj(_ -> by.node().value()).toArray(String[]::new);
    }

    // ── descriptions ──

    private Asked information() {
        return ssm(
                "DescribeInstanceInformation",
                () -> {
                    var nodes = nodes(6);
                    var pages = by.ssm.describeInstanceInformationPaginator(
                            request -> request.maxResults(5).filters(information("InstanceIds", nodes)));
                    assertThat(pages.stream().count()).isEqualTo(2);
                    assertThat(pages.instanceInformationList())
                            .extracting(InstanceInformation::instanceId)
                            .containsExactlyInAnyOrder(nodes);
                    var one = by.ssm
                            .describeInstanceInformation(
                                    request -> request.instanceInformationFilterList(InstanceInformationFilter.builder()
                                            .key("InstanceIds")
                                            .valueSet(nodes[0])
                                            .build()))
                            .instanceInformationList()
                            .getFirst();
                    assertThat(one.pingStatus()).isEqualTo(PingStatus.ONLINE);
                    assertThat(one.platformName()).isEqualTo("Debian");
                    assertThat(one.agentVersion()).isEqualTo("3.3.0.0");
                    assertThat(one.iamRole()).isEqualTo("AnyRole");
                    assertThat(one.ipAddress()).isEqualTo("192.0.2.7");
                },
                invalid(
                        "greater than or equal to 5",
                        () -> by.ssm.describeInstanceInformation(request -> request.maxResults(4))),
                invalid(
                        "less than or equal to 50",
                        () -> by.ssm.describeInstanceInformation(request -> request.maxResults(51))),
                as(
                        InvalidNextTokenException.class,
                        "token",
                        () -> by.ssm.describeInstanceInformation(request -> request.nextToken(MADE_UP_TOKEN))),
                as(
                        InvalidFilterKeyException.class,
                        "Colour",
                        () -> by.ssm.describeInstanceInformation(
                                request -> request.filters(information("Colour", "red")))),
                as(
                        InvalidFilterKeyException.class,
                        "tag:",
                        () -> by.ssm.describeInstanceInformation(
                                request -> request.filters(information("tag:", "red")))),
                as(
                        InvalidInstanceInformationFilterValueException.class,
                        "PingStatus",
                        () -> by.ssm.describeInstanceInformation(
                                request -> request.filters(information("PingStatus", "Away")))),
                as(
                        InvalidInstanceIdException.class,
                        "web-1",
                        () -> by.ssm.describeInstanceInformation(
                                request -> request.filters(information("InstanceIds", "web-1")))),
                invalid(
                        "'filters.1.member.values'",
                        () -> by.ssm.describeInstanceInformation(request -> request.filters(information("IamRole")))),
                invalid(
                        "together",
                        () -> by.ssm.describeInstanceInformation(request -> request.filters(information("IamRole", "a"))
                                .instanceInformationFilterList(InstanceInformationFilter.builder()
                                        .key("IamRole")
                                        .valueSet("a")
                                        .build()))));
    }

    private static InstanceInformationStringFilter information(String key, String... values) {
        return InstanceInformationStringFilter.builder().key(key).values(values).build();
    }

    private Asked properties() {
        return ssm(
                "DescribeInstanceProperties",
                () -> {
                    var nodes = nodes(6);
                    var pages = by.ssm.describeInstancePropertiesPaginator(
                            request -> request.maxResults(5).filtersWithOperator(property("InstanceIds", nodes)));
                    assertThat(pages.stream().count()).isEqualTo(2);
                    assertThat(pages.instanceProperties())
                            .extracting(InstanceProperty::instanceId)
                            .containsExactlyInAnyOrder(nodes);
                    assertThat(pages.instanceProperties().stream()
                                    .findFirst()
                                    .orElseThrow()
                                    .platformVersion())
                            .isEqualTo("12");
                },
                invalid(
                        "greater than or equal to 5",
                        () -> by.ssm.describeInstanceProperties(request -> request.maxResults(4))),
                invalid(
                        "less than or equal to 1000",
                        () -> by.ssm.describeInstanceProperties(request -> request.maxResults(1_001))),
                as(
                        InvalidNextTokenException.class,
                        "token",
                        () -> by.ssm.describeInstanceProperties(request -> request.nextToken(MADE_UP_TOKEN))),
                as(
                        InvalidFilterKeyException.class,
                        "Colour",
                        () -> by.ssm.describeInstanceProperties(
                                request -> request.filtersWithOperator(property("Colour", "red")))),
                as(
                        InvalidInstancePropertyFilterValueException.class,
                        "PlatformTypes",
                        () -> by.ssm.describeInstanceProperties(
                                request -> request.filtersWithOperator(property("PlatformTypes", "BeOS")))),
                as(
                        InvalidInstanceIdException.class,
                        "web-1",
                        () -> by.ssm.describeInstanceProperties(
                                request -> request.filtersWithOperator(property("InstanceIds", "web-1")))),
                as(
                        InvalidActivationIdException.class,
                        "mine",
                        () -> by.ssm.describeInstanceProperties(
                                request -> request.filtersWithOperator(property("ActivationIds", "mine")))),
                invalid(
                        "enum value set",
                        () -> by.ssm.describeInstanceProperties(
                                request -> request.instancePropertyFilterList(InstancePropertyFilter.builder()
                                        .key("Colour")
                                        .valueSet("red")
                                        .build()))),
                invalid(
                        "less than or equal to 40",
                        () -> by.ssm.describeInstanceProperties(request -> request.filtersWithOperator(
                                property("IamRole", "r".repeat(41).split(""))))));
    }

    private static InstancePropertyStringFilter property(String key, String... values) {
        return InstancePropertyStringFilter.builder()
                .key(key)
                .values(values)
                .operator(InstancePropertyFilterOperator.EQUAL)
                .build();
    }

    // ── changes ──

    private Asked deregister() {
        return ssm(
                "DeregisterManagedInstance",
                () -> {
                    var node = by.node().value();
                    by.ssm.deregisterManagedInstance(request -> request.instanceId(node));
                    assertThat(by.ssm
                                    .describeInstanceInformation(
                                            request -> request.filters(information("InstanceIds", node)))
                                    .instanceInformationList())
                            .isEmpty();
                },
                as(
                        InvalidInstanceIdException.class,
                        NO_NODE,
                        () -> by.ssm.deregisterManagedInstance(request -> request.instanceId(NO_NODE))),
                as(
                        InvalidInstanceIdException.class,
                        "web-1",
                        () -> by.ssm.deregisterManagedInstance(request -> request.instanceId("web-1"))),
                invalid("'instanceId'", () -> by.ssm.deregisterManagedInstance(request -> {})),
                denied(
                        "ssm:DeregisterManagedInstance",
                        () -> by.plain.deregisterManagedInstance(request -> request.instanceId(NO_NODE))));
    }

    private Asked role() {
        var node = by.node().value();
        return ssm(
                "UpdateManagedInstanceRole",
                () -> {
                    by.ssm.updateManagedInstanceRole(
                            request -> request.instanceId(node).iamRole("service-role/Another"));
                    assertThat(by.ssm
                                    .describeInstanceInformation(
                                            request -> request.filters(information("InstanceIds", node)))
                                    .instanceInformationList()
                                    .getFirst()
                                    .iamRole())
                            .isEqualTo("service-role/Another");
                },
                as(
                        InvalidInstanceIdException.class,
                        NO_NODE,
                        () -> by.ssm.updateManagedInstanceRole(
                                request -> request.instanceId(NO_NODE).iamRole("Any"))),
                invalid("'iamRole'", () -> by.ssm.updateManagedInstanceRole(request -> request.instanceId(node))),
                invalid(
                        "less than or equal to 64",
                        () -> by.ssm.updateManagedInstanceRole(
                                request -> request.instanceId(node).iamRole("r".repeat(65)))),
                invalid(
                        "on one line",
                        () -> by.ssm.updateManagedInstanceRole(
                                request -> request.instanceId(node).iamRole("two\nlines"))),
                denied(
                        "ssm:UpdateManagedInstanceRole",
                        () -> by.plain.updateManagedInstanceRole(
                                request -> request.instanceId(node).iamRole("Any"))));
    }
}
