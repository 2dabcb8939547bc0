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
import dev.postern.identity.AccessKey;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.AccessKeysExhausted;
import dev.postern.identity.Caller;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Access keys: of whom the call names, or else of the caller. */
@Component
final class AccessKeyOperations implements OperationGroup {
    private static final String ACTIVE = "Active";
    private static final Shape<String> STATUS = Shape.oneOf(List.of(ACTIVE, "Inactive"));
    private static final String NEVER = "N/A";

    private final AccessKeys keys;
    private final NamedPrincipals named;
    private final Permission permission;

    AccessKeyOperations(AccessKeys keys, NamedPrincipals named, Permission permission) {
        this.keys = keys;
        this.named = named;
        this.permission = permission;
    }

    @Override
    public Service service() {
        return Service.IAM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "CreateAccessKey", new Operation.ForUsers(this::create),
                "ListAccessKeys", new Operation.ForUsers(this::list),
                "UpdateAccessKey", new Operation.ForUsers(this::update),
                "DeleteAccessKey", new Operation.ForUsers(this::delete),
                "GetAccessKeyLastUsed", new Operation.ForUsers(this::lastUsed));
    }

    private Answer create(Caller caller, Call call) {
        var subject = NamedPrincipals.userOrCaller(call.input(), caller);
        var id = keys.newId();
        var made = permission.perform(on(caller, "iam:CreateAccessKey", subject, id), () -> made(subject, id));
        return Shapes.answer(Xml.around(
                "AccessKey",
                Xml.element("UserName", made.key().user())
                        + Xml.element("AccessKeyId", made.key().id())
                        + Xml.element("Status", ACTIVE)
                        + Xml.element("SecretAccessKey", made.secretAccessKey())
                        + Xml.element("CreateDate", Shapes.time(made.key().createdAt()))));
    }

    private AccessKeys.Secret made(Subject subject, String id) {
        try {
            return keys.create(id, named.user(subject.name()).name(), null);
        } catch (AccessKeysExhausted exhausted) {
            throw IamErrors.limitExceeded("Cannot exceed quota for AccessKeysPerUser: 2. Delete one first.");
        }
    }

    private Answer list(Caller caller, Call call) {
        var subject = NamedPrincipals.userOrCaller(call.input(), caller);
        permission.toRead(named.request(caller, "iam:ListAccessKeys", subject));
        var all = keys.of(named.user(subject.name()).name());
        var page = Shapes.page(all, AccessKey::id, call.input(), "ListAccessKeys " + subject.name());
        return Shapes.listed(
                "AccessKeyMetadata",
                page,
                key -> Xml.element("UserName", key.user())
                        + Xml.element("AccessKeyId", key.id())
                        + Xml.element("Status", key.enabled() ? ACTIVE : "Inactive")
                        + Xml.element("CreateDate", Shapes.time(key.createdAt())));
    }

    private Answer update(Caller caller, Call call) {
        var subject = NamedPrincipals.userOrCaller(call.input(), caller);
        var id = call.input().required("AccessKeyId", Shapes.ACCESS_KEY_ID);
        var status = call.input().required("Status", STATUS);
        var request = on(caller, "iam:UpdateAccessKey", subject, id).with(Map.of("status", status));
        permission.perform(request, () -> keys.setEnabled(key(subject, id).id(), status.equals(ACTIVE)));
        return Shapes.answer();
    }

    private Answer delete(Caller caller, Call call) {
        var subject = NamedPrincipals.userOrCaller(call.input(), caller);
        var id = call.input().required("AccessKeyId", Shapes.ACCESS_KEY_ID);
        permission.perform(
                on(caller, "iam:DeleteAccessKey", subject, id),
                () -> keys.delete(key(subject, id).id()));
        return Shapes.answer();
    }

    /** Asked of its owner; who may not look at them learns neither whose it is nor that it is somebody's. */
    private Answer lastUsed(Caller caller, Call call) {
        var id = call.input().required("AccessKeyId", Shapes.ACCESS_KEY_ID);
        var found = keys.find(id).map(AccessKeys.Secret::key);
        var owner = Subject.user(found.map(AccessKey::user).orElse("*"));
        if (!permission.may(named.request(caller, "iam:GetAccessKeyLastUsed", owner))) {
            permission.toRead(named.request(caller, "iam:GetAccessKeyLastUsed", Subject.user("*")));
            throw missing(id);
        }
        // told as it is now: what find keeps may be half a minute old
        var key = keys.of(owner.name()).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> missing(id));
        return Shapes.answer(Xml.element("UserName", key.user()), Xml.around("AccessKeyLastUsed", use(key)));
    }

    private static String use(AccessKey key) {
        var use = key.lastUse();
        if (use == null) return Xml.element("ServiceName", NEVER) + Xml.element("Region", NEVER);
        return Xml.element("LastUsedDate", Shapes.time(use.at()))
                + Xml.element("ServiceName", use.service() == null ? NEVER : use.service())
                + Xml.element("Region", use.region() == null ? NEVER : use.region());
    }

    private AccessRequest on(Caller caller, String action, Subject subject, String id) {
        return named.request(caller, action, subject).with(Map.of("accessKeyId", id));
    }

    /** @throws ApiError NoSuchEntity where it is not the user's */
    private AccessKey key(Subject subject, String id) {
        return keys.of(named.user(subject.name()).name()).stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() -> missing(id));
    }

    private static ApiError missing(String id) {
        return IamErrors.noSuchEntity("The Access Key with id " + id + " cannot be found.");
    }
}
