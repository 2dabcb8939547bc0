package dev.postern.console.keys;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.keys.KmsKeys;

/** Asks what the key is for, and by what name documents shall find it. */
final class CreateKey extends Dialog {
    private static final int LONGEST_DESCRIPTION = 256;

    private final KmsKeys keys;
    private final KeyDeeds deeds;
    private final Runnable made;
    private final AliasField alias = new AliasField();
    private final TextField description = new TextField(Texts.text("keys.description"));

    CreateKey(KmsKeys keys, KeyDeeds deeds, Runnable made) {
        this.keys = keys;
        this.deeds = deeds;
        this.made = made;
        setHeaderTitle(Texts.text("keys.create"));
        setWidth("min(520px, 100vw)");
        alias.setAutofocus(true);
        description.setMaxLength(LONGEST_DESCRIPTION);
        description.setWidthFull();
        var form = new Div(alias, description);
        form.addClassName("form");
        add(form);
        var create = new Button(Texts.text("create"), _ -> create());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), create);
    }

    private void create() {
        if (!alias.check(false)) return;
        if (keys.find(alias.full()).isPresent()) {
            alias.wrong(Texts.text("keys.alias.taken"));
            return;
        }
        deeds.perform(
                        "kms:CreateKey",
                        keys.anyKeyArn(),
                        () -> keys.create(description.getValue().strip()))
                .ifPresent(key -> {
                    if (!alias.isEmpty())
                        deeds.run(
                                "kms:CreateAlias",
                                keys.aliasArn(alias.full()),
                                () -> keys.createAlias(alias.full(), key.id()));
                    Notices.done(Texts.text("keys.created"));
                    close();
                    made.run();
                });
    }
}
