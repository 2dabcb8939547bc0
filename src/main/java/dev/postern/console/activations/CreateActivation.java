package dev.postern.console.activations;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.tabs.TabSheet;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.server.streams.DownloadHandler;
import dev.postern.access.AccessRequest;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Command;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.inventory.Activations;
import dev.postern.inventory.ApiAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks for little, makes the activation, then shows its code, once, with the lines to type on the machine. */
final class CreateActivation extends Dialog {
    private static final List<Duration> LIVES =
            List.of(Duration.ofHours(1), Activations.DEFAULT_LIFE, Duration.ofDays(7), Activations.LONGEST_LIFE);
    private static final int LONGEST_NAME = 256;
    /** AWS asks for one; here any name will do, and this one says where it comes from. */
    private static final String ROLE = "PosternNode";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Activations activations;
    private final ApiAddress api;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Runnable made;
    private final TextField name = new TextField(Texts.text("activation.name"));
    private final IntegerField limit = new IntegerField(Texts.text("activation.limit"));
    private final Select<Duration> life = new Select<>();

    CreateActivation(
            Activations activations, ApiAddress api, Acting acting, Moments moments, Caller caller, Runnable made) {
        this.activations = activations;
        this.api = api;
        this.acting = acting;
        this.moments = moments;
        this.caller = caller;
        this.made = made;
        setHeaderTitle(Texts.text("activation.new"));
        setWidth("min(640px, 100vw)");
        name.setHelperText(Texts.text("activation.name.help"));
        name.setMaxLength(LONGEST_NAME);
        name.setAutofocus(true);
        name.setWidthFull();
        limit.setValue(1);
        limit.setMin(1);
        limit.setMax(Activations.MOST_REGISTRATIONS);
        limit.setStepButtonsVisible(true);
        life.setLabel(Texts.text("activation.life"));
        life.setItems(LIVES);
        life.setItemLabelGenerator(moments::span);
        life.setValue(Activations.DEFAULT_LIFE);
        var row = new Div(limit, life);
        row.addClassName("field-row");
        var form = new Div(name, row);
        form.addClassName("form");
        add(form);
        var create = new Button(Texts.text("create"), _ -> create());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), create);
    }

    private void create() {
        var places = limit.getValue();
        if (places == null || limit.isInvalid()) {
            limit.focus();
            return;
        }
        var wanted = new Activations.Wanted(
                name.getValue().strip(),
                places == 1 ? name.getValue().strip() : "",
                ROLE,
                places,
                moments.now().plus(life.getValue()),
                Map.of());
        var request = AccessRequest.of(
                        caller, "ssm:CreateActivation", acting.account().any("activation/" + wanted.id()))
                .with(Map.of("limit", String.valueOf(places), "description", wanted.description()));
        acting.perform(request, () -> activations.create(wanted, caller.arn())).ifPresent(created -> {
            made.run();
            show(created);
        });
    }

    private void show(Activations.Created created) {
        var activation = created.activation();
        var commands = new EnrolCommands(api.url(), acting.account().region(), activation.id(), created.code());
        removeAll();
        getFooter().removeAll();
        setHeaderTitle(Texts.text("activation.made"));
        setCloseOnOutsideClick(false);
        setCloseOnEsc(false);
        setWidth("min(780px, 100vw)");
        var once = new Div(new Span(Texts.text("activation.once")));
        once.addClassName("callout");
        // not the button below, nor any other: an Enter pressed twice must not close what is shown once
        once.getElement().setAttribute("tabindex", "-1").executeJs("this.focus()");
        var facts = new Facts()
                .id("activation.id", activation.id())
                .id("activation.code", created.code())
                .text("activation.expires", moments.exact(activation.expiresAt()));
        var tabs = new TabSheet();
        tabs.setWidthFull();
        tabs.add(
                Texts.text("activation.ours"),
                steps(new Paragraph(Texts.text("activation.ours.how")), authority(), new Command(commands.ours())));
        for (var agent : StockAgent.values()) {
            tabs.add(Texts.text("activation.stock." + agent.key()), stock(agent, commands));
        }
        add(once, facts);
        if (isHereAlone(api.url())) {
            var here = new Div(new Span(Texts.text("activation.loopback", api.url())));
            here.addClassName("callout");
            add(here);
        }
        add(tabs);
        var done = new Button(Texts.text("done"), _ -> close());
        done.addThemeVariants(ButtonVariant.PRIMARY);
        getFooter().add(done);
    }

    private Div stock(StockAgent agent, EnrolCommands told) {
        return steps(
                new Paragraph(Texts.text("activation.stock.install")),
                new Command(agent.install()),
                new Paragraph(Texts.text("activation.stock.trust")),
                authority(),
                new Command(agent.trust()),
                new Paragraph(Texts.text("activation.stock.file")),
                new Command(agent.file(told)),
                new Paragraph(Texts.text("activation.stock.register")),
                new Command(agent.register(told)));
    }

    /** An address of this machine leads nowhere from another. */
    private static boolean isHereAlone(URI api) {
        return LOOPBACK.contains(api.getHost());
    }

    private static Div steps(Component... steps) {
        var all = new Div(steps);
        all.addClassName("steps");
        return all;
    }

    private Div authority() {
        return api.caFile()
                .map(file -> {
                    var link =
                            new Anchor(DownloadHandler.forFile(file.toFile(), "ca.pem"), Texts.text("activation.ca"));
                    link.getElement().setAttribute("download", "ca.pem");
                    return new Div(link);
                })
                .orElseGet(() -> new Div(new Span(Texts.text("activation.ca.none"))));
    }
}
