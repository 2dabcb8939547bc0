package dev.postern.identity;

import dev.postern.identity.SignInRefused.Reason;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * The code after a right password, and the code by which somebody who is signed in proves themselves once more. Only who knows the password, or
 * sits at an open page, gets as far as to guess.
 */
@Component
final class CodeSignIn {
    private static final String METHOD = "password";

    private final SecondStep steps;
    private final SecondFactors factors;
    private final ProvenCodes codes;
    private final LocalSignIn signIn;
    private final SignInEvents events;

    CodeSignIn(SecondStep steps, SecondFactors factors, ProvenCodes codes, LocalSignIn signIn, SignInEvents events) {
        this.steps = steps;
        this.factors = factors;
        this.codes = codes;
        this.signIn = signIn;
        this.events = events;
    }

    /** @throws SignInRefused where a right password is not enough for them */
    void askFor(User user) {
        if (factors.has(user)) throw SignInRefused.untilTheCode(steps.begin(user));
    }

    Authentication authenticate(SignInDetails details, SecondStep.Brought brought) {
        return brought.again() ? onceMore(details, brought) : afterThePassword(details, brought);
    }

    private Authentication afterThePassword(SignInDetails details, SecondStep.Brought brought) {
        var user = steps.of(brought.sealed()).filter(signIn::admits).orElseThrow(() -> new SignInRefused(Reason.LATE));
        var address = details.getRemoteAddress();
        var proof = proof(user, brought.code(), why -> events.denied(user.name(), METHOD, address, why));
        return signIn.begin(user, METHOD, Map.of(LocalSignIn.SECOND_FACTOR, proof), details);
    }

    private Authentication onceMore(SignInDetails details, SecondStep.Brought brought) {
        var user = signIn.present().orElseThrow(() -> new SignInRefused(Reason.LATE));
        var address = details.getRemoteAddress();
        var proof = proof(user, brought.code(), why -> events.notSteppedUp(user, address, why));
        return signIn.onceMore(user, proof, details);
    }

    /** What they proved themselves by, as the trail says it. */
    private String proof(User user, String code, Consumer<String> refusal) {
        try {
            return codes.prove(user, code, ProvenCodes.Door.CONSOLE)
                    .name()
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '-');
        } catch (SignInRefused refused) {
            refusal.accept(why(refused.reason()));
            throw refused;
        }
    }

    private static String why(Reason reason) {
        return switch (reason) {
            case WRONG_CODE -> "wrong or used code";
            case THROTTLED -> "too many tries";
            case LOCKED -> "the account is locked for codes";
            case WRONG, SECOND_FACTOR, LATE -> throw new IllegalStateException("no answer to a code");
        };
    }
}
