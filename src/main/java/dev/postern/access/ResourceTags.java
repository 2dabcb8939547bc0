package dev.postern.access;

import dev.postern.identity.Account;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.keys.KmsKey;
import dev.postern.keys.KmsKeys;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Tags of what is known down here: nodes and keys. Whoever asks about something else, or about many at once, brings its tags along. */
@Component
final class ResourceTags implements KnownTags {
    private final Nodes nodes;
    private final KmsKeys keys;
    private final String nodeArns;
    private final String keyArns;

    ResourceTags(Nodes nodes, KmsKeys keys, Account account) {
        this.nodes = nodes;
        this.keys = keys;
        this.nodeArns = account.node("");
        this.keyArns = account.kms("key/");
    }

    @Override
    public SortedMap<String, String> of(String arn) {
        if (arn.startsWith(nodeArns)) {
            var id = arn.substring(nodeArns.length());
            return NodeId.isValid(id)
                    ? nodes.find(new NodeId(id)).map(Node::tags).orElse(none())
                    : none();
        }
        return arn.startsWith(keyArns) && !arn.endsWith("*")
                ? keys.find(arn).map(KmsKey::tags).orElse(none())
                : none();
    }

    private static SortedMap<String, String> none() {
        return new TreeMap<>();
    }
}
