package dev.postern.api.kms;

import static dev.postern.api.kms.NamedKeys.ofUsers;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Pages;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Caller;
import dev.postern.keys.KmsKeys;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The policy of a key, which is {@link DefaultKeyPolicy} whatever happens. It has one name. */
@Component
final class KeyPolicyOperations implements OperationGroup {
    private static final String NAME = "default";
    private static final int DEFAULT_PAGE = 100;
    private static final Shape<String> ANY_NAME = Shape.text(1, 128, Pattern.compile("\\w+"));

    private final KmsKeys keys;
    private final NamedKeys named;
    private final DefaultKeyPolicy policy;

    KeyPolicyOperations(KmsKeys keys, NamedKeys named, DefaultKeyPolicy policy) {
        this.keys = keys;
        this.named = named;
        this.policy = policy;
    }

    @Override
    public Service service() {
        return Service.KMS;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "GetKeyPolicy", ofUsers(this::get),
                "PutKeyPolicy", ofUsers(this::put),
                "ListKeyPolicies", ofUsers(this::list));
    }

    private Answer get(Caller caller, Call call) {
        var key = named.toRead(caller, "kms:GetKeyPolicy", call.input());
        checkName(call.input());
        return new Output()
                .text("Policy", keys.policy(key.id()).orElseGet(policy::text))
                .text("PolicyName", NAME)
                .answer();
    }

    private Answer put(Caller caller, Call call) {
        var input = call.input();
        var text = input.required("Policy", DefaultKeyPolicy.TEXT);
        checkName(input);
        policy.require(text);
        input.optional("BypassPolicyLockoutSafetyCheck", Shape.truth()); // nobody can be locked out
        named.change(caller, "kms:PutKeyPolicy", input, Map.of(), key -> keys.putPolicy(key.id(), text));
        return Answer.empty();
    }

    private static void checkName(Input input) {
        if (!input.optional("PolicyName", ANY_NAME, NAME).equals(NAME))
            throw ApiError.of("NotFoundException", "No such policy exists: a key has one, named " + NAME + ".");
    }

    private Answer list(Caller caller, Call call) {
        var input = call.input();
        int most = input.optional("Limit", Shapes.PAGE, DEFAULT_PAGE);
        var key = named.toRead(caller, "kms:ListKeyPolicies", input);
        var page = Pages.marked(List.of(NAME), Function.identity(), most, input, "ListKeyPolicies" + key.id());
        return new Output()
                .texts("PolicyNames", page.items())
                .truth("Truncated", false)
                .answer();
    }
}
