package dev.postern.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;

/** One terminal as a person has it: what the screen shows, what the keyboard does, and the raw bytes that came in. */
final class TerminalPage {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Page page;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    TerminalPage(Page page) {
        this.page = page;
        page.onWebSocket(socket -> {
            if (socket.url().contains("/terminal/")) {
                socket.onFrameReceived(frame -> {
                    if (frame.binary() != null && frame.text() == null) {
                        received.writeBytes(frame.binary());
                    }
                });
            }
        });
    }

    Page page() {
        return page;
    }

    void awaitState(String state) {
        page.waitForSelector(
                "postern-terminal[data-state='" + state + "']",
                new Page.WaitForSelectorOptions()
                        .setState(WaitForSelectorState.ATTACHED)
                        .setTimeout(PATIENCE.toMillis() * 2));
    }

    /** Until it is over: the session ended, or the page heard first that nobody is signed in here any more. */
    void awaitOut() {
        page.waitForSelector(
                "postern-terminal:is([data-state='ended'], [data-state='refused'])",
                new Page.WaitForSelectorOptions()
                        .setState(WaitForSelectorState.ATTACHED)
                        .setTimeout(PATIENCE.toMillis() * 2));
    }

    /** Until what has the keyboard is called this. */
    void awaitFocus(String name) {
        page.waitForFunction("""
                name => {
                  let at = document.activeElement;
                  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                  return at?.textContent.trim() === name;
                }""", name, new Page.WaitForFunctionOptions().setTimeout(PATIENCE.toMillis()));
    }

    /** Everything the terminal holds, scrollback too, wrapped lines joined. */
    String text() {
        return (String) page.evaluate("() => document.querySelector('postern-terminal').text()");
    }

    void awaitText(String text) {
        awaitText(text, PATIENCE);
    }

    void awaitText(String text, Duration patience) {
        page.waitForFunction(
                "text => document.querySelector('postern-terminal').text().includes(text)",
                text,
                new Page.WaitForFunctionOptions().setTimeout(patience.toMillis()));
    }

    /** A prompt is there once the shell answers: asks it for something only it can compute. */
    void awaitShell() {
        awaitState("live");
        type("echo up-$((40+2))");
        enter();
        awaitText("up-42");
    }

    void type(String keys) {
        page.keyboard().type(keys);
    }

    void enter() {
        page.keyboard().press("Enter");
    }

    void run(String command) {
        type(command);
        enter();
    }

    void press(String key) {
        page.keyboard().press(key);
    }

    /** The raw terminal bytes received so far, as Latin-1 text: one character a byte. */
    String receivedBytes() {
        // Playwright hands over events only while it is being called
        page.evaluate("() => 1");
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    void forgetReceived() {
        received.reset();
    }

    void awaitReceived(String text, Duration patience) {
        Awaitility.await("bytes with " + text)
                .atMost(patience)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(100))
                .until(() -> receivedBytes().contains(text));
    }
}
