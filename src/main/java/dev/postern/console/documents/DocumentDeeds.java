package dev.postern.console.documents;

import dev.postern.access.Outcome;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Refusal;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentRefused;
import dev.postern.session.documents.DocumentVersion;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.VersionChoice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What is done to documents from the console; they pass the gate themselves, and what they refuse is said to the person. */
@Component
class DocumentDeeds {
    private final Documents documents;
    private final Acting acting;

    DocumentDeeds(Documents documents, Acting acting) {
        this.documents = documents;
        this.acting = acting;
    }

    boolean may(Caller caller, String action, String name) {
        return acting.may(caller, documents.leg(action, name));
    }

    Optional<Refusal> whyNot(Caller caller, String action, String name) {
        return acting.whyNot(caller, documents.leg(action, name));
    }

    /** @throws DocumentRefused which the one who asked shows where it belongs */
    Optional<Document> create(Caller caller, Documents.NewDocument wanted) {
        return Acting.said(documents.create(caller, wanted));
    }

    /** @throws DocumentRefused which the one who asked shows where it belongs */
    Optional<DocumentVersion> update(Caller caller, Documents.NewVersion wanted) {
        return Acting.said(documents.update(caller, wanted));
    }

    boolean makeDefault(Caller caller, String name, int number) {
        return done(() -> documents.makeDefault(caller, name, new VersionChoice.Numbered(number)));
    }

    boolean deleteVersion(Caller caller, String name, int number) {
        return done(() -> documents.deleteVersion(caller, name, new VersionChoice.Numbered(number)));
    }

    boolean tag(Caller caller, String name, String key, String value) {
        return done(() -> documents.tag(caller, name, Map.of(key, value)));
    }

    boolean untag(Caller caller, String name, String key) {
        return done(() -> documents.untag(caller, name, List.of(key)));
    }

    boolean delete(Caller caller, String name) {
        return done(() -> documents.delete(caller, name));
    }

    private static <T> boolean done(Supplier<Outcome<T>> deed) {
        try {
            return Acting.said(deed.get()).isPresent();
        } catch (DocumentRefused refused) {
            Notices.problem(Texts.text("problem.rule", refused.text()));
            return false;
        }
    }
}
