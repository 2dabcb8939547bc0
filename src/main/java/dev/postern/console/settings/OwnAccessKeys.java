package dev.postern.console.settings;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.postern.access.AccessRequest;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Command;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.AccessKey;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.AccessKeysExhausted;
import dev.postern.identity.Caller;

/** What one's scripts sign with. */
final class OwnAccessKeys extends Div {
    private final AccessKeys keys;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Div rows = new Div();

    OwnAccessKeys(AccessKeys keys, Acting acting, Moments moments, Caller caller) {
        this.keys = keys;
        this.acting = acting;
        this.moments = moments;
        this.caller = caller;
        rows.addClassName("rows");
        var create = new Button(Texts.text("key.create"), Glyph.PLUS.draw(), _ -> create());
        add(rows, create);
        refresh();
    }

    private void refresh() {
        rows.removeAll();
        for (var key : keys.of(caller.name())) rows.add(row(key));
        if (rows.getComponentCount() == 0) {
            var none = new Span(Texts.text("key.none"));
            none.addClassName("quiet");
            rows.add(none);
        }
    }

    private Div row(AccessKey key) {
        var used = key.lastUsedAt();
        var state = new Span(Texts.text(key.enabled() ? "key.enabled" : "key.disabled"));
        state.addClassNames("badge", key.enabled() ? "badge-open" : "badge-ended");
        var facts = new Span(Texts.text(
                "key.facts",
                moments.brief(key.createdAt()),
                used == null ? Texts.text("key.never-used") : Texts.text("key.used", moments.relative(used))));
        facts.addClassName("quiet");
        var words = new Div(new Div(new Code(key.id()), state), facts);
        words.addClassName("two");
        var toggle = new Button(
                Texts.text(key.enabled() ? "key.disable" : "key.enable"),
                _ -> act("iam:UpdateAccessKey", () -> keys.setEnabled(key.id(), !key.enabled())));
        toggle.addThemeVariants(ButtonVariant.TERTIARY);
        var delete = new Button(Texts.text("delete"), _ -> confirmDelete(key));
        delete.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        var row = new Div(words, toggle, delete);
        row.addClassName("row");
        return row;
    }

    private void create() {
        try {
            acting.perform(request("iam:CreateAccessKey"), () -> keys.create(caller.name()))
                    .ifPresent(this::show);
        } catch (AccessKeysExhausted _) {
            Notices.problem(Texts.text("key.exhausted"));
        }
    }

    private void show(AccessKeys.Secret made) {
        refresh();
        var dialog = new Dialog(Texts.text("key.made"));
        dialog.setWidth("min(640px, 100vw)");
        dialog.setCloseOnOutsideClick(false);
        var once = new Div(new Span(Texts.text("key.once")));
        once.addClassName("callout");
        dialog.add(
                once,
                new Facts().id("key.id", made.key().id()).id("key.secret", made.secretAccessKey()),
                new Command("export AWS_ACCESS_KEY_ID=%s\nexport AWS_SECRET_ACCESS_KEY=%s"
                        .formatted(made.key().id(), made.secretAccessKey())));
        var done = new Button(Texts.text("done"), _ -> dialog.close());
        done.addThemeVariants(ButtonVariant.PRIMARY);
        dialog.getFooter().add(done);
        dialog.open();
    }

    private void confirmDelete(AccessKey key) {
        Confirmation.ask(
                Texts.text("key.delete.sure"),
                Texts.text("key.delete.what", key.id()),
                Texts.text("delete"),
                () -> act("iam:DeleteAccessKey", () -> keys.delete(key.id())));
    }

    private void act(String action, Runnable effect) {
        acting.run(request(action), effect);
        refresh();
    }

    private AccessRequest request(String action) {
        return AccessRequest.of(caller, action, caller.arn()).ownedBy(caller.arn());
    }
}
