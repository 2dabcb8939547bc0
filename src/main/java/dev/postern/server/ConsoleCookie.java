package dev.postern.server;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.stereotype.Component;

/**
 * The cookie that a browser's session goes by. Over TLS its name begins with {@code __Host-}: browsers take such a cookie from the console's own host
 * alone, so that no neighbour below the same domain, such as a web app, can plant one. The plain name is not even read then.
 */
@Component
final class ConsoleCookie implements CookieSerializer {
    static final String NAME = "POSTERN_SESSION";
    static final String SECURE_NAME = "__Host-" + NAME;

    private final CookieSerializer plain = named(NAME);
    private final CookieSerializer secure = named(SECURE_NAME);

    private static CookieSerializer named(String name) {
        var cookie = new DefaultCookieSerializer(); // Secure where the request was
        cookie.setCookieName(name);
        cookie.setCookiePath("/");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite("Lax");
        return cookie;
    }

    private CookieSerializer of(HttpServletRequest request) {
        return request.isSecure() ? secure : plain;
    }

    @Override
    public void writeCookieValue(CookieValue value) {
        of(value.getRequest()).writeCookieValue(value);
    }

    @Override
    public List<String> readCookieValues(HttpServletRequest request) {
        return of(request).readCookieValues(request);
    }
}
