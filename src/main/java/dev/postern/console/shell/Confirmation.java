package dev.postern.console.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import org.jspecify.annotations.Nullable;

/**
 * Asks before what cannot be taken back. Cancel has the focus and is the dialog's first button: an Enter pressed in a hurry changes nothing.
 */
public final class Confirmation extends Dialog {
    /** Null where nothing is to be typed. */
    private Confirmation(String question, String consequence, String does, @Nullable String typed, Runnable effect) {
        setHeaderTitle(question);
        setRole("alertdialog");
        setWidth("min(440px, 100vw)");
        addClassName("confirmation");
        add(new Paragraph(consequence));
        var sure = new TextField(Texts.text("confirmation.type", typed == null ? "" : typed));
        sure.setWidthFull();
        sure.setVisible(typed != null);
        add(sure);
        var cancel = new Button(Texts.text("cancel"), _ -> close());
        // once it is open: at its opening the dialog itself takes the focus
        addOpenedChangeListener(opening -> {
            if (opening.isOpened()) cancel.focus();
        });
        var confirm = new Button(does, _ -> {
            // what is below takes clicks at once, not when the browser has faded this out
            UI.getCurrent().setChildComponentModal(this, false);
            close();
            effect.run();
        });
        confirm.addThemeVariants(ButtonVariant.PRIMARY, ButtonVariant.ERROR);
        confirm.setDisableOnClick(true);
        confirm.setEnabled(typed == null);
        sure.setValueChangeMode(ValueChangeMode.EAGER);
        sure.addValueChangeListener(
                change -> confirm.setEnabled(change.getValue().strip().equals(typed)));
        getFooter().add(cancel, confirm);
    }

    /** @param does the word on the button that does it: the verb, never "OK" */
    public static void ask(String question, String consequence, String does, Runnable effect) {
        new Confirmation(question, consequence, does, null, effect).open();
    }

    /** The same for what many others depend on: {@code typed}, a name, is typed first. */
    public static void askTyped(String question, String consequence, String does, String typed, Runnable effect) {
        new Confirmation(question, consequence, does, typed, effect).open();
    }
}
