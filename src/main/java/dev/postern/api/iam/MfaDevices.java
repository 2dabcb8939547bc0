package dev.postern.api.iam;

import dev.postern.access.AccessRequest;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Caller;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Second factors as AWS's clients know them: made in the console, listed and taken away here. */
@Component
final class MfaDevices implements OperationGroup {
    private static final Shape<String> SERIAL_NUMBER = Shape.text(9, 256, Pattern.compile("[\\w+=/:,.@-]+"));

    private final NamedPrincipals named;
    private final Users users;
    private final DevicesOfUsers devices;
    private final Permission permission;
    private final Entities entities;
    private final InstantSource clock;

    MfaDevices(
            NamedPrincipals named,
            Users users,
            DevicesOfUsers devices,
            Permission permission,
            Entities entities,
            InstantSource clock) {
        this.named = named;
        this.users = users;
        this.devices = devices;
        this.permission = permission;
        this.entities = entities;
        this.clock = clock;
    }

    @Override
    public Service service() {
        return Service.IAM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "ListMFADevices", new Operation.ForUsers(this::ofUser),
                "ListVirtualMFADevices", new Operation.ForUsers(this::all),
                "DeactivateMFADevice", new Operation.ForUsers(this::deactivate));
    }

    private Answer ofUser(Caller caller, Call call) {
        var subject = NamedPrincipals.userOrCaller(call.input(), caller);
        permission.toRead(named.request(caller, "iam:ListMFADevices", subject));
        named.require(subject);
        var page = Shapes.page(
                devices.of(named.user(subject.name())),
                Device::serial,
                call.input(),
                "ListMFADevices " + subject.name());
        return Shapes.listed(
                "MFADevices", page, each -> Xml.element("UserName", each.user().name()) + serialAndDate(each));
    }

    private Answer all(Caller caller, Call call) {
        permission.toRead(named.toAll(caller, "iam:ListVirtualMFADevices", Subject.Kind.USER));
        var all = users.all().stream()
                .flatMap(user -> devices.authenticator(user).stream())
                .toList();
        var page = Shapes.page(all, each -> each.user().name(), call.input(), "ListVirtualMFADevices");
        return Shapes.listed(
                "VirtualMFADevices",
                page,
                each -> serialAndDate(each) + Xml.around("User", entities.user(each.user())));
    }

    private Answer deactivate(Caller caller, Call call) {
        var serial = call.input().required("SerialNumber", SERIAL_NUMBER);
        var subject = NamedPrincipals.userOrCaller(call.input(), caller);
        var leg = named.leg("iam:DeactivateMFADevice", subject);
        var meant = users.find(subject.name()).flatMap(user -> meant(user, serial));
        var request = AccessRequest.of(caller, leg)
                .with(meant.map(Device::facts).orElse(Map.of("device", "unknown", "serialNumber", serial)));
        permission.perform(request, () -> {
            named.require(subject);
            var device = meant.orElseThrow(() -> invalid(subject, serial));
            if (device instanceof Device.OfPasskey && leg.resource().equals(caller.origin())) requireFreshProof(caller);
            if (!devices.remove(device)) throw invalid(subject, serial);
        });
        return Shapes.answer();
    }

    private Optional<Device> meant(User user, String serial) {
        return devices.of(user).stream()
                .filter(device -> device.serial().equals(serial))
                .findFirst();
    }

    /** As in the console: a stolen key, or a page left open, is not enough to take the passkey away that would tell its owner from a thief. */
    private void requireFreshProof(Caller caller) {
        var assurance = caller.assurance();
        if (assurance == null || !assurance.isFresh(clock.instant()))
            throw ApiError.denied(
                    "Removing a passkey of your own takes a proof by two factors of the last five minutes:"
                            + " sign with what sts:GetSessionToken gives for a code, or remove it in the console.");
    }

    private static ApiError invalid(Subject subject, String serial) {
        return IamErrors.noSuchEntity(
                "MFA Device invalid for user: " + subject.name() + " has no device " + serial + ".");
    }

    private static String serialAndDate(Device device) {
        return Xml.element("SerialNumber", device.serial())
                + Xml.element("EnableDate", Shapes.time(device.enabledAt()));
    }
}
