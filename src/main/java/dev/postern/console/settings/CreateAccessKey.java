package dev.postern.console.settings;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import dev.postern.access.AccessRequest;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Command;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.AccessKeysExhausted;
import dev.postern.identity.Caller;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks how long the key shall be good, makes it, and shows its secret, once. */
final class CreateAccessKey extends Dialog {
    private final AccessKeys keys;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Runnable made;
    private final Select<KeyLife> life = new Select<>();

    CreateAccessKey(AccessKeys keys, Acting acting, Moments moments, Caller caller, Runnable made) {
        this.keys = keys;
        this.acting = acting;
        this.moments = moments;
        this.caller = caller;
        this.made = made;
        setHeaderTitle(Texts.text("key.create"));
        setWidth("min(640px, 100vw)");
        life.setLabel(Texts.text("key.life"));
        life.setHelperText(Texts.text("key.life.help"));
        life.setItems(KeyLife.values());
        life.setItemLabelGenerator(each -> each.words(moments));
        life.setValue(KeyLife.QUARTER);
        var form = new Div(life);
        form.addClassName("form");
        add(form);
        var create = new Button(Texts.text("create"), _ -> create());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), create);
    }

    private void create() {
        var id = keys.newId();
        var end = life.getValue().endFrom(moments.now());
        var request = AccessRequest.of(caller, "iam:CreateAccessKey", caller.arn())
                .with(Map.of("accessKeyId", id, "expires", end == null ? "never" : end.toString()));
        try {
            acting.perform(request, () -> keys.create(id, caller.name(), end)).ifPresent(this::show);
        } catch (AccessKeysExhausted _) {
            Notices.problem(Texts.text("key.exhausted"));
        }
    }

    private void show(AccessKeys.Secret created) {
        made.run();
        removeAll();
        getFooter().removeAll();
        setHeaderTitle(Texts.text("key.made"));
        setCloseOnOutsideClick(false);
        setCloseOnEsc(false);
        var once = new Div(new Span(Texts.text("key.once")));
        once.addClassName("callout");
        // not the button below: an Enter pressed twice must not close what is shown once
        once.getElement().setAttribute("tabindex", "-1").executeJs("this.focus()");
        add(
                once,
                new Facts()
                        .id("key.id", created.key().id())
                        .id("key.secret", created.secretAccessKey())
                        .text("key.end", endWords(created.key().expiresAt())),
                new Command("export AWS_ACCESS_KEY_ID=%s\nexport AWS_SECRET_ACCESS_KEY=%s"
                        .formatted(created.key().id(), created.secretAccessKey())));
        var done = new Button(Texts.text("done"), _ -> close());
        done.addThemeVariants(ButtonVariant.PRIMARY);
        getFooter().add(done);
    }

    private String endWords(@Nullable Instant end) {
        return end == null ? Texts.text("key.life.endless") : moments.exact(end);
    }
}
