package dev.postern.api.iam;

import dev.postern.identity.Account;
import dev.postern.identity.SecondFactors;
import dev.postern.identity.User;
import dev.postern.identity.passkeys.Passkey;
import dev.postern.identity.passkeys.Passkeys;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What users have for a second factor: a virtual device, and passkeys. */
@Component
final class DevicesOfUsers {
    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final Account account;

    DevicesOfUsers(SecondFactors factors, Passkeys passkeys, Account account) {
        this.factors = factors;
        this.passkeys = passkeys;
        this.account = account;
    }

    List<Device> of(User user) {
        return Stream.<Device>concat(
                        authenticator(user).stream(),
                        passkeys.of(user).stream().map(each -> new Device.OfPasskey(user, serial(user, each), each)))
                .toList();
    }

    Optional<Device.Authenticator> authenticator(User user) {
        return factors.enrolledAt(user).map(at -> new Device.Authenticator(user, account.mfaDevice(user.name()), at));
    }

    /** False where it is gone already. */
    boolean remove(Device device) {
        return switch (device) {
            case Device.Authenticator(var user, var _, var _) -> factors.remove(user);
            case Device.OfPasskey(var user, var _, var passkey) -> passkeys.remove(user, passkey.id());
        };
    }

    private String serial(User user, Passkey passkey) {
        return account.passkey(user.name(), passkey.mark());
    }
}
