package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.postern.e2e.ConsoleSteps.button;
import static dev.postern.e2e.ConsoleSteps.giveAdministrators;
import static dev.postern.e2e.ConsoleSteps.heading;
import static dev.postern.e2e.ConsoleSteps.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.postern.testing.Authenticator;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authenticator is set up; from then on a password is not enough, and policies can ask for a code in the middle of things. */
class SecondFactorIT {
    private static final String ASKS = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Resource": "*",
              "Action": ["ssm:StartSession", "cloudtrail:LookupEvents"],
              "Condition": {"Null": {"postern:StepUpAge": "true"}}}}""";

    private String console = "";
    private String key = "";
    private int stepsAhead;

    @Test
    void fromSettingItUpToBeingAskedInTheMiddleOfThings(@TempDir Path directory) {
        var ports = PosternProcess.Ports.free();
        try (var server = PosternProcess.server(directory.resolve("home"), ports, "--postern.local-node.enabled=true");
                var playwright = ChromiumOnThisMachine.playwright();
                var browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
                var first = browser.newContext();
                var second = browser.newContext();
                var third = browser.newContext()) {
            console = server.find("Console\\s+(http\\S+)").orElseThrow();
            var password = server.find("password\\s+(\\S+)").orElseThrow();
            var page = first.newPage();
            page.navigate(console + "/settings");
            signIn(page, password);
            var recovery = setUp(page, password);

            var other = second.newPage();
            other.navigate(console + "/sessions");
            signIn(other, password);
            assertThat(other.getByText("One more step")).isVisible();
            aPasswordAloneOpensNothing(other);
            other.navigate(console + "/login/code");
            confirm(other, "000000");
            assertThat(other.getByText("That code did not match")).isVisible();
            confirm(other, recovery.getFirst());
            assertThat(heading(other, "Sessions")).isVisible();

            var later = third.newPage();
            later.navigate(console + "/sessions");
            signIn(later, password);
            confirm(later, code());
            assertThat(heading(later, "Sessions")).isVisible();

            giveAdministrators(later, console, "Confirmed", ASKS);
            later.navigate(console + "/trail");
            assertThat(later.getByText("Confirm that it is you")).isVisible();
            later.navigate(console + "/");
            button(later, "Why not?").click();
            later.getByText("Confirm that it is you").click();
            assertThat(heading(later, "Confirm that it is you")).isVisible();
            confirm(later, recovery.getFirst());
            assertThat(later.getByText("That code did not match")).isVisible();
            confirm(later, recovery.get(1));
            assertThat(button(later, "Connect")).isVisible();
            later.navigate(console + "/trail");
            assertThat(later.getByText("StepUp").first()).isVisible();
            later.navigate(console + "/");
            button(later, "Connect").click();
            new TerminalPage(later).awaitState("live");
        }
    }

    /** Whoever has typed a right password and no code is nobody. */
    private void aPasswordAloneOpensNothing(Page page) {
        for (var path : new String[] {"/login/confirm", "/settings", "/policies", "/sessions"}) {
            page.navigate(console + path);
            assertThat(page).hasTitle(Pattern.compile("Sign in"));
        }
        var ticket = page.evaluate(
                "async url => (await fetch(url, {method: 'POST', redirect: 'manual'})).status",
                console + "/terminal/admin-0123456789abcdef0/ticket");
        assertThat(((Number) ticket).intValue()).isIn(401, 403);
    }

    /** Answers the recovery codes. */
    private List<String> setUp(Page page, String password) {
        button(page, "Set up an authenticator").click();
        var dialog = page.getByRole(AriaRole.DIALOG).filter(new Locator.FilterOptions().setHasText("Set up"));
        key = dialog.locator(".factor-key").textContent().replace(" ", "");
        assertThat(dialog.getByLabel("A picture for your authenticator app")).isVisible();
        assertThat(dialog.locator(".factor-picture path").boundingBox().width).isGreaterThan(150);
        dialog.getByLabel("Code it shows now").fill(code());
        dialog.getByLabel("Present password").fill("not-" + password);
        button(dialog, "Turn on").click();
        assertThat(dialog.getByText("not your present password")).isVisible();
        dialog.getByLabel("Present password").fill(password);
        dialog.getByLabel("Code it shows now").fill("000000");
        button(dialog, "Turn on").click();
        assertThat(dialog.getByText("That is not the code of this key")).isVisible();
        dialog.getByLabel("Code it shows now").fill(code());
        button(dialog, "Turn on").click();
        var codes = page.locator(".factor-codes code");
        codes.first().waitFor();
        assertThat(codes).hasCount(10);
        var recovery = codes.allTextContents();
        stepsAhead = 1;
        button(page, "I have kept them").click();
        assertThat(page.getByText("10 of 10 recovery codes are left")).isVisible();
        return recovery;
    }

    /** None counts twice, so the second is of the step to come, which is taken already. */
    private String code() {
        return new Authenticator(key).code(Instant.now().plus(Authenticator.STEP.multipliedBy(stepsAhead)));
    }

    private static void confirm(Page page, String code) {
        page.locator("input[name=code]").fill(code);
        page.locator("button[type=submit]").click();
    }
}
