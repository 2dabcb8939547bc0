package dev.postern.console.sessions;

import dev.postern.access.Outcome;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Callers;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionRefused;
import dev.postern.session.Sessions;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.VersionChoice;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** What a terminal's button {@code Reopen} asks for: a new session like the one that ended. */
@RestController
class AnotherSession {
    private final Sessions sessions;
    private final Documents documents;
    private final Callers callers;

    AnotherSession(Sessions sessions, Documents documents, Callers callers) {
        this.sessions = sessions;
        this.documents = documents;
        this.callers = callers;
    }

    /**
     * {@code {"session": id}}; {@code {"form": address}} where parameters must be given again; or {@code {"reason": words}} with 403, 404 or 409. Only the
     * owner's own are found.
     */
    @PostMapping("/terminal/{id}/again")
    ResponseEntity<Map<String, String>> again(@PathVariable String id) {
        var caller = callers.current().orElse(null);
        if (caller == null) return refused(HttpStatus.UNAUTHORIZED, "");
        var before = SessionId.isValid(id)
                ? sessions.find(new SessionId(id))
                        .filter(session -> session.isOf(caller))
                        .orElse(null)
                : null;
        if (before == null) return refused(HttpStatus.NOT_FOUND, Texts.text("terminal.not-found.what"));
        if (hadValues(before.document())) return ResponseEntity.ok(Map.of("form", form(before)));
        try {
            var wanted = new Sessions.Start(
                    before.node(), before.document(), Map.of(), before.reason(), Session.Client.BROWSER);
            return switch (sessions.start(caller, wanted)) {
                case Outcome.Done<Sessions.Started>(var started) ->
                    ResponseEntity.ok(Map.of("session", started.session().id().value()));
                case Outcome.Refused<Sessions.Started>(var decision) ->
                    refused(HttpStatus.FORBIDDEN, Texts.text("problem.denied", decision.because()));
            };
        } catch (SessionRefused no) {
            return refused(HttpStatus.CONFLICT, Acting.reason(no));
        }
    }

    /** What its parameters were is not kept, and the document's defaults would make another session of it. Nobody gives the preferences any. */
    private boolean hadValues(String document) {
        if (document.equals(Documents.PREFERENCES)) return false;
        return documents
                .content(document, VersionChoice.DEFAULT)
                .filter(content -> !content.parameters().isEmpty())
                .isPresent();
    }

    /** On the node's page. */
    private static String form(Session before) {
        return UriComponentsBuilder.fromPath("/nodes/{node}")
                .queryParam("start", "{document}")
                .encode()
                .buildAndExpand(before.node(), before.document())
                .toUriString();
    }

    private static ResponseEntity<Map<String, String>> refused(HttpStatus status, String reason) {
        return ResponseEntity.status(status).body(Map.of("reason", reason));
    }
}
