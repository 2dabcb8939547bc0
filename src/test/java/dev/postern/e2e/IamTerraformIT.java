package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.e2e.PosternProcess.Ports;
import dev.postern.e2e.Terraform.Said;
import dev.postern.testing.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.User;

/** People, roles and policies kept in code by Terraform and its AWS provider, nothing changed in either. */
@Tag("real")
@NullUnmarked
class IamTerraformIT {
    private static final Path SOURCE = Path.of("src", "test", "terraform", "identity", "main.tf");

    private Api api;
    private Terraform terraform;
    private PosternProcess server;
    private IamClient iam;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        var ports = Ports.free();
        var home = directory.resolve("home");
        api = OwnNode.api(home, ports);
        var here = Files.createDirectories(directory.resolve("identity"));
        Files.copy(SOURCE, here.resolve("main.tf"));
        var environment = new HashMap<>(api.environment());
        environment.remove("AWS_CA_BUNDLE");
        terraform = Terraform.in(here, environment); // before the server is started in vain
        server = PosternProcess.server(
                home,
                ports,
                "--postern.bootstrap.access-key-id=" + OwnNode.KEY_ID,
                "--postern.bootstrap.secret-access-key=" + OwnNode.SECRET);
        iam = api.aim(IamClient.builder());
    }

    @AfterEach
    void stop() {
        if (iam != null) iam.close();
        if (server != null) server.close();
    }

    @Test
    void whatItMadeItFindsChangesAndDestroys() throws Exception {
        var made = variables(Map.of());
        said(
                terraform.run("apply", made, "-auto-approve"),
                "Apply complete! Resources: 11 added, 0 changed, 0 destroyed.");
        said(terraform.run("plan", made, "-detailed-exitcode"), "No changes.");
        assertThat(iam.getGroup(request -> request.groupName("engineers")).users())
                .extracting(User::userName)
                .containsExactly("mira");
        assertThat(iam.listAttachedGroupPolicies(request -> request.groupName("engineers"))
                        .attachedPolicies())
                .extracting(AttachedPolicy::policyName)
                .containsExactly("PosternEngineer");

        var changed = variables(Map.of("action", "ssm:SendCommand", "team", "blue"));
        said(
                terraform.run("apply", changed, "-auto-approve"),
                "Apply complete! Resources: 0 added, 5 changed, 0 destroyed.");
        said(terraform.run("plan", changed, "-detailed-exitcode"), "No changes.");
        assertThat(iam.getUser(request -> request.userName("mira")).user().tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactly("team=blue");

        said(terraform.run("destroy", changed, "-auto-approve"), "Destroy complete! Resources: 11 destroyed.");
        assertThat(iam.listUsers().users()).extracting(User::userName).containsExactly("admin");
        assertThat(iam.listRoles().roles()).isEmpty();
    }

    private Map<String, String> variables(Map<String, String> more) {
        var all = new HashMap<>(more);
        all.put("endpoint", api.endpoint().toString());
        all.put("ca", api.ca().toString());
        return all;
    }

    private static void said(Said said, String last) {
        assertThat(said.text()).contains(last);
        assertThat(said.exit()).as(said.text()).isZero();
    }
}
