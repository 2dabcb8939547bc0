package dev.postern.api;

import dev.postern.identity.Approach;
import dev.postern.sigv4.SignableRequest;
import dev.postern.sigv4.SignableRequest.Header;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request under way, in one thread's hands. What is found out about it on the way serves its refusal, too. */
final class Exchange {
    private static final Pattern CLAIMED_KEY = Pattern.compile("Credential=([A-Za-z0-9_-]{1,128})/");

    /** More of it says nothing more. */
    private static final int LONGEST_PATH = 200;

    final Request request;
    final Response response;
    final Callback callback;
    final String id = UUID.randomUUID().toString();
    final String address;
    Wire wire = Wire.JSON;
    String action = "ApiCall";
    Signer signer = new Signer.Nobody();

    Exchange(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.address = bare(Request.getRemoteAddr(request));
        response.getHeaders().put("x-amzn-RequestId", id);
    }

    boolean isSigned() {
        return request.getHeaders().contains(HttpHeader.AUTHORIZATION);
    }

    /** The listener speaks TLS alone. */
    Approach approach() {
        var said = request.getHeaders().get(HttpHeader.USER_AGENT);
        return new Approach(said == null ? "" : said, true);
    }

    /** The request as its signature covers it: raw path and query, headers as received. */
    SignableRequest signable(byte[] body) {
        var uri = request.getHttpURI();
        return new SignableRequest(
                request.getMethod(),
                uri.getPath(),
                Optional.ofNullable(uri.getQuery()).orElse(""),
                request.getHeaders().stream()
                        .map(field -> new Header(
                                field.getName(),
                                Optional.ofNullable(field.getValue()).orElse("")))
                        .toList(),
                SignableRequest.hash(body));
    }

    Refusals.Attempt attempt() {
        var claimed =
                CLAIMED_KEY.matcher(Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                        .orElse(""));
        return new Refusals.Attempt(action, signer, claimed.find() ? claimed.group(1) : "", address, call(), id);
    }

    private String call() {
        var path = request.getHttpURI().getPath();
        return request.getMethod() + " "
                + (path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…");
    }

    void send(Wire.Reply reply) {
        response.setStatus(reply.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.mediaType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
        response.write(true, ByteBuffer.wrap(reply.body()), callback);
    }

    /** Jetty writes IPv6 addresses in brackets. */
    private static String bare(String address) {
        return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
    }
}
