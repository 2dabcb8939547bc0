package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.ssm;
import static dev.postern.api.SdkCaller.MADE_UP_TOKEN;
import static dev.postern.api.SdkCaller.NO_UUID;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.ssm.model.Activation;
import software.amazon.awssdk.services.ssm.model.DescribeActivationsFilter;
import software.amazon.awssdk.services.ssm.model.InvalidActivationIdException;
import software.amazon.awssdk.services.ssm.model.InvalidFilterException;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.InvalidParametersException;
import software.amazon.awssdk.services.ssm.model.RegistrationMetadataItem;
import software.amazon.awssdk.services.ssm.model.ServiceSettingNotFoundException;
import software.amazon.awssdk.services.ssm.model.Tag;

/** What is asked of an account's activations and of its service settings. */
record AskedOfAccounts(SdkCaller by) {
    private static final String TIER = "/ssm/managed-instance/activation-tier";
    private static final String NO_SETTING = "/ssm/opsinsights/opscenter";

    List<Asked> all() {
        return List.of(create(), describe(), delete(), get(), update(), reset());
    }

    // ── activations ──

    private List<Activation> shown(String key, String... values) {
        return by.ssm
                .describeActivations(request -> request.filters(filter(key, values)))
                .activationList();
    }

    private static DescribeActivationsFilter filter(String key, String... values) {
        return DescribeActivationsFilter.builder()
                .filterKey(key)
                .filterValues(values)
                .build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private Asked create() {
        return ssm(
                "CreateActivation",
                () -> {
                    var made = by.ssm.createActivation(request -> request.iamRole("AnyRole")
                            .description("for the web servers")
                            .defaultInstanceName("web")
                            .registrationLimit(1_000)
                            .expirationDate(Instant.now().plus(Duration.ofDays(29)))
                            .tags(tag("team", "web")));
                    assertThat(made.activationCode()).hasSizeBetween(20, 250);
                    var shown = shown("ActivationIds", made.activationId()).getFirst();
                    assertThat(shown.description()).isEqualTo("for the web servers");
                    assertThat(shown.defaultInstanceName()).isEqualTo("web");
                    assertThat(shown.registrationLimit()).isEqualTo(1_000);
                    assertThat(shown.tags()).containsExactly(tag("team", "web"));
                },
                invalid("'iamRole'", () -> by.ssm.createActivation(request -> {})),
                invalid(
                        "less than or equal to 64",
                        () -> by.ssm.createActivation(request -> request.iamRole("r".repeat(65)))),
                invalid("on one line", () -> by.ssm.createActivation(request -> request.iamRole("two\nlines"))),
                invalid(
                        "less than or equal to 256",
                        () -> by.ssm.createActivation(
                                request -> request.iamRole("r").description("d".repeat(257)))),
                invalid(
                        "on one line",
                        () -> by.ssm.createActivation(
                                request -> request.iamRole("r").description("two\nlines"))),
                invalid(
                        "'defaultInstanceName'",
                        () -> by.ssm.createActivation(
                                request -> request.iamRole("r").defaultInstanceName("a#b"))),
                invalid(
                        "'registrationLimit'",
                        () -> by.ssm.createActivation(
                                request -> request.iamRole("r").registrationLimit(0))),
                invalid(
                        "less than or equal to 1000",
                        () -> by.ssm.createActivation(
                                request -> request.iamRole("r").registrationLimit(1_001))),
                as(
                        InvalidParametersException.class,
                        "ExpirationDate",
                        () -> by.ssm.createActivation(request -> request.iamRole("r")
                                .expirationDate(Instant.now().plus(Duration.ofDays(31))))),
                as(
                        InvalidParametersException.class,
                        "ExpirationDate",
                        () -> by.ssm.createActivation(request -> request.iamRole("r")
                                .expirationDate(Instant.now().minusSeconds(60)))),
                invalid(
                        "'tags.1.member.key'",
                        () -> by.ssm.createActivation(
                                request -> request.iamRole("r").tags(tag("a#b", "")))),
                invalid(
                        "must not begin with aws:",
                        () -> by.ssm.createActivation(
                                request -> request.iamRole("r").tags(tag("aws:team", "")))),
                invalid(
                        "'registrationMetadata.1.member.key'",
                        () -> by.ssm.createActivation(request -> request.iamRole("r")
                                .registrationMetadata(RegistrationMetadataItem.builder()
                                        .key(" ")
                                        .value("v")
                                        .build()))),
                denied("ssm:CreateActivation", () -> by.plain.createActivation(request -> request.iamRole("r"))));
    }

    private Asked describe() {
        return ssm(
                "DescribeActivations",
                () -> {
                    for (int i = 0; i < 3; i++) by.ssm.createActivation(request -> request.iamRole("Described"));
                    var pages = by.ssm.describeActivationsPaginator(
                            request -> request.maxResults(2).filters(filter("IamRole", "Described")));
                    assertThat(pages.stream().map(page -> page.activationList().size()))
                            .containsExactly(2, 1);
                    assertThat(pages.activationList())
                            .extracting(Activation::expired)
                            .containsOnly(false);
                    assertThat(shown("DefaultInstanceName", "nobody is called so"))
                            .isEmpty();
                },
                as(InvalidFilterException.class, "Colour", () -> shown("Colour", "red")),
                invalid("'maxResults'", () -> by.ssm.describeActivations(request -> request.maxResults(0))),
                invalid(
                        "less than or equal to 50",
                        () -> by.ssm.describeActivations(request -> request.maxResults(51))),
                as(
                        InvalidNextTokenException.class,
                        "token",
                        () -> by.ssm.describeActivations(request -> request.nextToken(MADE_UP_TOKEN))),
                denied("ssm:DescribeActivations", () -> by.plain.describeActivations(_ -> {})));
    }

    private Asked delete() {
        return ssm(
                "DeleteActivation",
                () -> {
                    var id = by.ssm
                            .createActivation(request -> request.iamRole("AnyRole"))
                            .activationId();
                    by.ssm.deleteActivation(request -> request.activationId(id));
                    assertThat(shown("ActivationIds", id)).isEmpty();
                },
                as(
                        InvalidActivationIdException.class,
                        NO_UUID,
                        () -> by.ssm.deleteActivation(request -> request.activationId(NO_UUID))),
                invalid("'activationId'", () -> by.ssm.deleteActivation(request -> {})),
                invalid(
                        "regular expression",
                        () -> by.ssm.deleteActivation(request -> request.activationId("Z".repeat(36)))),
                invalid(
                        "less than or equal to 36",
                        () -> by.ssm.deleteActivation(request -> request.activationId("0".repeat(37)))),
                denied(
                        "ssm:DeleteActivation",
                        () -> by.plain.deleteActivation(request -> request.activationId(NO_UUID))));
    }

    // ── service settings ──

    private Asked get() {
        return ssm(
                "GetServiceSetting",
                () -> {
                    var setting = by.ssm
                            .getServiceSetting(
                                    request -> request.settingId("/ssm/parameter-store/high-throughput-enabled"))
                            .serviceSetting();
                    assertThat(setting.settingId()).isEqualTo("/ssm/parameter-store/high-throughput-enabled");
                    assertThat(setting.settingValue()).isEqualTo("false");
                    assertThat(setting.status()).isEqualTo("Default");
                    assertThat(by.ssm
                                    .getServiceSetting(request -> request.settingId(setting.arn()))
                                    .serviceSetting())
                            .isEqualTo(setting);
                },
                as(
                        ServiceSettingNotFoundException.class,
                        NO_SETTING,
                        () -> by.ssm.getServiceSetting(request -> request.settingId(NO_SETTING))),
                invalid("'settingId'", () -> by.ssm.getServiceSetting(request -> {})),
                invalid(
                        "less than or equal to 1000",
                        () -> by.ssm.getServiceSetting(request -> request.settingId("/".repeat(1_001)))),
                denied("ssm:GetServiceSetting", () -> by.plain.getServiceSetting(request -> request.settingId(TIER))));
    }

    private Asked update() {
        return ssm(
                "UpdateServiceSetting",
                () -> {
                    by.ssm.updateServiceSetting(
                            request -> request.settingId(TIER).settingValue("advanced"));
                    var setting = by.ssm
                            .getServiceSetting(request -> request.settingId(TIER))
                            .serviceSetting();
                    assertThat(setting.settingValue()).isEqualTo("advanced");
                    assertThat(setting.status()).isEqualTo("Customized");
                },
                as(
                        ServiceSettingNotFoundException.class,
                        NO_SETTING,
                        () -> by.ssm.updateServiceSetting(
                                request -> request.settingId(NO_SETTING).settingValue("Enabled"))),
                invalid(
                        TIER,
                        () -> by.ssm.updateServiceSetting(
                                request -> request.settingId(TIER).settingValue("gold"))),
                invalid("'settingValue'", () -> by.ssm.updateServiceSetting(request -> request.settingId(TIER))),
                invalid(
                        "less than or equal to 4096",
                        () -> by.ssm.updateServiceSetting(
                                request -> request.settingId(TIER).settingValue("v".repeat(4_097)))),
                denied(
                        "ssm:UpdateServiceSetting",
                        () -> by.plain.updateServiceSetting(
                                request -> request.settingId(TIER).settingValue("advanced"))));
    }

    private Asked reset() {
        return ssm(
                "ResetServiceSetting",
                () -> {
                    by.ssm.updateServiceSetting(
                            request -> request.settingId(TIER).settingValue("advanced"));
                    var setting = by.ssm
                            .resetServiceSetting(request -> request.settingId(TIER))
                            .serviceSetting();
                    assertThat(setting.settingValue()).isEqualTo("standard");
                    assertThat(setting.status()).isEqualTo("Default");
                },
                as(
                        ServiceSettingNotFoundException.class,
                        NO_SETTING,
                        () -> by.ssm.resetServiceSetting(request -> request.settingId(NO_SETTING))),
                invalid(
                        "greater than or equal to 1",
                        () -> by.ssm.resetServiceSetting(request -> request.settingId(""))),
                denied(
                        "ssm:ResetServiceSetting",
                        () -> by.plain.resetServiceSetting(request -> request.settingId(TIER))));
    }
}
