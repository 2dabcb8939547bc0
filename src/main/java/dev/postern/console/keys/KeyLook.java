package dev.postern.console.keys;

import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import dev.postern.keys.KmsAlias;
import dev.postern.keys.KmsKey;
import dev.postern.keys.KmsKeys;
import java.util.List;

/** A key in words. */
final class KeyLook {
    private KeyLook() {}

    /** By its first alias, else its description, else its id. */
    static String name(KmsKey key, List<KmsAlias> aliases) {
        if (!aliases.isEmpty()) return bare(aliases.getFirst());
        return key.description().isBlank() ? Texts.text("keys.unnamed") : key.description();
    }

    /** An alias as people say it. */
    static String bare(KmsAlias alias) {
        return alias.name().substring(KmsKeys.ALIAS_PREFIX.length());
    }

    /** For the badge's class and its text's key. */
    static String state(KmsKey key) {
        return switch (key.state()) {
            case KmsKey.State.Enabled _ -> "open";
            case KmsKey.State.Disabled _ -> "ended";
            case KmsKey.State.PendingDeletion _ -> "failed";
        };
    }

    static String stateWords(KmsKey key, Moments moments) {
        return switch (key.state()) {
            case KmsKey.State.Enabled _ -> Texts.text("keys.enabled");
            case KmsKey.State.Disabled _ -> Texts.text("keys.disabled");
            case KmsKey.State.PendingDeletion(var at) -> Texts.text("keys.deleted.when", moments.relative(at));
        };
    }

    static String version(KmsKey key, Moments moments) {
        return Texts.text("keys.version.since", key.version(), moments.brief(key.versionSince()));
    }

    /** As short as a table wants it. */
    static String rhythm(KmsKey key) {
        var rotation = key.rotation();
        return rotation == null
                ? Texts.text("keys.rotation.none")
                : Texts.text("keys.rotation.rhythm", rotation.days());
    }

    static String rotation(KmsKey key, Moments moments) {
        var rotation = key.rotation();
        return rotation == null
                ? Texts.text("keys.rotation.none")
                : Texts.text("keys.rotation.every", rotation.days(), moments.brief(rotation.next()));
    }
}
