package dev.postern.console.people;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import dev.postern.console.shell.Command;
import dev.postern.console.shell.Texts;
import dev.postern.identity.SignInLinks;
import java.net.URL;

/** A password and a link, shown this once. */
final class WayInDialog extends Dialog {
    private WayInDialog(UserDeeds.WayIn wayIn, URL here) {
        setHeaderTitle(Texts.text("way-in.title", wayIn.user()));
        setWidth("min(620px, 100vw)");
        setCloseOnOutsideClick(false);
        setCloseOnEsc(false);
        var console = here.getProtocol() + "://" + here.getAuthority();
        var words = new Div(
                new Paragraph(Texts.text("way-in.what")),
                new H3(Texts.text("way-in.link", SignInLinks.LIFE.toMinutes())),
                new Command(console + "/login/link?token=" + wayIn.linkToken()),
                new H3(Texts.text("way-in.password")),
                new Command(wayIn.password()));
        words.addClassName("way-in");
        add(words);
        var done = new Button(Texts.text("done"), _ -> close());
        done.addThemeVariants(ButtonVariant.PRIMARY);
        getFooter().add(done);
    }

    /** The link leads where the browser is: whoever is given it reaches the console by the same name. */
    static void show(UserDeeds.WayIn wayIn) {
        UI.getCurrent().getPage().fetchCurrentURL(here -> new WayInDialog(wayIn, here).open());
    }
}
