package dev.postern.console.connect;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.inventory.Node;
import dev.postern.session.SessionRefused;
import dev.postern.webapp.AppTarget;
import dev.postern.webapp.AppTarget.Scheme;
import dev.postern.webapp.WebApps;
import java.util.Objects;
import java.util.Optional;

/** Asks where the web app listens, opens a session to it and shows it in a tab of its own. */
final class OpenWebApp extends Dialog {
    private static final int LAST_PORT = 65_535;
    private static final int LONGEST_HOST = 253;

    private final Node node;
    private final WebApps apps;
    private final Caller caller;
    private final Select<Scheme> scheme = new Select<>();
    private final IntegerField port = new IntegerField(Texts.text("webapp.port"));
    private final TextField host = new TextField(Texts.text("webapp.host"));
    private final TextField path = new TextField(Texts.text("webapp.path"));
    private final TextField reason = new TextField(Texts.text("webapp.reason"));

    OpenWebApp(Node node, WebApps apps, Caller caller) {
        this.node = node;
        this.apps = apps;
        this.caller = caller;
        setHeaderTitle(Texts.text("webapp.title", node.name()));
        setWidth("min(560px, 100vw)");
        scheme.setLabel(Texts.text("webapp.scheme"));
        scheme.setItems(Scheme.values());
        scheme.setItemLabelGenerator(Scheme::name);
        scheme.setValue(Scheme.HTTP);
        port.setMin(1);
        port.setMax(LAST_PORT);
        port.setRequiredIndicatorVisible(true);
        port.setAutofocus(true);
        host.setPlaceholder(Texts.text("webapp.host.node"));
        host.setHelperText(Texts.text("webapp.host.help"));
        host.setMaxLength(LONGEST_HOST);
        host.setWidthFull();
        path.setValue("/");
        path.setWidthFull();
        reason.setMaxLength(256);
        reason.setWidthFull();
        var row = new Div(scheme, port);
        row.addClassName("field-row");
        var form = new Div(new Paragraph(Texts.text("webapp.what")), row, host, path, reason);
        form.addClassName("form");
        add(form);
        var open = new Button(Texts.text("webapp.open"), _ -> visit());
        open.addThemeVariants(ButtonVariant.PRIMARY);
        open.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), open);
    }

    private void visit() {
        target().ifPresent(target -> {
            try {
                Acting.said(apps.open(caller, target, reason.getValue().strip()))
                        .ifPresent(app -> {
                            close();
                            UI.getCurrent().getPage().open("/webapps/" + app.session(), "_blank");
                        });
            } catch (SessionRefused refused) {
                Notices.problem(Acting.reason(refused));
            }
        });
    }

    /** Empty when a field is wrong, which it then says. */
    private Optional<AppTarget> target() {
        port.setErrorMessage(Texts.text("webapp.port.wrong"));
        host.setErrorMessage(Texts.text("webapp.host.wrong"));
        path.setErrorMessage(Texts.text("webapp.path.wrong"));
        var number = Objects.requireNonNullElse(port.getValue(), 0);
        try {
            var target = new AppTarget(
                    node.id(),
                    Objects.requireNonNullElse(scheme.getValue(), Scheme.HTTP),
                    host.getValue().strip(),
                    number,
                    path.getValue().strip());
            port.setInvalid(false);
            host.setInvalid(false);
            path.setInvalid(false);
            return Optional.of(target);
        } catch (AppTarget.Wrong wrong) {
            port.setInvalid(wrong.part() == AppTarget.Part.PORT);
            host.setInvalid(wrong.part() == AppTarget.Part.HOST);
            path.setInvalid(wrong.part() == AppTarget.Part.PATH);
            return Optional.empty();
        }
    }
}
