package dev.postern.webapp;

import dev.postern.identity.Callers;
import dev.postern.session.SessionId;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The way from the console into an app: a link that can be kept, and gives this browser a ticket each time. */
@RestController
class WebAppController {
    private final WebApps apps;
    private final Callers callers;

    WebAppController(WebApps apps, Callers callers) {
        this.apps = apps;
        this.callers = callers;
    }

    /** Back to the session's page when it is no open app of the caller's, which says how it ended. */
    @GetMapping("/webapps/{session}")
    ResponseEntity<String> enter(@PathVariable String session, HttpServletRequest request) {
        var caller = callers.current();
        if (caller.isEmpty() || !SessionId.isValid(session))
            return ResponseEntity.notFound().build();
        var app = apps.find(caller.get(), new SessionId(session));
        if (app.isEmpty()) return to(URI.create("/sessions/" + session));
        var console =
                ServletUriComponentsBuilder.fromContextPath(request).build().toUri();
        try {
            return to(apps.link(app.get(), console));
        } catch (IllegalArgumentException unreachable) {
            return ResponseEntity.status(HttpStatus.CONFLICT).body(unreachable.getMessage());
        }
    }

    private static ResponseEntity<String> to(URI place) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(place)
                .cacheControl(CacheControl.noStore())
                .build();
    }
}
