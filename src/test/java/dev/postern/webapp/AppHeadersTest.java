package dev.postern.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.inventory.NodeId;
import dev.postern.webapp.AppTarget.Part;
import dev.postern.webapp.AppTarget.Scheme;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are translated between the app's origin and the one it is shown under. */
class AppHeadersTest {
    private static final NodeId NODE = new NodeId("mi-0123456789abcdef0");
    private static final AppTarget GRAFANA = target("grafana.internal", 3000);
    private static final String SHOWN = "http://0123456789abcdef0.apps.localhost:8080";

    private static AppTarget target(String host, int port) {
        return new AppTarget(NODE, Scheme.HTTP, host, port, "/");
    }

    @ParameterizedTest
    @CsvSource({
        "http://grafana.internal:3000/login?next=%2F, /login?next=%2F",
        "http://grafana.internal:3000, /",
        "/relative, /relative",
        "https://grafana.internal:3000/tls, https://grafana.internal:3000/tls",
        "http://grafana.internal:3000?a=b, /?a=b",
        "//grafana.internal:3000/a, /a",
        "//grafana.internal:3000, /",
        "//grafana.internal:30001/other, //grafana.internal:30001/other",
        "//cdn.example.org/a, //cdn.example.org/a",
        "http://grafana.internal:3000//evil.example/a, /.//evil.example/a",
        "http://grafana.internal:30001/other, http://grafana.internal:30001/other",
        "https://sso.example.org/, https://sso.example.org/",
    })
    void redirectsStayWhereTheBrowserIs(String location, String shown) {
        var headers = HttpFields.build();
        new AppHeaders(GRAFANA, headers).add(HttpHeader.LOCATION, location);
        assertThat(headers.get(HttpHeader.LOCATION)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5; url=http://grafana.internal:3000/x|5; url=/x",
                "0;URL='//grafana.internal:3000/x'|0;URL='/x'",
                "0, http://grafana.internal:3000/|0, /",
                "5|5",
                "5; url=https://elsewhere.example/|5; url=https://elsewhere.example/",
                "5; url=/x?to=http://grafana.internal:3000/|5; url=/x?to=http://grafana.internal:3000/",
            })
    void soDoPagesThatSendTheBrowserOnByThemselves(String refresh, String shown) {
        var headers = HttpFields.build();
        new AppHeaders(GRAFANA, headers).add("Refresh", refresh);
        assertThat(headers.get("Refresh")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sid=1; Path=/; Domain=grafana.internal; HttpOnly|sid=1; Path=/; HttpOnly",
                "sid=1; domain=.localhost|sid=1",
                "sid=domain; Path=/|sid=domain; Path=/",
                "sid=1; Domain; Secure|sid=1; Secure",
            })
    void cookiesStayOnTheirHost(String cookie, String shown) {
        var headers = HttpFields.build();
        new AppHeaders(GRAFANA, headers).add(HttpHeader.SET_COOKIE, cookie);
        assertThat(headers.get(HttpHeader.SET_COOKIE)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postern-app=x; Path=/", "__Host-postern-app=x; Path=/; Secure", " postern-app =x"})
    void noAppReplacesTheKey(String cookie) {
        var headers = HttpFields.build();
        new AppHeaders(GRAFANA, headers).add(HttpHeader.SET_COOKIE, cookie);
        assertThat(headers).isEmpty();
    }

    @Test
    void noPromiseForANameThatDoesNotLast() {
        var headers = HttpFields.build();
        new AppHeaders(GRAFANA, headers)
                .add(HttpHeader.STRICT_TRANSPORT_SECURITY, "max-age=31536000")
                .add(HttpHeader.CONTENT_TYPE, "text/html");
        assertThat(headers.getFieldNamesCollection()).containsExactly("Content-Type");
    }

    @Test
    void noAppClearsTheCookiesOfOthers() {
        var headers = HttpFields.build();
        new AppHeaders(GRAFANA, headers).add("Clear-Site-Data", "\"cookies\"");
        assertThat(headers).isEmpty();
    }

    @Test
    void theAppSeesItselfAndItsOwnCookies() {
        var headers = HttpFields.build()
                .add(HttpHeader.ORIGIN, SHOWN)
                .add(HttpHeader.REFERER, SHOWN + "/a?b")
                .add(HttpHeader.COOKIE, "a=1; postern-app=secret; b=\"2\"")
                .add(HttpHeader.COOKIE, "__Host-postern-app=secret");
        AppHeaders.toApp(GRAFANA, SHOWN, headers);
        assertThat(headers.get(HttpHeader.ORIGIN)).isEqualTo("http://grafana.internal:3000");
        assertThat(headers.get(HttpHeader.REFERER)).isEqualTo("http://grafana.internal:3000/a?b");
        assertThat(headers.getValuesList(HttpHeader.COOKIE)).containsExactly("a=1; b=\"2\"");
    }

    @Test
    void aForeignOriginIsLeftAsItIs() {
        var headers = HttpFields.build().add(HttpHeader.ORIGIN, SHOWN + ".evil.example");
        AppHeaders.toApp(GRAFANA, SHOWN, headers);
        assertThat(headers.get(HttpHeader.ORIGIN)).isEqualTo(SHOWN + ".evil.example");
    }

    @Test
    void theUsualPortGoesUnsaid() {
        assertThat(target("", 80).origin()).isEqualTo("http://localhost");
        assertThat(new AppTarget(NODE, Scheme.HTTPS, "", 443, "/").origin()).isEqualTo("https://localhost");
        assertThat(new AppTarget(NODE, Scheme.HTTPS, "", 80, "/").origin()).isEqualTo("https://localhost:80");
    }

    @Test
    void aTargetSaysWhichPartIsWrong() {
        assertWrong(Part.PORT, "", 0, "/");
        assertWrong(Part.PORT, "", 65_536, "/");
        assertWrong(Part.HOST, "a b", 80, "/");
        assertWrong(Part.HOST, "user@host", 80, "/");
        assertWrong(Part.HOST, "host/../x", 80, "/");
        assertWrong(Part.PATH, "", 80, "");
        assertWrong(Part.PATH, "", 80, "//elsewhere.example");
        assertWrong(Part.PATH, "", 80, "/a b");
        assertWrong(Part.PATH, "", 80, "/\r\nSet-Cookie: x=y");
        assertWrong(Part.PATH, "", 80, "/" + "a".repeat(2_048));
    }

    private static void assertWrong(Part part, String host, int port, String path) {
        assertThatThrownBy(() -> new AppTarget(NODE, Scheme.HTTP, host, port, path))
                .isInstanceOfSatisfying(
                        AppTarget.Wrong.class, wrong -> assertThat(wrong.part()).isEqualTo(part));
    }
}
