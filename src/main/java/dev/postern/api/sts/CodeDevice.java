package dev.postern.api.sts;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import dev.postern.identity.Assurance;
import dev.postern.identity.Caller;
import dev.postern.identity.ProvenCodes;
import dev.postern.identity.SignInEvents;
import dev.postern.identity.SignInRefused;
import dev.postern.identity.Standing;
import dev.postern.identity.Users;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** A code in a call ({@code SerialNumber}, {@code TokenCode}): whoever signs proves themselves by their authenticator as well. */
@Component
final class CodeDevice {
    private static final Shape<String> SERIAL_NUMBER = Shape.text(9, 256, Pattern.compile("[\\w+=/:,.@-]*"));
    private static final Shape<String> TOKEN_CODE = Shape.secret(6, 6);
    private static final String FAILED = "MultiFactorAuthentication failed";

    private final Users users;
    private final ProvenCodes codes;
    private final SignInEvents events;
    private final Account account;
    private final InstantSource clock;

    CodeDevice(Users users, ProvenCodes codes, SignInEvents events, Account account, InstantSource clock) {
        this.users = users;
        this.codes = codes;
        this.events = events;
        this.account = account;
        this.clock = clock;
    }

    /** The caller as they are where there is no code; with a right one, as somebody who proved themselves by two factors just now. */
    Caller proven(Caller caller, Input input) {
        var device = input.optional("SerialNumber", SERIAL_NUMBER);
        var code = input.optional("TokenCode", TOKEN_CODE);
        if (device == null && code == null) return caller;
        if (device == null || code == null) throw ApiError.denied(FAILED + ": SerialNumber and TokenCode go together.");
        // one answer for another's device and for none: which there are is not for everybody to find out
        if (!(caller.standing() instanceof Standing.Own) || !device.equals(account.mfaDevice(caller.name())))
            throw ApiError.denied(FAILED + ", unable to validate MFA code. Use your own device, "
                    + account.mfaDevice(caller.name()) + ".");
        var user = users.find(caller.name()).orElseThrow(() -> ApiError.denied(FAILED + "."));
        try {
            codes.prove(user, code, ProvenCodes.Door.KEY);
        } catch (SignInRefused refused) {
            events.notSteppedUp(
                    user,
                    caller.address(),
                    refused.reason() == SignInRefused.Reason.WRONG_CODE
                            ? "wrong code, with a call signed by a key"
                            : "too many wrong codes, with calls signed by a key");
            throw switch (refused.reason()) {
                case THROTTLED, LOCKED ->
                    ApiError.denied(FAILED + ": too many tries. Wait a while, then use the next code.");
                case WRONG_CODE, WRONG, SECOND_FACTOR, LATE ->
                    ApiError.denied(FAILED + " with invalid MFA one time pass code. ");
            };
        }
        return caller.assured(new Assurance(true, clock.instant(), null));
    }
}
