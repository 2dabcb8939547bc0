package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.e2e.PosternProcess.Ports;
import dev.postern.e2e.Terraform.Said;
import dev.postern.testing.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Activation;
import software.amazon.awssdk.services.ssm.model.DocumentDescription;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Terraform and its AWS provider, nothing changed in either: what people keep in code, from the first apply to the last destroy. */
@Tag("real")
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerraformIT {
    private static final Path SOURCES = Path.of("src", "test", "terraform");
    private static final String DOCUMENT = "Follow-App-Log";
    private static final String PREFERENCES = "SSM-SessionManagerRunShell";
    private static final String TIER = "/ssm/managed-instance/activation-tier";

    private Path directory;
    private PosternProcess server;
    private Api api;
    private SsmClient ssm;
    private KmsClient kms;
    private Terraform life;
    private String node;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        var ports = Ports.free();
        var home = directory.resolve("home");
        Files.copy(SOURCES.resolve("follow.yaml.tftpl"), directory.resolve("follow.yaml.tftpl"));
        api = OwnNode.api(home, ports);
        life = terraform("life", Map.of()); // before the server is started in vain
        server = PosternProcess.server(
                home,
                ports,
                "--postern.bootstrap.access-key-id=" + OwnNode.KEY_ID,
                "--postern.bootstrap.secret-access-key=" + OwnNode.SECRET);
        ssm = api.ssm();
        kms = api.aim(KmsClient.builder());
        node = OwnNode.awaited(ssm); // the machine itself
    }

    private Terraform terraform(String configuration, Map<String, String> more)
            throws IOException, InterruptedException {
        var here = Files.createDirectories(directory.resolve(configuration));
        Files.copy(SOURCES.resolve(configuration).resolve("main.tf"), here.resolve("main.tf"));
        var environment = new HashMap<>(api.environment());
        environment.remove("AWS_CA_BUNDLE");
        environment.putAll(more);
        return Terraform.in(here, environment);
    }

    /** For configurations that say nothing of where Postern is. */
    private Map<String, String> place() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                api.endpoint().toString(),
                "AWS_CA_BUNDLE",
                api.ca().toString());
    }

    @AfterAll
    void stop() {
        if (ssm != null) ssm.close();
        if (kms != null) kms.close();
        if (server != null) server.close();
    }

    @Test
    void whatItMadeItFindsChangesHandsOverAndDestroys() throws Exception {
        var made = variables(Map.of());
        said(life.run("apply", made, "-auto-approve"), "Apply complete! Resources: 6 added, 0 changed, 0 destroyed.");
        said(life.run("plan", made, "-detailed-exitcode"), "No changes.");
        var first = outputs();
        assertThat(first.path("me").path("value").asString()).isEqualTo("arn:aws:iam::000000000000:user/admin");
        assertThat(first.path("nodes").path("value").path(0).asString()).isEqualTo(node);
        assertThat(first.path("ssh").path("value").asString()).isEqualTo("Port");
        assertThat(first.path("follow").path("value").asString()).isEqualTo("tail -f /var/log/app.log");
        var key = first.path("key").path("value").asString();
        assertThat(first.path("key_of_alias").path("value").asString()).isEqualTo(key);
        assertThat(document().defaultVersion()).isEqualTo("1");

        var changed = variables(
                Map.of("command", "tail -F /var/log/app.log", "team", "ops", "tier", "advanced", "limit", "7"));
        said(
                life.run("apply", changed, "-auto-approve"),
                "Apply complete! Resources: 1 added, 3 changed, 1 destroyed."); // an activation never changes
        assertThat(outputs().path("activation")).isNotEqualTo(first.path("activation"));
        changedInPlace(key);

        var taken = terraform("import", place());
        said(
                taken.run(
                        "apply",
                        Map.of("key", key, "command", "tail -F /var/log/app.log", "team", "ops"),
                        "-auto-approve"),
                "Apply complete! Resources: 2 imported, 0 added, 0 changed, 0 destroyed.");

        said(life.run("destroy", changed, "-auto-approve"), "Destroy complete! Resources: 6 destroyed.");
        nothingIsLeft(key);
    }

    private void changedInPlace(String key) {
        assertThat(document().defaultVersion()).isEqualTo("2");
        assertThat(document().latestVersion()).isEqualTo("2");
        assertThat(ssm.getDocument(request -> request.name(DOCUMENT)).content()).contains("tail -F");
        assertThat(ssm.listTagsForResource(request -> request.resourceType(ResourceTypeForTagging.DOCUMENT)
                                .resourceId(DOCUMENT))
                        .tagList())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactly("team=ops");
        assertThat(kms.listResourceTags(request -> request.keyId(key)).tags())
                .extracting(tag -> tag.tagKey() + "=" + tag.tagValue())
                .containsExactly("team=ops");
        assertThat(kms.getKeyRotationStatus(request -> request.keyId(key)).rotationPeriodInDays())
                .isEqualTo(90);
        assertThat(tier()).isEqualTo("advanced");
        assertThat(activations())
                .singleElement()
                .satisfies(
                        activation -> assertThat(activation.registrationLimit()).isEqualTo(7));
    }

    private void nothingIsLeft(String key) {
        for (var name : new String[] {DOCUMENT, PREFERENCES})
            assertThatThrownBy(() -> ssm.describeDocument(request -> request.name(name)))
                    .as(name)
                    .isInstanceOf(InvalidDocumentException.class);
        assertThat(activations()).isEmpty();
        assertThat(tier()).isEqualTo("standard");
        assertThat(kms.listAliases().aliases()).isEmpty();
        assertThat(kms.describeKey(request -> request.keyId(key)).keyMetadata().keyState())
                .isEqualTo(KeyState.PENDING_DELETION);
    }

    @Test
    void whatCannotBeIsSaidAndLeavesNothingBehind() throws Exception {
        var said = terraform("refused", place()).run("apply", Map.of(), "-auto-approve");
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text())
                .contains("UnsupportedOperationException: Keys have no policies of their own")
                .contains("UnsupportedOperationException: CustomerMasterKeySpec can only be SYMMETRIC_DEFAULT")
                .contains("InvalidDocumentContent: sessionType is \"Interactive\"")
                .contains("ServiceSettingNotFound: Setting Id /ssm/opsitem/ssm-patchmanager isn't found");
        assertThatThrownBy(() -> ssm.describeDocument(request -> request.name("Wrong")))
                .isInstanceOf(InvalidDocumentException.class);
    }

    private Map<String, String> variables(Map<String, String> more) {
        var all = new HashMap<>(more);
        all.put("endpoint", api.endpoint().toString());
        all.put("ca", api.ca().toString());
        return all;
    }

    private static void said(Said said, String last) {
        assertThat(said.text()).contains(last);
        assertThat(said.exit()).isZero();
    }

    private JsonNode outputs() throws Exception {
        return JsonMapper.shared()
                .readTree(life.run("output", Map.of(), "-json").text());
    }

    private DocumentDescription document() {
        return ssm.describeDocument(request -> request.name(DOCUMENT)).document();
    }

    /** Beside the one this machine came in by. */
    private List<Activation> activations() {
        return ssm.describeActivations().activationList().stream()
                .filter(activation -> "web".equals(activation.defaultInstanceName()))
                .toList();
    }

    private String tier() {
        return ssm.getServiceSetting(request -> request.settingId(TIER))
                .serviceSetting()
                .settingValue();
    }
}
