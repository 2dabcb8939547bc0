package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import dev.postern.testing.Keycloak;
import dev.postern.testing.OneTimeCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in by a real Keycloak with the realm of the documentation, in a real browser. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakIT {
    private static final String PASSWORD = "through-the-looking-glass";

    private String console;
    private PosternProcess postern;
    private Keycloak keycloak;
    private Playwright playwright;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path directory) {
        var ports = PosternProcess.Ports.free();
        var keycloakPorts = PosternProcess.Ports.free();
        console = "http://localhost:" + ports.console();
        postern = PosternProcess.server(
                directory.resolve("home"),
                ports,
                "--postern.oidc.issuer=" + Keycloak.issuer(keycloakPorts.console()),
                "--postern.oidc.client-secret=" + Keycloak.CLIENT_SECRET,
                "--postern.oidc.label=Keycloak",
                "--postern.oidc.administrators=/postern-administrators",
                "--postern.oidc.tags=department,ssm_run_as=SSMSessionRunAs",
                "--postern.oidc.logout-ends-terminals=immediate");
        playwright = ChromiumOnThisMachine.playwright();
        browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
        seesThatNobodyAnswers();
        keycloak = Keycloak.start(keycloakPorts.console(), keycloakPorts.management(), console);
        keycloak.awaitStart();
    }

    @AfterAll
    void stop() {
        browser.close();
        playwright.close();
        keycloak.close();
        postern.close();
    }

    /** Before Keycloak is there: Postern has started all the same, and the button says why it leads nowhere. */
    private void seesThatNobodyAnswers() {
        try (var context = browser.newContext()) {
            var page = context.newPage();
            page.navigate(console + "/login");
            page.getByText("Sign in with Keycloak").click();
            assertThat(page.getByText("The identity provider does not answer")).isVisible();
            assertThat(page.locator("input[name=username]")).isVisible();
        }
    }

    @Test
    void signsInSeesTheConsoleAndSignsOutOfBoth() {
        var id = keycloak.user("alice", PASSWORD, List.of("/postern-administrators"), Map.of(), "");
        try (var context = browser.newContext()) {
            var page = context.newPage();
            page.navigate(console + "/sessions");
            signIn(page, "alice");
            assertThat(heading(page, "Sessions")).isVisible();
            assertThat(userMenu(page, "alice")).isVisible();
            assertThat(page.getByText("Roles")).isVisible();
            assertThat(keycloak.sessionIds(id)).hasSize(1);

            userMenu(page, "alice").click();
            page.getByText("Sign out").click();
            assertThat(page).hasTitle("Sign in · Postern");
            assertThat(keycloak.sessionIds(id)).isEmpty();
            page.navigate(console + "/sessions");
            assertThat(page).hasTitle("Sign in · Postern");
        }
    }

    /** What somebody is called at Keycloak, and which groups they are in there, makes them nobody who was here before. */
    @Test
    void aNameThatIsTakenAndAGroupThatIsNotGivenMakeNobodyAnAdministrator() {
        keycloak.group("administrators");
        keycloak.user("admin", PASSWORD, List.of("/administrators", "/operations/on-call"), Map.of(), "");
        try (var context = browser.newContext()) {
            var page = context.newPage();
            page.navigate(console + "/login");
            signIn(page, "admin");
            assertThat(heading(page, "Nodes")).isVisible();
            assertThat(page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName(Pattern.compile("^admin-[0-9a-f]{8}: "))))
                    .isVisible();
            assertThat(page.getByText("Command line")).isVisible();
            assertThat(page.getByText("Roles")).isHidden();
        }
    }

    @Test
    void aLogoutAtKeycloakEndsTheBrowserSessionAndTheTerminal() {
        var id = keycloak.user("bob", PASSWORD, List.of("/postern-administrators"), Map.of(), "");
        try (var context = browser.newContext()) {
            var page = context.newPage();
            var terminal = new TerminalPage(page);
            page.navigate(console + "/");
            signIn(page, "bob");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect"))
                    .first()
                    .click();
            terminal.awaitShell();
            var another = context.newPage();
            another.navigate(console + "/sessions");
            assertThat(heading(another, "Sessions")).isVisible();

            keycloak.signOut(id);

            terminal.awaitOut();
            another.navigate(console + "/sessions");
            assertThat(another).hasTitle("Sign in · Postern");
        }
    }

    @Test
    void aFrameOfTheProvidersPageEndsTheBrowserSessionToo() {
        var id = keycloak.user("carol", PASSWORD, List.of(), Map.of(), "");
        try (var context = browser.newContext()) {
            var page = context.newPage();
            page.navigate(console + "/sessions");
            signIn(page, "carol");
            assertThat(heading(page, "Sessions")).isVisible();
            var session = keycloak.sessionIds(id).getFirst();

            assertThat(frontChannel(page, "https://idp.example.com", session)).isEqualTo(400);
            assertThat(frontChannel(page, keycloak.issuer(), "not-" + session)).isEqualTo(200);
            page.navigate(console + "/sessions");
            assertThat(heading(page, "Sessions")).isVisible();

            assertThat(frontChannel(page, keycloak.issuer(), session)).isEqualTo(200);
            page.navigate(console + "/sessions");
            assertThat(page).hasTitle("Sign in · Postern");
        }
    }

    private int frontChannel(Page page, String issuer, String session) {
        return page.request()
                .get(
                        console + "/logout/connect/front-channel/oidc",
                        RequestOptions.create().setQueryParam("iss", issuer).setQueryParam("sid", session))
                .status();
    }

    @Test
    void aSecondFactorIsAskedForInTheMiddleOfThings() {
        var secret = "twenty-bytes-of-dave";
        keycloak.user("dave", PASSWORD, List.of("/postern-administrators"), Map.of(), secret);
        try (var context = browser.newContext()) {
            var page = context.newPage();
            page.navigate(console + "/sessions");
            signIn(page, "dave");
            assertThat(heading(page, "Sessions")).isVisible();

            page.navigate(console + "/login/confirm?return=/settings");
            page.locator("#password").fill(PASSWORD);
            page.locator("#kc-login").click();
            page.locator("#otp").fill(OneTimeCode.of(secret, Instant.now()));
            page.locator("#kc-login").click();
            assertThat(heading(page, "Settings")).isVisible();
            assertThat(userMenu(page, "dave")).isVisible();

            page.navigate(console + "/trail");
            page.getByLabel("Search").first().fill("StepUp");
            assertThat(page.getByText("1 entry found")).isVisible();
        }
    }

    private void signIn(Page page, String name) {
        page.getByText("Sign in with Keycloak").click();
        page.locator("#username").fill(name);
        page.locator("#password").fill(PASSWORD);
        page.locator("#kc-login").click();
    }

    private static Locator userMenu(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + ": ")));
    }

    private static Locator heading(Page page, String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
