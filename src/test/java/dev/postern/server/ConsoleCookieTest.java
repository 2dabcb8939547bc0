package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.web.http.CookieSerializer.CookieValue;

/** The cookie of the console's sessions: over TLS under a name that nobody but the console can set. */
class ConsoleCookieTest {
    private final ConsoleCookie cookie = new ConsoleCookie();

    private static MockHttpServletRequest request(boolean secure) {
        var request = new MockHttpServletRequest();
        request.setSecure(secure);
        return request;
    }

    private String written(boolean secure) {
        var response = new MockHttpServletResponse();
        cookie.writeCookieValue(new CookieValue(request(secure), response, "id"));
        return String.valueOf(response.getHeader("Set-Cookie"));
    }

    @Test
    void overTlsItBelongsToItsHostAlone() {
        assertThat(written(true))
                .startsWith("__Host-POSTERN_SESSION=")
                .contains("Path=/;", "Secure", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Domain");
    }

    @Test
    void withoutTlsBrowsersWouldNotTakeSuchAName() {
        assertThat(written(false))
                .startsWith("POSTERN_SESSION=")
                .contains("Path=/;", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Secure");
    }

    @Test
    void overTlsAPlantedCookieIsNotRead() {
        var value = written(true).split("[=;]", 3)[1];
        var both = request(true);
        both.setCookies(new Cookie(ConsoleCookie.NAME, "cGxhbnRlZA"), new Cookie(ConsoleCookie.SECURE_NAME, value));
        assertThat(cookie.readCookieValues(both)).containsExactly("id");
        var planted = request(true);
        planted.setCookies(new Cookie(ConsoleCookie.NAME, value));
        assertThat(cookie.readCookieValues(planted)).isEmpty();
    }
}
