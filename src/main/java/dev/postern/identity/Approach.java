package dev.postern.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import org.springframework.http.HttpHeaders;

/**
 * By what a call came.
 *
 * @param userAgent what the client says that it is, which may be anything; empty where it says nothing. What is beyond {@link #LONGEST_USER_AGENT} is left out
 * @param secure whether it came over TLS, as far as the server knows: to a proxy, where that may tell
 */
public record Approach(String userAgent, boolean secure) implements Serializable {
    public static final int LONGEST_USER_AGENT = SignedInBrowser.LONGEST_USER_AGENT;

    public Approach {
        userAgent = userAgent.substring(0, Math.min(userAgent.length(), LONGEST_USER_AGENT));
    }

    /** Of a browser's request. */
    public static Approach of(HttpServletRequest request) {
        var said = request.getHeader(HttpHeaders.USER_AGENT);
        return new Approach(said == null ? "" : said, request.isSecure());
    }
}
