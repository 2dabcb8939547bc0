package dev.postern.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What {@link Screenshots} takes pictures of, and how a page is brought there. */
final class Scenes {
    static final String PASSWORD = "correct-horse-battery-staple";
    private static final Pattern SOCKET = Pattern.compile(".*/terminal/.*/socket");

    private Scenes() {}

    record Scene(String name, Consumer<Page> set) {}

    static void signIn(Page page, String console) {
        page.navigate(console + "/login");
        page.locator("input[name=username]").fill("admin");
        page.locator("input[name=password]").fill(PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL(console + "/");
    }

    /** Signed in nowhere. */
    static List<Scene> strangers(String console) {
        var scenes = new ArrayList<Scene>();
        scenes.add(at("login", console + "/login"));
        for (var reason : List.of("wrong", "throttled", "locked", "link")) {
            scenes.add(at("login-" + reason, console + "/login?error=" + reason));
        }
        scenes.add(at("login-by-link", console + "/login/link?token=none"));
        return scenes;
    }

    static List<Scene> administrators(String console) {
        var scenes = new ArrayList<>(List.of(
                at("nodes", console + "/"),
                new Scene("nodes-search", page -> search(page, console, "prod nrt")),
                new Scene("nodes-no-match", page -> search(page, console, "no such node")),
                new Scene("node", page -> own(page, console)),
                new Scene("node-offline", page -> {
                    search(page, console, "db-nrt-8");
                    page.locator("vaadin-grid a.strong").first().click();
                    awaitHeading(page);
                }),
                new Scene("node-rename", page -> {
                    own(page, console);
                    press(page, "Rename");
                    awaitDialog(page);
                }),
                new Scene("node-deregister", page -> {
                    own(page, console);
                    press(page, "Deregister");
                    awaitDialog(page);
                })));
        scenes.addAll(terminals(console));
        scenes.addAll(DocumentScenes.administrators(console));
        scenes.addAll(ClientScenes.administrators(console));
        scenes.addAll(commands(console));
        scenes.addAll(List.of(
                at("sessions", console + "/sessions"),
                new Scene("sessions-ended", page -> {
                    go(page, console + "/sessions");
                    press(page, Pattern.compile("Ended.*"));
                }),
                new Scene("sessions-everybodys", page -> {
                    go(page, console + "/sessions");
                    page.getByRole(AriaRole.TAB).nth(1).click();
                }),
                new Scene("session-terminate", page -> {
                    go(page, console + "/sessions");
                    press(page, "Terminate");
                    awaitDialog(page);
                }),
                new Scene("session", page -> {
                    go(page, console + "/sessions");
                    page.locator("vaadin-grid:visible a.strong").first().click();
                    page.getByText("About this session").waitFor();
                }),
                new Scene("session-ended", page -> {
                    go(page, console + "/sessions");
                    press(page, Pattern.compile("Ended.*"));
                    page.locator("vaadin-grid:visible a.strong").first().click();
                    page.getByText("About this session").waitFor();
                }),
                at("activations", console + "/activations"),
                new Scene("activation-create", page -> {
                    go(page, console + "/activations");
                    press(page, "Create an activation");
                    awaitDialog(page);
                }),
                new Scene("activation-made", page -> activate(page, console)),
                new Scene("activation-made-stock", page -> {
                    activate(page, console);
                    page.getByRole(AriaRole.TAB).nth(1).click();
                }),
                new Scene("key-create", page -> {
                    go(page, console + "/keys");
                    press(page, "Create a key");
                    awaitDialog(page);
                }),
                new Scene("keys", page -> {
                    go(page, console + "/keys");
                    press(page, "Create a key");
                    awaitDialog(page);
                    page.locator("vaadin-dialog[opened] vaadin-button[theme~=primary]")
                            .click();
                    page.locator("vaadin-dialog[opened]")
                            .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
                }),
                new Scene("key", page -> {
                    go(page, console + "/keys");
                    page.getByText("Manage", new Page.GetByTextOptions().setExact(true))
                            .first()
                            .click();
                    awaitDialog(page);
                }),
                at("trail", console + "/trail"),
                new Scene("trail-entry", page -> {
                    go(page, console + "/trail");
                    page.locator("vaadin-grid .strong").nth(1).click();
                }),
                new Scene("trail-denied", page -> {
                    go(page, console + "/trail");
                    press(page, Pattern.compile("Denied.*"));
                }),
                new Scene("trail-search", page -> {
                    go(page, console + "/trail");
                    page.getByRole(AriaRole.TEXTBOX).first().fill("StartSession");
                    page.getByText("found").waitFor();
                }),
                new Scene("trail-no-match", page -> {
                    go(page, console + "/trail");
                    page.getByRole(AriaRole.TEXTBOX).first().fill("nothing of the kind");
                    page.getByText("No entry matches").waitFor();
                }),
                new Scene("trail-verified", page -> {
                    go(page, console + "/trail");
                    press(page, "Verify the chain");
                }),
                new Scene("settings-key-made", page -> {
                    go(page, console + "/settings");
                    press(page, "Create an access key");
                    page.getByRole(AriaRole.DIALOG)
                            .getByRole(
                                    AriaRole.BUTTON,
                                    new Locator.GetByRoleOptions()
                                            .setName("Create")
                                            .setExact(true))
                            .click();
                    page.getByText("The access key is ready").waitFor();
                    awaitDialog(page);
                }),
                at("settings", console + "/settings"),
                new Scene("settings-password-differs", page -> {
                    go(page, console + "/settings");
                    var fields = page.locator("vaadin-password-field input");
                    fields.nth(0).fill("one");
                    fields.nth(1).fill("another-one-entirely");
                    fields.nth(2).fill("something-else");
                    press(page, "Change the password");
                }),
                new Scene("user-menu", page -> {
                    go(page, console + "/settings");
                    if (page.viewportSize().width < 900) press(page, "Navigation");
                    page.locator("button.user").click();
                }),
                at("not-found", console + "/no/such/page")));
        return scenes;
    }

    private static List<Scene> commands(String console) {
        return List.of(
                new Scene("command-new", page -> {
                    go(page, console + "/commands/new");
                    page.getByLabel("Commands").fill("df -h /\nsystemctl is-active shop");
                    tick(page, "prod nrt", 3);
                }),
                new Scene("command-new-tags", page -> {
                    go(page, console + "/commands/new");
                    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("By tags"))
                            .click();
                    page.locator(".tag-row vaadin-combo-box input").fill("env");
                    page.keyboard().press("Enter");
                    page.locator(".tag-row vaadin-multi-select-combo-box input").fill("prod");
                    page.keyboard().press("Enter");
                    page.getByText("fit as things stand").waitFor();
                    page.getByText("fit as things stand").scrollIntoViewIfNeeded();
                }),
                new Scene("command-new-wrong", page -> {
                    go(page, console + "/commands/new");
                    page.getByLabel("Execution timeout").fill("for ever");
                    press(page, "Run");
                    page.waitForTimeout(300);
                }),
                new Scene("command-new-nowhere", page -> {
                    go(page, console + "/commands/new");
                    page.getByLabel("Commands").fill("uptime");
                    press(page, "Run");
                    page.getByText("Choose at least one node").waitFor();
                }),
                new Scene("command-done", page -> {
                    run(page, console, "uname -sr; df -h / | tail -1", "", hostName(), 1);
                    page.getByText("Exit code 0").waitFor();
                }),
                new Scene("command-failed", page -> {
                    run(
                            page,
                            console,
                            "cd /srv/shop && ./migrate --dry-run; echo nothing to do; exit 3",
                            "",
                            hostName(),
                            1);
                    page.getByText("Exit code 3").first().waitFor();
                }),
                new Scene("command-long", page -> {
                    run(page, console, "seq 1 20000", "Count, to see how much is kept", hostName(), 1);
                    page.getByText("Shortened").waitFor();
                }),
                new Scene("command-running", page -> {
                    run(page, console, "echo begun; sleep 2; echo half way; sleep 600", "Restart the shop", "", 9);
                    page.getByText("half way").first().waitFor();
                }),
                new Scene("command-cancel", page -> {
                    run(page, console, "echo begun; sleep 600", "Restart the shop", hostName(), 1);
                    press(page, "Cancel command");
                    awaitDialog(page);
                }),
                new Scene("command-many", page -> {
                    run(page, console, "apt-get -qq update && apt-get -qq upgrade", "Updates", "", 60);
                    page.getByText("Running").first().waitFor();
                }),
                at("commands", console + "/commands"),
                new Scene("commands-no-match", page -> {
                    go(page, console + "/commands");
                    page.getByRole(AriaRole.TEXTBOX).first().fill("nothing of the kind");
                    page.getByText("No command matches").waitFor();
                }));
    }

