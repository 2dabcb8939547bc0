package dev.postern.console.settings;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.postern.access.AccessRequest;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import dev.postern.identity.AccessKey;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Caller;
import java.util.Map;

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
        var create = new Button(
                Texts.text("key.create"),
                Glyph.PLUS.draw(),
                _ -> new CreateAccessKey(keys, acting, moments, caller, this::refresh).open());
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
        var state = new Span(stateWords(key));
        state.addClassNames("badge", key.good(moments.now()) ? "badge-open" : "badge-ended");
        var facts = new Span(Texts.text("key.facts", moments.brief(key.createdAt()), end(key), use(key)));
        facts.addClassName("quiet");
        var words = new Div(new Div(new Code(key.id()), state), facts);
        words.addClassName("two");
        var toggle = new Button(
                Texts.text(key.enabled() ? "key.disable" : "key.enable"),
                _ -> act(key, "iam:UpdateAccessKey", () -> keys.setEnabled(key.id(), !key.enabled())));
        toggle.addThemeVariants(ButtonVariant.TERTIARY);
        var delete = new Button(Texts.text("delete"), _ -> confirmDelete(key));
        delete.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        var row = new Div(words, toggle, delete);
        row.addClassName("row");
        return row;
    }

    private String stateWords(AccessKey key) {
        if (key.expired(moments.now())) return Texts.text("key.expired");
        return Texts.text(key.enabled() ? "key.enabled" : "key.disabled");
    }

    private String end(AccessKey key) {
        var end = key.expiresAt();
        if (end == null) return Texts.text("key.endless");
        return Texts.text(key.expired(moments.now()) ? "key.ended" : "key.ends", moments.brief(end));
    }

    private String use(AccessKey key) {
        var use = key.lastUse();
        if (use == null) return Texts.text("key.never-used");
        var service = use.service();
        var region = use.region();
        return service == null || region == null
                ? Texts.text("key.used", moments.relative(use.at()))
                : Texts.text("key.used.for", moments.relative(use.at()), service, region);
    }

    private void confirmDelete(AccessKey key) {
        Confirmation.ask(
                Texts.text("key.delete.sure"),
                Texts.text("key.delete.what", key.id()),
                Texts.text("delete"),
                () -> act(key, "iam:DeleteAccessKey", () -> keys.delete(key.id())));
    }

    private void act(AccessKey key, String action, Runnable effect) {
        var change = action.equals("iam:UpdateAccessKey")
                ? Map.of("accessKeyId", key.id(), "status", key.enabled() ? "Inactive" : "Active")
                : Map.of("accessKeyId", key.id());
        acting.run(AccessRequest.of(caller, action, caller.arn()).with(change), effect);
        refresh();
    }
}
