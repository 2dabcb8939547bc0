package dev.postern.console.documents;

import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.DocumentVersion;
import dev.postern.session.documents.SessionType;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A document in words. */
final class DocumentLook {
    private DocumentLook() {}

    /** What a document is for, as people look for it. */
    enum Kind {
        SHELL,
        INTERACTIVE,
        COMMAND,
        PORT,
        RUN_COMMAND;

        String words() {
            return Texts.text(
                    "documents.kind." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    static Kind kind(Document document) {
        if (document.type() == DocumentType.COMMAND) return Kind.RUN_COMMAND;
        return SessionType.of(document.shown().outline().sessionType())
                .map(DocumentLook::kind)
                .orElse(Kind.SHELL);
    }

    private static Kind kind(SessionType type) {
        return switch (type) {
            case STANDARD_STREAM -> Kind.SHELL;
            case INTERACTIVE_COMMANDS -> Kind.INTERACTIVE;
            case NON_INTERACTIVE_COMMANDS -> Kind.COMMAND;
            case PORT -> Kind.PORT;
        };
    }

    static String owner(Document document) {
        return Texts.text(document.provided() ? "documents.provided" : "documents.own");
    }

    /** Who and when, as short as a table wants it. */
    static String made(String by, @Nullable Instant at, Moments moments) {
        var who = by.substring(by.lastIndexOf('/') + 1);
        return at == null ? who : Texts.text("documents.made", who, moments.relative(at));
    }

    static String versions(Document document) {
        return document.defaultVersion() == document.latest()
                ? String.valueOf(document.latest())
                : Texts.text(
                        "documents.versions.of", String.valueOf(document.defaultVersion()), document.latest() + "");
    }

    /** By its number, and its name where it has one. */
    static String version(DocumentVersion version) {
        var number = String.valueOf(version.number());
        return version.versionName().isEmpty()
                ? Texts.text("documents.version.numbered", number)
                : Texts.text("documents.version.named", number, version.versionName());
    }

    /** Every typed word occurs somewhere in what is known of the document. */
    static boolean matches(Document document, String wanted) {
        var known = Stream.concat(
                        Stream.of(
                                document.name(),
                                document.shown().displayName(),
                                document.shown().outline().description(),
                                kind(document).words(),
                                document.createdBy()),
                        document.tags().entrySet().stream().map(tag -> tag.getKey() + "=" + tag.getValue()))
                .reduce("", (all, words) -> all + "\n" + words)
                .toLowerCase(Locale.ROOT);
        return Stream.of(wanted.toLowerCase(Locale.ROOT).strip().split("\\s+")).allMatch(known::contains);
    }
}