    /** Ticks so many of the nodes that are found; all of them where that is a great many. */
    private static void tick(Page page, String words, int most) {
        page.locator(".node-choice vaadin-text-field input").fill(words);
        page.waitForTimeout(500);
        var boxes = page.locator(".node-choice vaadin-grid vaadin-checkbox:visible");
        if (most > 20) boxes.first().click();
        else for (int i = 1; i <= most; i++) boxes.nth(i).click();
    }

    private static void run(Page page, String console, String script, String comment, String words, int most) {
        go(page, console + "/commands/new");
        page.getByLabel("Commands").fill(script);
        page.getByLabel("Comment").fill(comment);
        tick(page, words, most);
        if (words.isEmpty()) tick(page, hostName(), 1);
        press(page, Pattern.compile("Run on .*"));
        page.locator(".results").waitFor();
    }

    private static List<Scene> terminals(String console) {
        return List.of(
                new Scene("terminal", page -> shell(page, console)),
                new Scene("terminal-find", page -> {
                    shell(page, console);
                    page.keyboard().press("Control+Shift+f");
                    page.keyboard().type("root");
                }),
                new Scene("terminal-keys", page -> {
                    shell(page, console);
                    page.keyboard().press("Control+Shift+h");
                }),
                new Scene("terminal-tab-moves", page -> {
                    shell(page, console);
                    page.keyboard().press("Control+Shift+m");
                }),
                new Scene("terminal-copied", page -> {
                    shell(page, console);
                    new TerminalPage(page).run("printf '\\033]52;c;%s\\a' $(seq 1 40 | base64 -w 0)");
                    page.waitForTimeout(500);
                }),
                new Scene("terminal-paste", page -> {
                    var terminal = shell(page, console);
                    terminal.run("bash --norc --noprofile -i");
                    terminal.run("bind 'set enable-bracketed-paste off'; echo off-$((1+1))");
                    terminal.awaitText("off-2");
                    page.evaluate(
                            "() => navigator.clipboard.writeText('cd /srv/shop\\nsudo systemctl stop shop\\nrm -rf releases/previous\\nsudo systemctl start shop\\n')");
                    page.keyboard().press("Control+Shift+v");
                    page.waitForTimeout(500);
                }),
                new Scene("terminal-exited", page -> {
                    var terminal = shell(page, console);
                    terminal.run("exit 3");
                    terminal.awaitState("ended");
                }),
                new Scene("terminal-terminated", page -> {
                    var terminal = shell(page, console);
                    var other = page.context().newPage();
                    go(other, page.url().replace("/terminal/", "/sessions/"));
                    press(other, "Terminate");
                    other.locator("vaadin-dialog[opened]")
                            .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Terminate"))
                            .click();
                    terminal.awaitState("ended");
                    other.close();
                }),
                new Scene("terminal-replaced", page -> {
                    var terminal = shell(page, console);
                    var other = page.context().newPage();
                    other.navigate(page.url());
                    terminal.awaitState("replaced");
                    other.close();
                }),
                new Scene("terminal-connecting", page -> {
                    page.route("**/ticket", held -> {});
                    connect(page, console);
                }),
                new Scene("terminal-reconnecting", page -> {
                    var sockets = new CopyOnWriteArrayList<WebSocketRoute>();
                    page.routeWebSocket(SOCKET, socket -> {
                        sockets.add(socket);
                        socket.connectToServer();
                    });
                    var terminal = shell(page, console);
                    page.route("**/ticket", Route::abort);
                    sockets.getLast().close();
                    terminal.awaitState("reconnecting");
                    terminal.type("tail -f access.log");
                }),
                new Scene("terminal-signed-out", page -> {
                    page.route("**/ticket", refused -> refused.fulfill(new Route.FulfillOptions().setStatus(401)));
                    connect(page, console);
                    new TerminalPage(page).awaitState("refused");
                }),
                new Scene("terminal-not-found", page -> {
                    page.navigate(console + "/terminal/admin-00000000000000000");
                    new TerminalPage(page).awaitState("refused");
                }));
    }

