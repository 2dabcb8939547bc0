package dev.postern.api.kms;

import static dev.postern.api.kms.NamedKeys.ofUsers;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Pages;
import dev.postern.api.operation.Service;
import dev.postern.identity.Caller;
import dev.postern.keys.KmsKeys;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tags of keys. */
@Component
final class KeyTagOperations implements OperationGroup {
    private static final int DEFAULT_PAGE = 50;

    private final KmsKeys keys;
    private final NamedKeys named;

    KeyTagOperations(KmsKeys keys, NamedKeys named) {
        this.keys = keys;
        this.named = named;
    }

    @Override
    public Service service() {
        return Service.KMS;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "TagResource", ofUsers(this::tag),
                "UntagResource", ofUsers(this::untag),
                "ListResourceTags", ofUsers(this::list));
    }

    private Answer tag(Caller caller, Call call) {
        call.input().required("Tags", Shapes.TAGS);
        var tags = Shapes.tags(call.input());
        named.change(
                caller,
                "kms:TagResource",
                call.input(),
                request -> request.giving(tags),
                key -> keys.tag(key.id(), tags));
        return Answer.empty();
    }

    private Answer untag(Caller caller, Call call) {
        var tagKeys = call.input().required("TagKeys", Shapes.TAG_KEYS);
        named.change(
                caller,
                "kms:UntagResource",
                call.input(),
                request -> request.taking(tagKeys),
                key -> keys.untag(key.id(), tagKeys));
        return Answer.empty();
    }

    private Answer list(Caller caller, Call call) {
        var input = call.input();
        int most = input.optional("Limit", Shapes.PAGE, DEFAULT_PAGE);
        var key = named.toRead(caller, "kms:ListResourceTags", input);
        var page = Pages.marked(
                List.copyOf(key.tags().entrySet()), Map.Entry::getKey, most, input, "ListResourceTags" + key.id());
        return new Output()
                .list(
                        "Tags",
                        page.items(),
                        tag -> new Output().always("TagKey", tag.getKey()).always("TagValue", tag.getValue()))
                .text("NextMarker", page.nextToken())
                .truth("Truncated", page.nextToken() != null)
                .answer();
    }
}
