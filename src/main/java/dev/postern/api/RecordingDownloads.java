package dev.postern.api;

import dev.postern.access.Outcome;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Permission;
import dev.postern.identity.Caller;
import dev.postern.playback.Download;
import dev.postern.playback.Format;
import dev.postern.playback.Playbacks;
import dev.postern.recording.RecordingRefused;
import dev.postern.session.SessionId;
import java.io.IOException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** {@code GET /v1/recordings/…}: a recording goes out as it is read, however large it is. */
@Component
final class RecordingDownloads {
    private static final Logger log = LoggerFactory.getLogger(RecordingDownloads.class);

    private final Playbacks playbacks;

    RecordingDownloads(Playbacks playbacks) {
        this.playbacks = playbacks;
    }

    /** Blocks until all of it is sent. What goes wrong behind the first byte breaks the connection off: no reader takes half for the whole. */
    void send(Caller caller, SessionId session, Format format, Exchange exchange) {
        var download = download(caller, session, format);
        var response = exchange.response;
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, download.mediaType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        try {
            // closed at the very end alone: closing says that this was all
            var out = Content.Sink.asOutputStream(response);
            download.content().writeTo(out);
            out.close();
        } catch (IOException | RuntimeException broken) {
            log.atWarn()
                    .addKeyValue("session", session)
                    .addKeyValue("request", exchange.id)
                    .setCause(broken)
                    .log("recording not sent to its end");
            exchange.callback.failed(broken);
            return;
        }
        exchange.callback.succeeded();
    }

    private Download download(Caller caller, SessionId session, Format format) {
        try {
            return switch (playbacks.download(caller, session, format)) {
                case Outcome.Done<Download>(var download) -> download;
                case Outcome.Refused<Download>(var denied) -> throw ApiError.denied(Permission.words(caller, denied));
            };
        } catch (RecordingRefused refused) {
            throw error(refused);
        }
    }

    private static ApiError error(RecordingRefused refused) {
        var words = String.valueOf(refused.getMessage());
        return switch (refused.code()) {
            case NOT_FOUND, NOTHING_KEPT -> ApiError.of(ApiError.Kind.NOWHERE, "ResourceNotFoundException", words);
            case NOT_FINISHED -> ApiError.of(ApiError.Kind.CONFLICT, "RecordingNotFinishedException", words);
            case DAMAGED, TRY_AGAIN -> ApiError.of(ApiError.Kind.SERVER, "InternalServerError", words);
        };
    }
}
