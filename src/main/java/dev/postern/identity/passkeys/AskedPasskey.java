package dev.postern.identity.passkeys;

import dev.postern.identity.SignedInBrowsers;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;

/**
 * What a browser was asked to sign with a passkey, kept with its session: answered once, within five minutes, by that browser. A session has one such question,
 * the last.
 */
final class AskedPasskey {
    static final Duration LIFE = Duration.ofMinutes(5);

    /** In memory, where all requests of a session share it: of two answers at the same moment one is taken. */
    private static final String ATTRIBUTE = SignedInBrowsers.LIVE + "asked-passkey";

    private final PublicKeyCredentialRequestOptions options;
    private final Instant until;
    private final AtomicBoolean answered = new AtomicBoolean();

    private AskedPasskey(PublicKeyCredentialRequestOptions options, Instant until) {
        this.options = options;
        this.until = until;
    }

    static void ask(HttpServletRequest request, PublicKeyCredentialRequestOptions options, Instant now) {
        request.getSession().setAttribute(ATTRIBUTE, new AskedPasskey(options, now.plus(LIFE)));
    }

    /** Empty where nothing was asked, it was answered, or it is too late. */
    static Optional<PublicKeyCredentialRequestOptions> answeredBy(HttpServletRequest request, Instant now) {
        var session = request.getSession(false);
        if (session == null || !(session.getAttribute(ATTRIBUTE) instanceof AskedPasskey asked))
            return Optional.empty();
        return asked.answered.getAndSet(true) || !now.isBefore(asked.until)
                ? Optional.empty()
                : Optional.of(asked.options);
    }
}
