package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.inventory.Facts;
import dev.postern.inventory.Nodes;
import dev.postern.testing.HandClock;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DescribeInstancePropertiesRequest;
import software.amazon.awssdk.services.ssm.model.InstanceProperty;
import software.amazon.awssdk.services.ssm.model.InstancePropertyFilter;
import software.amazon.awssdk.services.ssm.model.InstancePropertyFilterOperator;
import software.amazon.awssdk.services.ssm.model.InstancePropertyStringFilter;
import software.amazon.awssdk.services.ssm.model.InvalidActivationIdException;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidInstancePropertyFilterValueException;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.PingStatus;
import software.amazon.awssdk.services.ssm.model.ServiceSettingNotFoundException;

/** Service settings, and what nodes are and may be called, by AWS's own SDK. */
class SettingsSdkIT {
    private static final String TIER = "/ssm/managed-instance/activation-tier";

    @AutoClose
    private final ApiUnderTest api = new ApiUnderTest(Clock.systemUTC()); // the SDK has no other time

    @AutoClose
    private final SsmClient ssm = AwsSdk.ssm(api, api.administrator());

    private NewEntry latest() {
        return api.bean(Trail.class).latest(Long.MAX_VALUE, 1).getFirst().event();
    }

    // ── service settings ──

    @Test
    void aSettingIsReadChangedAndReset() {
        var before = ssm.getServiceSetting(request -> request.settingId(TIER)).serviceSetting();
        assertThat(before.settingValue()).isEqualTo("standard");
        assertThat(before.status()).isEqualTo("Default");
        assertThat(before.arn()).isEqualTo("arn:aws:ssm:local:000000000000:servicesetting" + TIER);

        ssm.updateServiceSetting(request -> request.settingId(before.arn()).settingValue("advanced"));
        assertThat(latest().action()).isEqualTo("UpdateServiceSetting");
        assertThat(latest().resource()).isEqualTo(before.arn());
        assertThat(latest().details()).containsEntry("value", "advanced");
        var changed = ssm.getServiceSetting(request -> request.settingId(TIER)).serviceSetting();
        assertThat(changed.settingId()).isEqualTo(TIER);
        assertThat(changed.settingValue()).isEqualTo("advanced");
        assertThat(changed.status()).isEqualTo("Customized");
        assertThat(changed.lastModifiedUser()).isEqualTo("arn:aws:iam::000000000000:user/admin");
        assertThat(changed.lastModifiedDate()).isNotNull();

        var reset = ssm.resetServiceSetting(request -> request.settingId(TIER)).serviceSetting();
        assertThat(reset.settingValue()).isEqualTo("standard");
        assertThat(reset.status()).isEqualTo("Default");
        assertThat(latest().action()).isEqualTo("ResetServiceSetting");
    }

    @Test
    void everySettingThatIsHereHasADefaultAndKnowsItsValues() {
        Map.of(
                        TIER,
                        "gold",
                        "/ssm/managed-instance/default-ec2-instance-management-role",
                        "no spaces",
                        "/ssm/parameter-store/default-parameter-tier",
                        "standard",
                        "/ssm/parameter-store/high-throughput-enabled",
                        "True",
                        "/ssm/documents/console/public-sharing-permission",
                        "Enabled")
                .forEach((id, wrong) -> {
                    assertThat(ssm.getServiceSetting(request -> request.settingId(id))
                                    .serviceSetting()
                                    .settingValue())
                            .isNotBlank();
                    assertThatThrownBy(() -> ssm.updateServiceSetting(
                                    request -> request.settingId(id).settingValue(wrong)))
                            .isInstanceOfSatisfying(
                                    AwsServiceException.class,
                                    error -> assertThat(error.awsErrorDetails().errorCode())
                                            .isEqualTo("ValidationException"))
                            .hasMessageContaining(id);
                });
        assertThat(latest().outcome()).isEqualTo(Outcome.FAILED);
        ssm.updateServiceSetting(
                request -> request.settingId("/ssm/managed-instance/default-ec2-instance-management-role")
                        .settingValue("service-role/AnyRole"));
    }

    @Test
    void aSettingOfAServiceThatIsNotHereIsNotFound() {
        for (var id : List.of(
                "/ssm/opsinsights/opscenter", "nothing", "arn:aws:ssm:local:111122223333:servicesetting" + TIER)) {
            assertThatThrownBy(() -> ssm.getServiceSetting(request -> request.settingId(id)))
                    .isInstanceOf(ServiceSettingNotFoundException.class);
            assertThatThrownBy(() -> ssm.updateServiceSetting(
                            request -> request.settingId(id).settingValue("x")))
                    .isInstanceOf(ServiceSettingNotFoundException.class);
            assertThatThrownBy(() -> ssm.resetServiceSetting(request -> request.settingId(id)))
                    .isInstanceOf(ServiceSettingNotFoundException.class);
        }
    }

