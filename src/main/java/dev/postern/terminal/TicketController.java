package dev.postern.terminal;

import dev.postern.identity.Callers;
import dev.postern.session.SessionId;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands out tickets: by session cookie and CSRF header, so that a page outlives a restart of the server. */
@RestController
class TicketController {
    private final Tickets tickets;
    private final OwnSessions sessions;
    private final Callers callers;

    TicketController(Tickets tickets, OwnSessions sessions, Callers callers) {
        this.tickets = tickets;
        this.sessions = sessions;
        this.callers = callers;
    }

    /** 404 for sessions one may not open, whether they exist or not. */
    @PostMapping("/terminal/{sessionId}/ticket")
    ResponseEntity<Map<String, String>> issue(@PathVariable String sessionId) {
        var caller = callers.current();
        if (caller.isEmpty() || !SessionId.isValid(sessionId))
            return ResponseEntity.notFound().build();
        var session = sessions.find(caller.get(), new SessionId(sessionId));
        if (session.isEmpty()) return ResponseEntity.notFound().build();
        var ticket = tickets.issue(caller.get().name(), session.get().id());
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Map.of("ticket", ticket));
    }
}
