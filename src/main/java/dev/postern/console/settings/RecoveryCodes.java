package dev.postern.console.settings;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import java.util.List;

/** Recovery codes, shown once: closed only by who says that they have kept them. */
final class RecoveryCodes extends Dialog {
    RecoveryCodes(List<String> codes, Runnable then) {
        super(Texts.text("factor.codes.title"));
        setWidth("min(480px, 100vw)");
        setCloseOnEsc(false);
        setCloseOnOutsideClick(false);
        var all = new Div();
        all.addClassName("factor-codes");
        for (var code : codes) all.add(new Code(code));
        var copy = new Button(Texts.text("factor.codes.copy"), click -> {
            click.getSource().getElement().executeJs("navigator.clipboard?.writeText($0)", String.join("\n", codes));
            Notices.done(Texts.text("factor.codes.copied"));
        });
        var kept = new Button(Texts.text("factor.codes.kept"), _ -> {
            close();
            then.run();
        });
        kept.addThemeVariants(ButtonVariant.PRIMARY);
        add(new Paragraph(Texts.text("factor.codes")), all);
        getFooter().add(copy, kept);
    }
}