    /** Signed in, and no administrator. */
    static List<Scene> everybodys(String console) {
        var scenes = new ArrayList<>(DocumentScenes.everybodys(console));
        scenes.addAll(List.of(
                at("nodes-for-nobody", console + "/"),
                at("sessions-none", console + "/sessions"),
                at("commands-denied", console + "/commands"),
                at("activations-denied", console + "/activations"),
                at("trail-denied-to-me", console + "/trail"),
                at("settings-of-a-user", console + "/settings"),
                new Scene("command-line", page -> {
                    go(page, console + "/command-line");
                    press(page, "Get credentials");
                    page.getByText("Shown now and never again").waitFor();
                }),
                PeopleScenes.everybodys(console).getFirst(),
                PeopleScenes.everybodys(console).getLast(),
                // the last one: it costs the sign-in
                new Scene("signed-out", page -> {
                    go(page, console + "/sessions");
                    page.context().clearCookies();
                    press(page, "Go to the nodes");
                    page.locator(".v-system-error").waitFor();
                })));
        return scenes;
    }

    /** Where nothing has happened yet. */
    static List<Scene> newcomers(String console) {
        var scenes = new ArrayList<>(DocumentScenes.newcomers(console));
        scenes.addAll(List.of(
                at("nodes-none", console + "/"),
                at("keys-none", console + "/keys"),
                at("roles-none", console + "/roles"),
                at("users-first", console + "/users"),
                at("groups-first", console + "/groups"),
                at("commands-none", console + "/commands"),
                at("activations-none", console + "/activations"),
                at("sessions-first", console + "/sessions"),
                at("trail-first", console + "/trail")));
        return scenes;
    }

