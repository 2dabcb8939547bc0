package dev.postern.playback;

import dev.postern.access.Outcome;
import dev.postern.identity.Caller;
import dev.postern.identity.Callers;
import dev.postern.recording.RecordingRefused;
import dev.postern.recording.Recordings;
import dev.postern.session.SessionId;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the player in the browser asks for, by session cookie. What one may not see is not there: 404, whether it exists or not. */
@RestController
class RecordingController {
    private final Recordings recordings;
    private final Playbacks playbacks;
    private final Callers callers;

    RecordingController(Recordings recordings, Playbacks playbacks, Callers callers) {
        this.recordings = recordings;
        this.playbacks = playbacks;
        this.callers = callers;
    }

    @GetMapping("/recordings/{sessionId}/index")
    ResponseEntity<Told.Index> index(@PathVariable String sessionId, Locale locale) {
        return asked(sessionId, recordings::index)
                .map(index -> answer().contentType(MediaType.APPLICATION_JSON)
                        .body(Told.index(index, new MarkerWords(locale))))
                .orElseGet(RecordingController::nothing);
    }

    @GetMapping("/recordings/{sessionId}/segments/{number}")
    ResponseEntity<byte[]> segment(@PathVariable String sessionId, @PathVariable String number) {
        var segment = Told.number(number);
        if (segment.isEmpty()) return nothing();
        return asked(sessionId, (caller, session) -> recordings.segment(caller, session, segment.getAsInt()))
                .map(body ->
                        answer().contentType(MediaType.APPLICATION_OCTET_STREAM).body(body))
                .orElseGet(RecordingController::nothing);
    }

    @GetMapping("/recordings/{sessionId}/lines")
    ResponseEntity<Rendered> lines(@PathVariable String sessionId) {
        return asked(sessionId, playbacks::rendered)
                .map(rendered ->
                        answer().contentType(MediaType.APPLICATION_JSON).body(rendered))
                .orElseGet(RecordingController::nothing);
    }

    /** Written as it is read: a recording may be larger than the memory. What goes wrong on the way breaks the answer off. */
    @GetMapping("/recordings/{sessionId}/export/{format}")
    void export(@PathVariable String sessionId, @PathVariable String format, HttpServletResponse response)
            throws IOException {
        var download = Told.format(format)
                .flatMap(known -> asked(sessionId, (caller, session) -> playbacks.download(caller, session, known)));
        if (download.isEmpty()) {
            response.sendError(HttpStatus.NOT_FOUND.value());
            return;
        }
        response.setContentType(download.get().mediaType());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(download.get().fileName())
                        .build()
                        .toString());
        download.get().content().writeTo(response.getOutputStream());
    }

    private <T> Optional<T> asked(String id, BiFunction<Caller, SessionId, Outcome<T>> question) {
        var caller = callers.current();
        if (caller.isEmpty() || !SessionId.isValid(id)) return Optional.empty();
        return switch (question.apply(caller.get(), new SessionId(id))) {
            case Outcome.Done<T>(var value) -> Optional.of(value);
            case Outcome.Refused<T> _ -> Optional.empty();
        };
    }

    private static ResponseEntity.BodyBuilder answer() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore());
    }

    private static <T> ResponseEntity<T> nothing() {
        return ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build();
    }

    @ExceptionHandler
    ResponseEntity<String> refused(RecordingRefused refused) {
        var status = switch (refused.code()) {
            case NOT_FOUND, NOTHING_KEPT -> HttpStatus.NOT_FOUND;
            case NOT_FINISHED -> HttpStatus.CONFLICT;
            case DAMAGED -> HttpStatus.INTERNAL_SERVER_ERROR;
            case TRY_AGAIN -> HttpStatus.SERVICE_UNAVAILABLE;
        };
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.TEXT_PLAIN)
                .body(refused.getMessage());
    }
}