    @Test
    void settingsAndRolesOfNodesAreForAdministrators() {
        var node = api.node("web-1").id().value();
        try (var alice = AwsSdk.ssm(api, api.keyOf("alice", Set.of()))) {
            assertThatThrownBy(() -> alice.getServiceSetting(request -> request.settingId(TIER)))
                    .hasMessageContaining("ssm:GetServiceSetting");
            assertThatThrownBy(() -> alice.updateServiceSetting(
                            request -> request.settingId(TIER).settingValue("advanced")))
                    .hasMessageContaining("ssm:UpdateServiceSetting");
            assertThatThrownBy(() -> alice.resetServiceSetting(request -> request.settingId(TIER)))
                    .hasMessageContaining("ssm:ResetServiceSetting");
            assertThatThrownBy(() -> alice.updateManagedInstanceRole(
                            request -> request.instanceId(node).iamRole("Another")))
                    .hasMessageContaining("ssm:UpdateManagedInstanceRole");
            assertThatThrownBy(() -> alice.describeInstanceProperties(_ -> {}))
                    .hasMessageContaining("ssm:DescribeInstanceProperties");
        }
    }

    // ── nodes ──

    private String node(String name, String version, Map<String, String> tags) {
        var id = api.node(name).id();
        api.bean(Nodes.class).tag(id, tags);
        api.bean(Nodes.class)
                .heartbeat(id, new Facts(name, "10.0.0.1", "Linux", "Debian", "12", "amazon-ssm-agent", version));
        return id.value();
    }

    private List<String> names(DescribeInstancePropertiesRequest request) {
        return ssm.describeInstanceProperties(request).instanceProperties().stream()
                .map(InstanceProperty::name)
                .sorted()
                .toList();
    }

    private List<String> by(String key, InstancePropertyFilterOperator operator, String... values) {
        return names(DescribeInstancePropertiesRequest.builder()
                .filtersWithOperator(filter(key, operator, values))
                .build());
    }

    private static InstancePropertyStringFilter filter(
            String key, InstancePropertyFilterOperator operator, String... values) {
        return InstancePropertyStringFilter.builder()
                .key(key)
                .values(values)
                .operator(operator)
                .build();
    }

    private List<String> byOldForm(String key, String... values) {
        return names(DescribeInstancePropertiesRequest.builder()
                .instancePropertyFilterList(InstancePropertyFilter.builder()
                        .key(key)
                        .valueSet(values)
                        .build())
                .build());
    }

    @Test
    void propertiesOfNodesAreDescribed() {
        var id = node("web-1", "3.2.9.0", Map.of());
        var properties =
                ssm.describeInstanceProperties(_ -> {}).instanceProperties().getFirst();
        assertThat(properties.instanceId()).isEqualTo(id);
        assertThat(properties.name()).isEqualTo("web-1");
        assertThat(properties.pingStatus()).isEqualTo(PingStatus.CONNECTION_LOST);
        assertThat(properties.agentVersion()).isEqualTo("3.2.9.0");
        assertThat(properties.iamRole()).isEqualTo("AnyRole");
        assertThat(properties.resourceType()).isEqualTo("ManagedInstance");
        assertThat(properties.registrationDate()).isNotNull();
    }

    @Test
    void bothFormsOfFiltersFind() {
        var web = node("web-1", "3.2.9.0", Map.of("env", "prod"));
        node("web-2", "3.2.10.0", Map.of("env", "staging"));
        node("db-1", "3.3.0.0", Map.of());

        assertThat(byOldForm("InstanceIds", web)).containsExactly("web-1");
        assertThat(byOldForm("PlatformTypes", "Linux", "Windows")).hasSize(3);
        assertThat(byOldForm("AssociationStatus", "Success")).isEmpty();
        assertThat(by("AgentVersion", InstancePropertyFilterOperator.EQUAL, "3.2.9.0", "3.3.0.0"))
                .containsExactly("db-1", "web-1");
        assertThat(by("AgentVersion", InstancePropertyFilterOperator.LESS_THAN, "3.2.10.0"))
                .containsExactly("web-1");
        assertThat(by("AgentVersion", InstancePropertyFilterOperator.GREATER_THAN, "3.2.9.0"))
                .containsExactly("db-1", "web-2");
        assertThat(by("AgentVersion", InstancePropertyFilterOperator.BEGIN_WITH, "3.2."))
                .containsExactly("web-1", "web-2");
        assertThat(by("tag:env", InstancePropertyFilterOperator.EQUAL, "prod")).containsExactly("web-1");
        assertThat(by("tag:env", InstancePropertyFilterOperator.NOT_EQUAL, "prod"))
                .containsExactly("db-1", "web-2");
        assertThat(by("tag-key", InstancePropertyFilterOperator.EQUAL, "env")).containsExactly("web-1", "web-2");
        assertThat(by("tag-key", InstancePropertyFilterOperator.NOT_EQUAL, "env"))
                .containsExactly("db-1");
        assertThat(names(DescribeInstancePropertiesRequest.builder()
                        .filtersWithOperator(
                                filter("tag:env", InstancePropertyFilterOperator.BEGIN_WITH, "p", "s"),
                                filter("AgentVersion", InstancePropertyFilterOperator.NOT_EQUAL, "3.2.9.0"))
                        .build()))
                .containsExactly("web-2");
    }