    static Scene at(String name, String address) {
        return new Scene(name, page -> go(page, address));
    }

    static void go(Page page, String address) {
        page.navigate(address);
        awaitHeading(page);
    }

    private static void awaitHeading(Page page) {
        page.getByRole(AriaRole.HEADING).first().waitFor();
    }

    static void awaitDialog(Page page) {
        // the element itself has no box; what is in it has
        page.locator("vaadin-dialog[opened] vaadin-button").first().waitFor();
    }

    static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first()
                .click();
    }

    static void press(Page page, Pattern name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first()
                .click();
    }

    static void search(Page page, String console, String words) {
        go(page, console + "/");
        page.getByRole(AriaRole.TEXTBOX).first().fill(words);
        page.waitForTimeout(400);
    }

    /** The page of this machine's own node: the only one with an agent. */
    static void own(Page page, String console) {
        search(page, console, hostName());
        page.locator("vaadin-grid a.strong").first().click();
        page.getByText("About this node").waitFor();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void connect(Page page, String console) {
        own(page, console);
        press(page, "Connect");
        page.waitForURL(Pattern.compile(".*/terminal/.*"));
    }

    private static TerminalPage shell(Page page, String console) {
        connect(page, console);
        var terminal = new TerminalPage(page);
        terminal.awaitShell();
        terminal.run(
                "PS1='\\[\\e[32m\\]\\u@\\h\\[\\e[0m\\]:\\[\\e[34m\\]\\w\\[\\e[0m\\]\\$ '; clear; ls --color=always /; id -un; "
                        + "for c in 1 2 3 4 5 6; do printf '\\033[3%sm%s ' $c \"$(seq -s ' ' $c 6)\"; done; printf '\\033[0m\\n'");
        terminal.awaitText("root");
        return terminal;
    }

    static void activate(Page page, String console) {
        go(page, console + "/activations");
        press(page, "Create an activation");
        var dialog = page.locator("vaadin-dialog[opened]");
        dialog.getByRole(AriaRole.TEXTBOX).first().fill("db-9");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Create"))
                .click();
        page.getByText("The activation is ready").waitFor();
    }
}
