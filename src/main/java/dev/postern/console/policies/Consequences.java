package dev.postern.console.policies;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import dev.postern.access.Foresight;
import dev.postern.access.PolicyChange;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Says who gains and loses which nodes before policies change; what changes nothing for anybody is done without asking. */
@Component
public class Consequences {
    private final Foresight foresight;
    private final Destinations destinations;
    private final Acquaintances acquaintances;

    Consequences(Foresight foresight, Destinations destinations, Acquaintances acquaintances) {
        this.foresight = foresight;
        this.destinations = destinations;
        this.acquaintances = acquaintances;
    }

    /** @param does the word on the button that does it */
    public void ask(Caller caller, PolicyChange change, String does, Runnable effect) {
        askOr(caller, change, does, effect, Runnable::run);
    }

    /** @param otherwise what is done with the effect where it changes nothing for anybody */
    void askOr(Caller caller, PolicyChange change, String does, Runnable effect, Consumer<Runnable> otherwise) {
        var foreseen = foresight.of(change, destinations.all(caller));
        if (foreseen.rows().isEmpty() && !foreseen.isCut()) otherwise.accept(effect);
        else
            dialog(new WhoGains(foreseen, who -> acquaintances.mayForesee(caller, who)), does, effect)
                    .open();
    }

    private static Dialog dialog(WhoGains gains, String does, Runnable effect) {
        var dialog = new Dialog(Texts.text("gains.title"));
        dialog.setWidth("min(620px, 100vw)");
        dialog.add(gains);
        var cancel = new Button(Texts.text("cancel"), _ -> dialog.close());
        dialog.addOpenedChangeListener(opening -> {
            if (opening.isOpened()) cancel.focus();
        });
        var act = new Button(does, _ -> {
            // what is below takes clicks at once, not when the browser has faded this out
            UI.getCurrent().setChildComponentModal(dialog, false);
            dialog.close();
            effect.run();
        });
        act.addThemeVariants(ButtonVariant.PRIMARY);
        act.setDisableOnClick(true);
        dialog.getFooter().add(cancel, act);
        return dialog;
    }
}
