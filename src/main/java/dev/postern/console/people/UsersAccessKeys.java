package dev.postern.console.people;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import dev.postern.identity.AccessKey;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Caller;
import java.util.List;

/** What somebody else's scripts sign with: to look at, to switch off, to delete; to make one is theirs. */
final class UsersAccessKeys extends Div {
    private final AccessKeys keys;
    private final UserDeeds deeds;
    private final Moments moments;
    private final Caller caller;
    private final String name;
    private final Div rows = new Div();
    private List<Object> drawn = List.of();

    UsersAccessKeys(AccessKeys keys, UserDeeds deeds, Moments moments, Caller caller, String name) {
        this.keys = keys;
        this.deeds = deeds;
        this.moments = moments;
        this.caller = caller;
        this.name = name;
        addClassName("panel");
        rows.addClassName("holders");
        add(new H2(Texts.text("user.keys")), rows);
    }

    void show() {
        setVisible(deeds.may(caller, "iam:ListAccessKeys", name));
        if (!isVisible()) return;
        var all = keys.of(name);
        var changeable = deeds.may(caller, "iam:UpdateAccessKey", name);
        var deletable = deeds.may(caller, "iam:DeleteAccessKey", name);
        List<Object> now = List.of(all, changeable, deletable);
        if (now.equals(drawn)) return;
        drawn = now;
        rows.removeAll();
        for (var key : all) rows.add(row(key, changeable, deletable));
        if (!all.isEmpty()) return;
        var none = new Span(Texts.text("user.keys.none"));
        none.addClassName("quiet");
        rows.add(none);
    }

    private Div row(AccessKey key, boolean changeable, boolean deletable) {
        var good = key.good(moments.now());
        var state = new Span(Texts.text(
                key.expired(moments.now()) ? "key.expired" : key.enabled() ? "key.enabled" : "key.disabled"));
        state.addClassNames("badge", good ? "badge-open" : "badge-ended");
        var use = new Span(Texts.text("user.key.made", moments.brief(key.createdAt())) + " · " + use(key));
        use.addClassName("quiet");
        var words = new Div(new Code(key.id()), state, use);
        words.addClassName("holder");
        var row = new Div(words);
        row.addClassName("holder-row");
        if (changeable) row.add(toggle(key));
        if (deletable) row.add(delete(key));
        return row;
    }

    private String use(AccessKey key) {
        var use = key.lastUse();
        return use == null ? Texts.text("key.never-used") : Texts.text("user.key.used", moments.relative(use.at()));
    }

    private Button toggle(AccessKey key) {
        var words = key.enabled() ? "key.disable" : "key.enable";
        var toggle = new Button(Texts.text(words), _ -> {
            if (deeds.setKeyEnabled(caller, key, !key.enabled())) show();
        });
        toggle.setAriaLabel(Texts.text("user.key.of", Texts.text(words), key.id()));
        toggle.addThemeVariants(ButtonVariant.TERTIARY);
        return toggle;
    }

    private Button delete(AccessKey key) {
        var delete = new Button(
                Texts.text("delete"),
                _ -> Confirmation.ask(
                        Texts.text("user.key.delete.sure"),
                        Texts.text("user.key.delete.what", key.id()),
                        Texts.text("delete"),
                        () -> {
                            if (deeds.deleteKey(caller, key)) show();
                        }));
        delete.setAriaLabel(Texts.text("user.key.of", Texts.text("delete"), key.id()));
        delete.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        return delete;
    }
}
