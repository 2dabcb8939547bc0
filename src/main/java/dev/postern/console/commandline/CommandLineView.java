package dev.postern.console.commandline;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadHandler;
import dev.postern.access.AccessRequest;
import dev.postern.console.commandline.Profile.Place;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Command;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.roles.SessionCredentials;
import dev.postern.identity.roles.SessionCredentials.Issued;
import dev.postern.identity.roles.SessionsExhausted;
import dev.postern.inventory.ApiAddress;
import dev.postern.inventory.Nodes;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Credentials for an hour or a day, and the lines that make AWS's own command line work with them. */
@Route("command-line")
@PermitAll
class CommandLineView extends Page {
    private static final List<Duration> LIVES = List.of(Duration.ofHours(1), Duration.ofHours(8), Duration.ofHours(24));

    private final SessionCredentials credentials;
    private final ApiAddress api;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Profile profile;
    private final String node;
    private final Select<Duration> life = new Select<>();
    private final Tabs places = new Tabs();
    private final Map<Tab, Place> tabs = new LinkedHashMap<>();
    private final Div setUp = steps();
    private final Div shown = new Div();
    private final Div use = steps();
    /** What was shown once, as long as this page is open. */
    private @Nullable Issued issued;

    CommandLineView(SessionCredentials credentials, ApiAddress api, Nodes nodes, Acting acting, Moments moments) {
        super(Texts.text("command-line.title"));
        this.credentials = credentials;
        this.api = api;
        this.acting = acting;
        this.moments = moments;
        this.caller = acting.caller();
        this.profile =
                new Profile(api.url(), acting.account().region(), api.caFile().isPresent());
        this.node = example(nodes);
        for (var place : Place.values()) {
            var tab = new Tab(Texts.text("command-line." + place.key()));
            tabs.put(tab, place);
            places.add(tab);
        }
        places.addSelectedChangeListener(_ -> show());
        places.addClassName("places");
        about(Texts.text("command-line.about"));
        add(
                places,
                panel("command-line.once", setUp),
                panel("command-line.credentials", getCredentials()),
                panel("command-line.use", use));
        show();
    }

    private static Div panel(String title, Component content) {
        var panel = new Div(new H2(Texts.text(title)), content);
        panel.addClassName("panel");
        return panel;
    }

    private static Div steps(Component... steps) {
        var all = new Div(steps);
        all.addClassName("steps");
        return all;
    }

    private static Paragraph words(String key, Object... arguments) {
        return new Paragraph(Texts.text(key, arguments));
    }

    /** All lines are for the chosen place. */
    private void show() {
        var place = tabs.getOrDefault(places.getSelectedTab(), Place.PROFILE);
        showSetUp(place);
        showCredentials(place);
        showUse(place);
    }

    // ── once

    private void showSetUp(Place place) {
        setUp.removeAll();
        api.caFile().ifPresent(file -> {
            var link = new Anchor(DownloadHandler.forFile(file.toFile(), "ca.pem"), Texts.text("activation.ca"));
            link.getElement().setAttribute("download", "ca.pem");
            setUp.add(words("command-line.authority"), new Div(link), new Command(Profile.authority(place)));
            setUp.add(
                    words(place == Place.POWERSHELL ? "command-line.trust.windows" : "command-line.trust.macos"),
                    new Command(Profile.systemTrust(place)));
        });
        if (place == Place.PROFILE) setUp.add(words("command-line.config"), new Command(profile.config()));
        else if (api.caFile().isEmpty()) setUp.add(words("command-line.nothing"));
    }

    // ── each day

    private Div getCredentials() {
        life.setLabel(Texts.text("command-line.life"));
        life.setItems(LIVES);
        life.setItemLabelGenerator(moments::span);
        life.setValue(LIVES.get(1));
        var get = new Button(Texts.text("command-line.get"), _ -> issue());
        get.addThemeVariants(ButtonVariant.PRIMARY);
        var row = new Div(life, get);
        row.addClassName("field-action");
        var longer = new Anchor("settings", Texts.text("command-line.keys"));
        return steps(
                words("command-line.what"),
                row,
                shown,
                new Paragraph(new Span(Texts.text("command-line.longer") + " "), longer));
    }

    private void issue() {
        var id = credentials.newId();
        var request = AccessRequest.of(caller, "sts:GetSessionToken", caller.arn())
                .with(Map.of(
                        "accessKeyId",
                        id,
                        "durationSeconds",
                        Long.toString(life.getValue().toSeconds())));
        try {
            acting.perform(request, () -> credentials.asThemselves(id, caller, life.getValue()))
                    .ifPresent(made -> {
                        issued = made;
                        show();
                    });
        } catch (SessionsExhausted full) {
            Notices.problem(Texts.text("problem.rule", String.valueOf(full.getMessage())));
        }
    }

    private void showCredentials(Place place) {
        shown.removeAll();
        var made = issued;
        if (made == null) return;
        var once = new Div(new Span(Texts.text("command-line.shown", moments.exact(made.expiresAt()))));
        once.addClassName("callout");
        shown.add(once, new Command(profile.credentials(place, made)));
    }

    // ── then

    private void showUse(Place place) {
        use.removeAll();
        use.add(words("command-line.use.plugin"));
        if (place != Place.PROFILE) use.add(words("command-line.use.same"));
        use.add(
                words("command-line.use.shell"),
                new Command(profile.session(place, node)),
                words("command-line.use.forward"),
                new Command(profile.forward(place, node)),
                words("command-line.use.ssh"),
                new Command(profile.ssh(place)));
    }

    /** A node that is there, if one is. */
    private String example(Nodes nodes) {
        return nodes.all().stream()
                .map(node -> node.id().value())
                .filter(id ->
                        acting.may(caller, "ssm:StartSession", acting.account().node(id)))
                .findFirst()
                .orElse("mi-0123456789abcdef0");
    }
}
