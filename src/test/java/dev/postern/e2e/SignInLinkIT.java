package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.postern.access.policies.Policies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

/** The way back in for the owner of the machine, while the server runs. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInLinkIT {
    private Path directory;
    private Path home;
    private PosternProcess.Ports ports;
    private PosternProcess server;

    @BeforeAll
    void start(@TempDir Path directory) {
        this.directory = directory;
        home = directory.resolve("home");
        ports = PosternProcess.Ports.free();
        server = OwnNode.server(home, ports);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void printsALinkThatTheConsoleKnows() throws Exception {
        try (var command = PosternProcess.command(directory, "sign-in-link", "--home=" + home)) {
            assertThat(command.exitCode()).isZero();
            command.await("/login/link?token=");
            assertThat(command.output()).hasSize(1);
            var link = URI.create(command.output().getFirst());
            var first = server.find("(http://\\S+/login/link\\?token=\\S+)")
                    .map(URI::create)
                    .orElseThrow();
            assertThat(link.getAuthority()).isEqualTo(first.getAuthority());
            assertThat(link).isNotEqualTo(first);
            try (var client = HttpClient.newHttpClient()) {
                assertThat(client.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    /** Every administrator there is may be kept from administering: this one is new. */
    @Test
    void aNewAdministratorMayEverything() throws Exception {
        try (IamClient iam = OwnNode.api(home, ports).aim(IamClient.builder())) {
            iam.detachGroupPolicy(request -> request.groupName("administrators").policyArn(Policies.ADMINISTRATOR));
            assertThatThrownBy(() -> iam.getUser(request -> request.userName("admin")))
                    .isInstanceOf(IamException.class)
                    .hasMessageContaining("is not authorized to perform: iam:GetUser");
        }
        var arguments = new String[] {"sign-in-link", "--new-administrator", "--user=rescue", "--home=" + home};
        String link;
        try (var command = PosternProcess.command(directory, arguments)) {
            assertThat(command.exitCode()).isZero();
            command.await("/login/link?token=");
            link = command.output().getFirst();
        }
        try (var again = PosternProcess.command(directory, arguments)) {
            assertThat(again.exitCode()).isEqualTo(1);
            again.await("There is a user rescue already.");
        }
        try (var playwright = ChromiumOnThisMachine.playwright();
                var browser = playwright.chromium().launch(ChromiumOnThisMachine.options())) {
            var page = browser.newPage();
            page.navigate(link);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                    .click();
            page.waitForURL(address -> !address.contains("/login/"));
            page.navigate(link.replaceFirst("/login/link.*", "/users/admin"));
            PlaywrightAssertions.assertThat(page.getByText("arn:aws:iam::000000000000:user/admin"))
                    .isVisible();
        }
    }

    @Test
    void theSocketIsForTheHomesOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("owner.sock"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
    }

    @Test
    void nobodyIsRefusedByName() throws InterruptedException {
        try (var command = PosternProcess.command(directory, "sign-in-link", "--user=nobody", "--home=" + home)) {
            assertThat(command.exitCode()).isEqualTo(1);
            command.await("There is no user nobody.");
        }
    }

    @Test
    void withoutAServerItSaysWhereItLooked() throws InterruptedException {
        var empty = directory.resolve("empty");
        try (var command = PosternProcess.command(directory, "sign-in-link", "--home=" + empty)) {
            assertThat(command.exitCode()).isEqualTo(1);
            command.await("No server runs on the home " + empty);
        }
    }

    @Test
    void wrongUsageIsTwoAndHelpNamesTheExitCodes() throws InterruptedException {
        try (var wrong = PosternProcess.command(directory, "sign-in-link", "admin")) {
            assertThat(wrong.exitCode()).isEqualTo(2);
        }
        try (var help = PosternProcess.command(directory, "sign-in-link", "--help")) {
            assertThat(help.exitCode()).isZero();
            help.await("--user=NAME");
            help.await("wrong usage");
        }
    }
}
