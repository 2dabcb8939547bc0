package dev.postern.api;

import dev.postern.api.operation.ApiError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** A request's body, whole: a signature covers all of it. Sent with its length or in chunks (protocol.md §1.3), all the same. */
final class Body {
    static final int MOST = 1024 * 1024;

    /** For the whole of it: nobody holds a connection by sending a byte now and then. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private Body() {}

    /** @throws ApiError when it is longer than {@link #MOST} bytes or takes longer than {@link #LONGEST} */
    static byte[] read(Request request, InstantSource clock) throws IOException {
        if (request.getLength() > MOST) throw tooLarge();
        var deadline = clock.instant().plus(LONGEST);
        var body = new ByteArrayOutputStream();
        var part = new byte[8192];
        try (var in = Content.Source.asInputStream(request)) {
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                body.write(part, 0, count);
                if (body.size() > MOST) throw tooLarge();
                if (clock.instant().isAfter(deadline))
                    throw ApiError.of("RequestTimeoutException", "The request body took too long.");
            }
        }
        return body.toByteArray();
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

    private static ApiError tooLarge() {
        return ApiError.of(
                ApiError.Kind.TOO_LARGE,
                "RequestEntityTooLargeException",
                "The request body may have at most " + MOST + " bytes.");
    }
}
