package dev.postern.access;

import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.identity.Account;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.keys.KmsKey;
import dev.postern.keys.KmsKeys;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Tags of what is known down here: nodes, keys, users, roles and managed policies. Whoever asks about something else, or about many at once, brings its
 * tags along.
 */
@Component
final class ResourceTags implements KnownTags {
    private final Nodes nodes;
    private final KmsKeys keys;
    private final Users users;
    private final Roles roles;
    private final Policies policies;
    private final String nodeArns;
    private final String keyArns;
    private final String userArns;
    private final String roleArns;
    private final String policyArns;

    ResourceTags(Nodes nodes, KmsKeys keys, Users users, Roles roles, Policies policies, Account account) {
        this.nodes = nodes;
        this.keys = keys;
        this.users = users;
        this.roles = roles;
        this.policies = policies;
        this.nodeArns = account.node("");
        this.keyArns = account.kms("key/");
        this.userArns = account.user("");
        this.roleArns = account.role("");
        this.policyArns = account.policy("");
    }

    @Override
    public SortedMap<String, String> of(String arn) {
        if (arn.endsWith("*")) return none(); // all of a kind
        return found(arn).<SortedMap<String, String>>map(TreeMap::new).orElseGet(ResourceTags::none);
    }

    private Optional<? extends Map<String, String>> found(String arn) {
        if (arn.startsWith(nodeArns)) {
            var id = arn.substring(nodeArns.length());
            return NodeId.isValid(id) ? nodes.find(new NodeId(id)).map(Node::tags) : Optional.empty();
        }
        if (arn.startsWith(keyArns)) return keys.find(arn).map(KmsKey::tags);
        if (arn.startsWith(userArns))
            return users.find(arn.substring(userArns.length())).map(User::tags);
        if (arn.startsWith(roleArns))
            return roles.find(arn.substring(roleArns.length())).map(Role::tags);
        return arn.startsWith(policyArns) ? policies.find(arn).map(ManagedPolicy::tags) : Optional.empty();
    }

    private static SortedMap<String, String> none() {
        return new TreeMap<>();
    }
}
