package dev.postern.webapp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.ResourceBundle;
import org.springframework.web.util.HtmlUtils;

/** A title and a sentence in the product's colours, for somebody who is sent away before any view could speak. Loads nothing and runs nothing. */
public final class PlainPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif; background: light-dark(#f3f6f6, #101719); color: light-dark(#16211f, #e4ecea); }
            body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; }
            main { box-sizing: border-box; max-width: 30rem; margin: 1rem; padding: 2rem; border-radius: 12px; background: light-dark(#fff, #182224); box-shadow: 0 1px 3px #0002, 0 8px 32px #0001; overflow-wrap: anywhere; }
            svg { color: light-dark(#0b7a6f, #3cc4b2); display: block; }
            h1 { font-size: 1.25rem; line-height: 1.3; margin: 1.25rem 0 .5rem; }
            p { margin: 0; }
            """;

    /** What goes into {@code Content-Security-Policy}: this style and nothing else. */
    public static final String POLICY =
            "default-src 'none'; style-src 'sha256-" + sha256(STYLE) + "'; frame-ancestors 'none'";

    private PlainPage() {}

    /**
     * The document, in UTF-8.
     *
     * @param bundle whose language the texts are in
     * @param text as it is to be read: neither it nor the title is HTML
     */
    public static String of(ResourceBundle bundle, String title, String text) {
        var language = bundle.getLocale().getLanguage();
        return """
                <!doctype html>
                <html lang="%s"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%3$s · Postern</title>
                <style>%2$s</style>
                <main>
                <svg width="36" height="36" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M4 21V10a8 8 0 0 1 16 0v11"/><path d="M8 21v-9.5a4 4 0 0 1 8 0V21"/><path d="M2.5 21h19"/></svg>
                <h1>%3$s</h1>
                <p>%4$s</p>
                </main>
                </html>
                """.formatted(
                language.isEmpty() ? "en" : language, STYLE, HtmlUtils.htmlEscape(title), HtmlUtils.htmlEscape(text));
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
