package dev.postern.console.settings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadHandler;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.SignInList;
import dev.postern.console.shell.Texts;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Caller;
import dev.postern.identity.SignedInBrowsers;
import dev.postern.inventory.ApiAddress;
import jakarta.annotation.security.PermitAll;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;

/** What is one's own: password, access keys, sign-ins. And what this Postern is. */
@Route("settings")
@PermitAll
class SettingsView extends Page {
    SettingsView(
            OwnPassword password,
            OwnSecondFactor factor,
            OwnPasskeys passkeys,
            AccessKeys keys,
            SignedInBrowsers browsers,
            ApiAddress api,
            Acting acting,
            Moments moments,
            ObjectProvider<BuildProperties> build) {
        super(Texts.text("settings.title"));
        Caller caller = acting.caller();
        var own = "arn:aws:iam::" + acting.account().accountId() + ":user/" + caller.name();
        if (password.has(caller) && acting.may(caller, "iam:ChangePassword", own)) {
            add(panel(Texts.text("settings.password"), new PasswordForm(password, acting, caller)));
        }
        if (factor.isFor(caller)) add(panel(Texts.text("settings.factor"), factor.panel(caller)));
        if (passkeys.isFor(caller)) {
            add(panel(
                    Texts.text("settings.passkeys"),
                    new Paragraph(Texts.text("settings.passkeys.what")),
                    passkeys.panel(caller)));
        }
        if (acting.may(caller, "iam:CreateAccessKey", own)) {
            add(panel(
                    Texts.text("settings.keys"),
                    new Paragraph(Texts.text("settings.keys.what")),
                    new OwnAccessKeys(keys, acting, moments, caller)));
        }
        if (SignInList.may(acting, caller, caller.name())) {
            add(panel(
                    Texts.text("settings.sign-ins"),
                    new Paragraph(Texts.text("settings.sign-ins.what")),
                    new SignInList(browsers, acting, moments, caller, caller.name())));
        }
        add(panel(Texts.text("settings.looks"), new Looks()));
        add(panel(Texts.text("settings.about"), about(api, acting, build)));
    }

    private static Div panel(String title, Component... content) {
        var panel = new Div(new H2(title));
        panel.addClassName("panel");
        panel.add(content);
        return panel;
    }

    private static Facts about(ApiAddress api, Acting acting, ObjectProvider<BuildProperties> build) {
        var facts = new Facts();
        build.ifAvailable(properties -> facts.text("about.version", String.valueOf(properties.getVersion())));
        facts.id("about.api", api.url().toString())
                .id("about.account", acting.account().accountId())
                .id("about.region", acting.account().region());
        api.caFile().ifPresent(file -> {
            var link = new Anchor(DownloadHandler.forFile(file.toFile(), "ca.pem"), Texts.text("about.ca.download"));
            link.getElement().setAttribute("download", "ca.pem");
            facts.fact("about.ca", link).id("about.ca.path", file.toString());
        });
        return facts;
    }
}
