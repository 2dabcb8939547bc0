package dev.postern.identity.passkeys;

import dev.postern.identity.passkeys.PasskeyRefused.Reason;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What browsers are asked and what they answer, in the JSON that WebAuthn defines for both. */
final class PasskeyJson {
    /** The largest that authenticators make is an RSA key with its statement, some 2 KiB. */
    static final int LONGEST = 16_384;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new WebauthnJacksonModule()).build();

    private PasskeyJson() {}

    static String written(Object options) {
        return MAPPER.writeValueAsString(options);
    }

    static PublicKeyCredential<AuthenticatorAttestationResponse> made(String answer) {
        return read(answer, new TypeReference<>() {});
    }

    static PublicKeyCredential<AuthenticatorAssertionResponse> used(String answer) {
        return read(answer, new TypeReference<>() {});
    }

    private static <R extends org.springframework.security.web.webauthn.api.AuthenticatorResponse>
            PublicKeyCredential<R> read(String answer, TypeReference<PublicKeyCredential<R>> type) {
        if (answer.length() > LONGEST) throw new PasskeyRefused(Reason.WRONG, "the answer is too long");
        try {
            var credential = MAPPER.readValue(answer, type);
            if (credential != null
                    && credential.getRawId() != null
                    && credential.getResponse() != null
                    && credential.getRawId().toBase64UrlString().equals(credential.getId())) return credential;
        } catch (JacksonException | IllegalArgumentException | NullPointerException nonsense) {
            // said below: what a stranger sends is worth no more words
        }
        throw new PasskeyRefused(Reason.WRONG, "the answer is none");
    }
}
