package dev.postern.api.iam;

import dev.postern.access.AccessRequest;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.SecondFactors;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Second factors as AWS's clients know them: one virtual device a user, made in the console, listed and taken away here. */
@Component
final class MfaDevices implements OperationGroup {
    private static final Shape<String> SERIAL_NUMBER = Shape.text(9, 256, Pattern.compile("[\\w+=/:,.@-]+"));

    private final NamedPrincipals named;
    private final Users users;
    private final SecondFactors factors;
    private final Permission permission;
    private final Entities entities;
    private final Account account;

    MfaDevices(
            NamedPrincipals named,
            Users users,
            SecondFactors factors,
            Permission permission,
            Entities entities,
            Account account) {
        this.named = named;
        this.users = users;
        this.factors = factors;
        this.permission = permission;
        this.entities = entities;
        this.account = account;
    }

    private record Device(User user, Instant enabledAt) {
        String name() {
            return user.name();
        }
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
                devices(named.user(subject.name())), Device::name, call.input(), "ListMFADevices " + subject.name());
        return Shapes.listed("MFADevices", page, each -> Xml.element("UserName", each.name()) + serialAndDate(each));
    }

    private Answer all(Caller caller, Call call) {
        permission.toRead(named.toAll(caller, "iam:ListVirtualMFADevices", Subject.Kind.USER));
        var all = users.all().stream().flatMap(user -> devices(user).stream()).toList();
        var page = Shapes.page(all, Device::name, call.input(), "ListVirtualMFADevices");
        return Shapes.listed(
                "VirtualMFADevices",
                page,
                each -> serialAndDate(each) + Xml.around("User", entities.user(each.user())));
    }

    private List<Device> devices(User user) {
        return factors.enrolledAt(user).map(at -> new Device(user, at)).stream().toList();
    }

    private Answer deactivate(Caller caller, Call call) {
        var serial = call.input().required("SerialNumber", SERIAL_NUMBER);
        var subject = NamedPrincipals.userOrCaller(call.input(), caller);
        var request = AccessRequest.of(caller, named.leg("iam:DeactivateMFADevice", subject))
                .with(Map.of("device", "authenticator"));
        permission.perform(request, () -> {
            named.require(subject);
            var user = Optional.of(named.user(subject.name()))
                    .filter(found -> serial(found).equals(serial));
            if (user.isEmpty() || !factors.remove(user.get()))
                throw IamErrors.noSuchEntity(
                        "MFA Device invalid for user: " + subject.name() + " has no device " + serial + ".");
        });
        return Shapes.answer();
    }

    private String serialAndDate(Device device) {
        return Xml.element("SerialNumber", serial(device.user()))
                + Xml.element("EnableDate", Shapes.time(device.enabledAt()));
    }

    private String serial(User user) {
        return account.mfaDevice(user.name());
    }
}
