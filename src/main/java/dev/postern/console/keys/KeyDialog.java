package dev.postern.console.keys;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import dev.postern.access.AccessRequest;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.TagEditor;
import dev.postern.console.shell.Texts;
import dev.postern.keys.KmsAlias;
import dev.postern.keys.KmsKey;
import dev.postern.keys.KmsKeys;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One key: what it is, its aliases, and what can be done to it. Shown anew after each deed. */
final class KeyDialog extends Dialog {
    private final UUID id;
    private final KmsKeys keys;
    private final KeyDeeds deeds;
    private final Moments moments;
    private final Runnable changed;

    KeyDialog(UUID id, KmsKeys keys, KeyDeeds deeds, Moments moments, Runnable changed) {
        this.id = id;
        this.keys = keys;
        this.deeds = deeds;
        this.moments = moments;
        this.changed = changed;
        setWidth("min(640px, 100vw)");
        addClassName("key-dialog");
        var done = new Button(Texts.text("done"), _ -> close());
        done.addThemeVariants(ButtonVariant.PRIMARY);
        getFooter().add(done);
        show();
    }

    private void show() {
        removeAll();
        var found = keys.find(id);
        if (found.isEmpty()) {
            close();
            return;
        }
        var key = found.get();
        var aliases =
                keys.aliases().stream().filter(alias -> alias.key().equals(id)).toList();
        setHeaderTitle(KeyLook.name(key, aliases));
        add(new Facts()
                .id("keys.arn", key.arn())
                .text("keys.description", key.description())
                .text("keys.state", KeyLook.stateWords(key, moments))
                .text("keys.created.at", moments.brief(key.createdAt()))
                .text("keys.version", KeyLook.version(key, moments))
                .text("keys.rotation", KeyLook.rotation(key, moments)));
        add(new H3(Texts.text("keys.aliases")));
        var rows = new Div();
        rows.addClassName("rows");
        for (var alias : aliases) rows.add(row(alias));
        add(rows);
        var pending = key.state() instanceof KmsKey.State.PendingDeletion;
        if (!pending) add(newAlias(key));
        add(new H3(Texts.text("keys.tags")), tags(key, pending));
        add(new H3(Texts.text("keys.deeds")));
        var deedsRow = new Div(pending ? new Component[] {keep(key)} : deeds(key));
        deedsRow.addClassName("buttons");
        add(deedsRow);
    }

    private Component[] deeds(KmsKey key) {
        return key.enabled()
                ? new Component[] {rotate(key), regularly(key), toggle(key), delete(key)}
                : new Component[] {toggle(key), delete(key)};
    }

    private Div row(KmsAlias alias) {
        var remove = new Button(
                Texts.text("keys.alias.remove"),
                _ -> Confirmation.ask(
                        Texts.text("keys.alias.remove.sure"),
                        Texts.text("keys.alias.remove.what", alias.name()),
                        Texts.text("keys.alias.remove"),
                        () -> done("kms:DeleteAlias", alias.arn(), () -> keys.deleteAlias(alias.name()))));
        remove.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        var name = new Div(new Code(alias.name()));
        name.addClassName("two");
        var row = new Div(name, remove);
        row.addClassName("row");
        return row;
    }

    private TagEditor tags(KmsKey key, boolean pending) {
        var editor = new TagEditor(new KeyTags(key.arn()));
        var may = deeds.may("kms:TagResource", key.arn()) && deeds.may("kms:UntagResource", key.arn());
        editor.show(key.tags(), !pending && may);
        return editor;
    }

    private Div newAlias(KmsKey key) {
        var name = new AliasField();
        var add = new Button(Texts.text("keys.alias.add"), Glyph.PLUS.draw());
        add.addClickListener(_ -> {
            if (name.check(true))
                done("kms:CreateAlias", keys.aliasArn(name.full()), () -> keys.createAlias(name.full(), key.id()));
        });
        var row = new Div(name, add);
        row.addClassName("field-action");
        return row;
    }

    private Button rotate(KmsKey key) {
        return new Button(Texts.text("keys.rotate"), _ -> {
            if (done("kms:RotateKeyOnDemand", key.arn(), () -> keys.rotate(key.id())))
                Notices.done(Texts.text("keys.rotated"));
        });
    }

    private Button regularly(KmsKey key) {
        return key.rotation() == null
                ? new Button(
                        Texts.text("keys.rotation.enable"),
                        _ -> done(
                                "kms:EnableKeyRotation",
                                key.arn(),
                                () -> keys.rotateEvery(key.id(), KmsKeys.USUAL_ROTATION_DAYS)))
                : new Button(
                        Texts.text("keys.rotation.disable"),
                        _ -> done("kms:DisableKeyRotation", key.arn(), () -> keys.rotateEvery(key.id(), null)));
    }

    private Button toggle(KmsKey key) {
        if (!key.enabled())
            return new Button(
                    Texts.text("keys.enable"),
                    _ -> done("kms:EnableKey", key.arn(), () -> keys.setEnabled(key.id(), true)));
        return new Button(
                Texts.text("keys.disable"),
                _ -> Confirmation.ask(
                        Texts.text("keys.disable.sure"),
                        Texts.text("keys.disable.what"),
                        Texts.text("keys.disable"),
                        () -> done("kms:DisableKey", key.arn(), () -> keys.setEnabled(key.id(), false))));
    }

    private Button delete(KmsKey key) {
        var delete = new Button(
                Texts.text("keys.delete"),
                _ -> Confirmation.ask(
                        Texts.text("keys.delete.sure"),
                        Texts.text("keys.delete.what", KmsKeys.LONGEST_WAIT.toDays()),
                        Texts.text("keys.delete"),
                        () -> done(
                                "kms:ScheduleKeyDeletion",
                                key.arn(),
                                () -> keys.scheduleDeletion(key.id(), KmsKeys.LONGEST_WAIT))));
        delete.addThemeVariants(ButtonVariant.ERROR);
        return delete;
    }

    private Button keep(KmsKey key) {
        return new Button(
                Texts.text("keys.keep"),
                _ -> done("kms:CancelKeyDeletion", key.arn(), () -> keys.cancelDeletion(key.id())));
    }

    private boolean done(String action, String arn, Runnable effect) {
        return done(action, arn, Map.of(), effect);
    }

    private boolean done(String action, String arn, Map<String, String> facts, Runnable effect) {
        return done(deeds.request(action, arn).with(facts), effect);
    }

    private boolean done(AccessRequest request, Runnable effect) {
        var done = deeds.run(request, effect);
        show();
        changed.run();
        return done;
    }

    private final class KeyTags implements TagEditor.Tags {
        private final String arn;

        KeyTags(String arn) {
            this.arn = arn;
        }

        @Override
        public void add(String key, String value) {
            var tag = Map.of(key, value);
            done(deeds.request("kms:TagResource", arn).giving(tag), () -> keys.tag(id, tag));
        }

        @Override
        public void remove(String key) {
            var taken = List.of(key);
            done(deeds.request("kms:UntagResource", arn).taking(taken), () -> keys.untag(id, taken));
        }
    }
}
