package dev.postern.api;

import dev.postern.api.operation.ApiError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** A request's body, whole: a signature covers all of it. Sent with its length or in chunks (protocol.md §1.3), all the same. */
final class Body {
    static final int MOST = 1024 * 1024;

    /** Of somebody who has not signed: a registration has some 3 KB. */
    static final int MOST_OF_A_STRANGER = 16 * 1024;

    /** The same, where they bring a token of a web identity provider: 20,000 characters at most, and what stands beside it. */
    static final int MOST_OF_A_STRANGERS_FORM = 32 * 1024;

    /** A body beyond this length is a large one. */
    private static final int LARGE = MOST_OF_A_STRANGER;

    /**
     * So many large bodies are held at once: who signed one is known only when all of it is here, so anybody can send as many as there are
     * connections.
     */
    static final int MOST_LARGE = 32;

    private static final Semaphore large = new Semaphore(MOST_LARGE);

    /** For the whole of it: nobody holds a connection by sending a byte now and then. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    /**
     * So much of a body that is too long is read and dropped before the answer: a connection closed while the peer still sends takes the answer
     * with it, and nobody hears why. A stranger who sends much too much is owed no such patience: {@link #STRANGERS_DROPPED}.
     */
    static final int MOST_DROPPED = 4 * MOST;

    /** A stranger's body up to so many times what it may have is read to its end, so that an honest mistake is answered. */
    private static final int STRANGERS_DROPPED = 2;

    private Body() {}

    /**
     * @param most bytes
     * @throws ApiError when it is longer, takes longer than {@link #LONGEST}, or is large and too many large ones are on their way
     */
    static byte[] read(Request request, int most, InstantSource clock) throws IOException {
        int patience = most == MOST ? MOST_DROPPED : STRANGERS_DROPPED * most;
        if (request.getLength() > patience) throw tooLarge(most);
        var deadline = clock.instant().plus(LONGEST);
        var body = new ByteArrayOutputStream();
        var part = new byte[8192];
        boolean isLarge = false;
        int dropped = 0;
        try (var in = Content.Source.asInputStream(request)) {
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                if (clock.instant().isAfter(deadline))
                    throw ApiError.of("RequestTimeoutException", "The request body took too long.");
                if (dropped > 0 || request.getLength() > most || body.size() + count > most) {
                    dropped += count;
                    if (dropped > patience) break;
                    continue;
                }
                if (!isLarge && body.size() + count > LARGE) {
                    isLarge = large.tryAcquire();
                    if (!isLarge) throw ApiError.of(ApiError.Kind.THROTTLED, "ThrottlingException", "Rate exceeded");
                }
                body.write(part, 0, count);
            }
        } finally {
            if (isLarge) large.release();
        }
        if (dropped > 0) throw tooLarge(most);
        return body.toByteArray();
    }

    /**
     * Reads to its end what a refused request may still send: a connection that Jetty closes over an unread body looks to its client like
     * one that is kept, and the next call is sent into it.
     *
     * @return false when that is more than a stranger may send, or does not come: then the answer must say that the connection ends
     */
    static boolean drop(Request request, InstantSource clock) {
        if (request.getLength() > MOST_OF_A_STRANGER || request.getHeaders().contains(HttpHeader.EXPECT)) return false;
        var deadline = clock.instant().plus(LONGEST);
        var part = new byte[4096];
        long left = MOST_OF_A_STRANGER;
        try (var in = Content.Source.asInputStream(request)) {
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                left -= count;
                if (left < 0 || clock.instant().isAfter(deadline)) return false;
            }
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** The request as if nobody had read it. */
    static Request again(Request request, byte[] body) {
        return new Request.Wrapper(request) {
            private final Content.Source content = Content.Source.from(ByteBuffer.wrap(body));

            @Override
            public Content.Chunk read() {
                return content.read();
            }

            @Override
            public void demand(Runnable task) {
                content.demand(task);
            }

            @Override
            public long getLength() {
                return body.length;
            }
        };
    }

    private static ApiError tooLarge(int most) {
        return ApiError.of(
                ApiError.Kind.TOO_LARGE,
                "RequestEntityTooLargeException",
                "The request body may have at most " + most + " bytes.");
    }
}
