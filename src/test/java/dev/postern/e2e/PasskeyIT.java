package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.postern.e2e.ConsoleSteps.button;
import static dev.postern.e2e.ConsoleSteps.giveAdministrators;
import static dev.postern.e2e.ConsoleSteps.heading;
import static dev.postern.e2e.ConsoleSteps.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A passkey is made with Chromium's own authenticator, signs in without a name or a password, and is enough where a policy asks for a fresh proof. */
class PasskeyIT {
    private static final String ASKS = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "ssm:StartSession", "Resource": "*",
              "Condition": {"Null": {"postern:StepUpAge": "true"}}}}""";

    private String console = "";

    @Test
    void fromMakingOneToSigningInAndConfirmingByIt(@TempDir Path directory) {
        var ports = PosternProcess.Ports.free();
        try (var server = PosternProcess.server(directory.resolve("home"), ports, "--postern.local-node.enabled=true");
                var playwright = ChromiumOnThisMachine.playwright();
                var browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
                var context = browser.newContext()) {
            console = server.find("Console\\s+(http\\S+)").orElseThrow();
            var password = server.find("password\\s+(\\S+)").orElseThrow();
            var page = context.newPage();
            var authenticator = new Authenticator(context, page);

            page.navigate(console + "/settings");
            signIn(page, password);
            make(page, password);
            rename(page);

            context.clearCookies();
            page.navigate(console + "/sessions");
            var before = cookie(context);
            button(page, "Use a passkey").click();
            assertThat(heading(page, "Sessions")).isVisible();
            assertThat(cookie(context)).isNotEqualTo(before);
            page.navigate(console + "/settings");
            assertThat(page.getByText(Pattern.compile("Red key")).first()).isVisible();
            assertThat(page.getByText(Pattern.compile("last used"))).isVisible();

            giveAdministrators(page, console, "Confirmed", ASKS);
            page.navigate(console + "/");
            button(page, "Why not?").click();
            page.getByText("Confirm that it is you").click();
            assertThat(page.getByText("use one of your passkeys")).isVisible();
            var signedIn = cookie(context);
            button(page, "Use a passkey").click();
            assertThat(button(page, "Connect")).isVisible();
            assertThat(cookie(context)).isNotEqualTo(signedIn);
            button(page, "Connect").click();
            new TerminalPage(page).awaitState("live");

            page.navigate(console + "/settings");
            button(page, "Remove Red key").click();
            button(page.getByRole(AriaRole.ALERTDIALOG), "Remove").click();
            assertThat(page.getByText("The passkey is gone")).isVisible();
            context.clearCookies();
            page.navigate(console + "/settings");
            button(page, "Use a passkey").click();
            assertThat(page.getByText("That passkey did not work")).isVisible();

            authenticator.verifies(false);
            button(page, "Use a passkey").click();
            assertThat(page.getByText("Nothing was confirmed")).isVisible();
            page.navigate(console + "/sessions");
            assertThat(page).hasTitle(Pattern.compile("Sign in"));
        }
    }

    private void make(Page page, String password) {
        button(page, "Add a passkey").click();
        var dialog = page.getByRole(AriaRole.DIALOG).filter(new Locator.FilterOptions().setHasText("Add a passkey"));
        dialog.getByLabel("Name").fill("Laptop");
        dialog.getByLabel("Present password").fill("not-" + password);
        button(dialog, "Make it").click();
        assertThat(dialog.getByText("not your present password")).isVisible();
        dialog.getByLabel("Present password").fill(password);
        button(dialog, "Make it").click();
        assertThat(page.getByText("The passkey is ready")).isVisible();
        assertThat(page.getByText("not used yet")).isVisible();
        // a password alone was enough for the first, and is not for a second
        button(page, "Add a passkey").click();
        assertThat(page.getByText("Confirm first that it is you")).isVisible();
    }

    private static void rename(Page page) {
        button(page, "Rename Laptop").click();
        var dialog =
                page.getByRole(AriaRole.DIALOG).filter(new Locator.FilterOptions().setHasText("Rename this passkey"));
        dialog.getByLabel("Name").fill("Red key");
        button(dialog, "Rename").click();
        assertThat(button(page, "Rename Red key")).isVisible();
    }

    /** Chromium's own, of the kind that is built into a laptop. */
    private static final class Authenticator {
        private final CDPSession cdp;
        private final String id;

        Authenticator(BrowserContext context, Page page) {
            cdp = context.newCDPSession(page);
            cdp.send("WebAuthn.enable");
            var options = new JsonObject();
            options.addProperty("protocol", "ctap2");
            options.addProperty("transport", "internal");
            options.addProperty("hasResidentKey", true);
            options.addProperty("hasUserVerification", true);
            options.addProperty("isUserVerified", true);
            options.addProperty("automaticPresenceSimulation", true);
            var wanted = new JsonObject();
            wanted.add("options", options);
            id = cdp.send("WebAuthn.addVirtualAuthenticator", wanted)
                    .get("authenticatorId")
                    .getAsString();
        }

        void verifies(boolean verifies) {
            var wanted = new JsonObject();
            wanted.addProperty("authenticatorId", id);
            wanted.addProperty("isUserVerified", verifies);
            cdp.send("WebAuthn.setUserVerified", wanted);
        }
    }

    private static String cookie(BrowserContext context) {
        return context.cookies().stream()
                .filter(cookie -> cookie.name.endsWith("SESSION"))
                .map((Cookie cookie) -> cookie.value)
                .findFirst()
                .orElseThrow();
    }
}
