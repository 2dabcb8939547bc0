package dev.postern.api.kms;

import static dev.postern.api.kms.NamedKeys.ofUsers;

import dev.postern.access.AccessRequest;
import dev.postern.access.Leg;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Pages;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.identity.Caller;
import dev.postern.keys.KmsAlias;
import dev.postern.keys.KmsKey;
import dev.postern.keys.KmsKeys;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Second names of keys. */
@Component
final class AliasOperations implements OperationGroup {
    private static final int DEFAULT_PAGE = 50;

    /** AWS keeps these for keys of its services; documents that name one must not find a key of somebody here. */
    private static final String RESERVED = KmsKeys.ALIAS_PREFIX + "aws/";

    private final KmsKeys keys;
    private final NamedKeys named;
    private final Permission permission;

    AliasOperations(KmsKeys keys, NamedKeys named, Permission permission) {
        this.keys = keys;
        this.named = named;
        this.permission = permission;
    }

    @Override
    public Service service() {
        return Service.KMS;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "CreateAlias", ofUsers(this::create),
                "UpdateAlias", ofUsers(this::update),
                "DeleteAlias", ofUsers(this::delete),
                "ListAliases", ofUsers(this::list));
    }

    private Answer create(Caller caller, Call call) {
        var name = name(call.input());
        if (name.startsWith(RESERVED))
            throw ApiError.of("InvalidAliasNameException", "Aliases that begin with " + RESERVED + " are reserved.");
        var key = target(caller, "kms:CreateAlias", call.input());
        permission.perform(on(caller, "kms:CreateAlias", name, key), () -> keys.createAlias(name, key.id()));
        return Answer.empty();
    }

    private Answer update(Caller caller, Call call) {
        var name = name(call.input());
        var key = target(caller, "kms:UpdateAlias", call.input());
        permission.perform(on(caller, "kms:UpdateAlias", name, key), () -> keys.pointAlias(name, key.id()));
        return Answer.empty();
    }

    private Answer delete(Caller caller, Call call) {
        var name = name(call.input());
        permission.perform(
                AccessRequest.of(caller, "kms:DeleteAlias", keys.aliasArn(name)), () -> keys.deleteAlias(name));
        return Answer.empty();
    }

    private Answer list(Caller caller, Call call) {
        var input = call.input();
        permission.toRead(AccessRequest.of(caller, "kms:ListAliases", keys.anyKeyArn()));
        var of = input.optional("KeyId", Shapes.KEY_ID, "").isEmpty()
                ? null
                : named.required(caller, "kms:ListAliases", input, "KeyId").id();
        int most = input.optional("Limit", Shapes.PAGE, DEFAULT_PAGE);
        var aliases = keys.aliases().stream()
                .filter(alias -> of == null || alias.key().equals(of))
                .toList();
        var page = Pages.marked(aliases, KmsAlias::name, most, input, "ListAliases" + of);
        return new Output()
                .list("Aliases", page.items(), AliasOperations::output)
                .text("NextMarker", page.nextToken())
                .truth("Truncated", page.nextToken() != null)
                .answer();
    }

    private static Output output(KmsAlias alias) {
        return new Output()
                .text("AliasName", alias.name())
                .text("AliasArn", alias.arn())
                .text("TargetKeyId", alias.key().toString())
                .time("CreationDate", alias.createdAt())
                .time("LastUpdatedDate", alias.updatedAt());
    }

    private static String name(Input input) {
        var name = input.required("AliasName", Shapes.ALIAS_NAME);
        if (!name.startsWith(KmsKeys.ALIAS_PREFIX) || name.equals(KmsKeys.ALIAS_PREFIX))
            throw ApiError.validation("Alias must start with the prefix \"" + KmsKeys.ALIAS_PREFIX
                    + "\", and a name must follow. Please see the documentation of CreateAlias.");
        return name;
    }

    /** An alias names a key, never another alias. */
    private KmsKey target(Caller caller, String action, Input input) {
        if (input.required("TargetKeyId", Shapes.KEY_ID).contains(KmsKeys.ALIAS_PREFIX))
            throw ApiError.validation("Aliases must refer to keys. Not aliases");
        return named.required(caller, action, input, "TargetKeyId");
    }

    private AccessRequest on(Caller caller, String action, String alias, KmsKey key) {
        return AccessRequest.of(caller, action, keys.aliasArn(alias))
                .and(Leg.of(action, key.arn()).tagged(key.tags()))
                .with(Map.of("key", key.arn()));
    }
}