    @Test
    void aFilterThatCannotBeIsNamed() {
        assertThatThrownBy(() -> by("Colour", InstancePropertyFilterOperator.EQUAL, "red"))
                .isInstanceOf(InvalidFilterKeyException.class)
                .hasMessageContaining("Colour");
        assertThatThrownBy(() -> byOldForm("PingStatus", "Away"))
                .isInstanceOf(InvalidInstancePropertyFilterValueException.class);
        assertThatThrownBy(() -> byOldForm("InstanceIds", "web-1")).isInstanceOf(InvalidInstanceIdException.class);
        assertThatThrownBy(() -> byOldForm("ActivationIds", "mine")).isInstanceOf(InvalidActivationIdException.class);
        assertThatThrownBy(() -> byOldForm("Colour", "red")).hasMessageContaining("enum value set");
        assertThatThrownBy(() -> ssm.describeInstanceProperties(request -> request.maxResults(4)))
                .hasMessageContaining("maxResults");
        assertThatThrownBy(() -> ssm.describeInstanceProperties(request -> request.nextToken("made-up")))
                .isInstanceOf(InvalidNextTokenException.class);
        assertThatThrownBy(
                        () -> ssm.describeInstanceProperties(request -> request.instancePropertyFilterList(List.of())))
                .hasMessageContaining("instancePropertyFilterList");
    }

    @Test
    void propertiesComePageByPage() {
        for (int i = 0; i < 12; i++) node("web-" + i, "3.2.9.0", Map.of());
        assertThat(ssm.describeInstancePropertiesPaginator(request -> request.maxResults(5))
                        .instanceProperties())
                .extracting(InstanceProperty::instanceId)
                .hasSize(12)
                .doesNotHaveDuplicates();
        assertThat(ssm.describeInstancePropertiesPaginator(request -> request.maxResults(5)))
                .hasSize(3);
    }

    @Test
    void aNodeIsGivenAnotherRole() {
        var id = node("web-1", "3.2.9.0", Map.of());
        ssm.updateManagedInstanceRole(request -> request.instanceId(id).iamRole("Another"));
        assertThat(latest().action()).isEqualTo("UpdateManagedInstanceRole");
        assertThat(latest().details()).containsEntry("iamRole", "Another");
        assertThat(ssm.describeInstanceInformation()
                        .instanceInformationList()
                        .getFirst()
                        .iamRole())
                .isEqualTo("Another");
        assertThatThrownBy(() -> ssm.updateManagedInstanceRole(
                        request -> request.instanceId("mi-00000000000000000").iamRole("Another")))
                .isInstanceOf(InvalidInstanceIdException.class);
        assertThatThrownBy(() -> ssm.updateManagedInstanceRole(
                        request -> request.instanceId(id).iamRole("x".repeat(65))))
                .hasMessageContaining("iamRole");
        assertThatThrownBy(() -> ssm.updateManagedInstanceRole(
                        request -> request.instanceId(id).iamRole("two\nlines")))
                .hasMessageContaining("on one line");
    }

    @Test
    void eachOfThemIsThrottled() {
        var calls = Map.of(
                "GetServiceSetting", "{\"SettingId\":\"" + TIER + "\"}",
                "UpdateServiceSetting", "{\"SettingId\":\"" + TIER + "\",\"SettingValue\":\"advanced\"}",
                "ResetServiceSetting", "{\"SettingId\":\"" + TIER + "\"}",
                "DescribeInstanceProperties", "{}",
                "UpdateManagedInstanceRole", "{\"InstanceId\":\"mi-00000000000000000\",\"IamRole\":\"x\"}",
                "DescribeInstanceInformation", "{}",
                "GetConnectionStatus", "{\"Target\":\"mi-00000000000000000\"}",
                "StartSession", "{\"Target\":\"mi-00000000000000000\"}");
        try (var slow = new ApiUnderTest(new HandClock(), "postern.api.rate=1", "postern.api.burst=1")) {
            var key = slow.administrator();
            assertThat(slow.ssm(key, "DescribeInstanceInformation", "{}").status())
                    .isEqualTo(200);
            calls.forEach((operation, body) -> assertThat(
                            slow.ssm(key, operation, body).type())
                    .as(operation)
                    .isEqualTo("ThrottlingException"));
        }
    }
}
