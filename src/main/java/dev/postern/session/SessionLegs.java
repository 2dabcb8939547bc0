package dev.postern.session;

import dev.postern.access.AccessRequest;
import dev.postern.access.AccessSettings;
import dev.postern.access.Leg;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.Documents;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What policies are asked about sessions. To start one is done to the node and to the document, each with its own tags, and whether the document
 * was named is a fact of the node's leg alone (semantics.md §1.5). What is done to a session is done to something with two names and two
 * tags, its owner's {@code aws:userid} and its node (§1.2, §1.4).
 */
@Component
public final class SessionLegs {
    private static final String START = "ssm:StartSession";
    private static final String NAMED = "ssm:SessionDocumentAccessCheck";
    private static final String OWNER_TAG = "aws:ssmmessages:session-id";
    private static final String NODE_TAG = "aws:ssmmessages:target-id";

    private final Documents documents;
    private final Account account;
    private final AccessSettings settings;

    SessionLegs(Documents documents, Account account, AccessSettings settings) {
        this.documents = documents;
        this.account = account;
        this.settings = settings;
    }

    /** @param document as the start says it: null for the account's preferences */
    public AccessRequest start(Caller caller, NodeId node, @Nullable String document) {
        return request(caller, Leg.of(START, account.node(node.value())), isNamed(document), asked(document))
                .node(node.value());
    }

    /** The same of a node whose tags are known. */
    public AccessRequest start(Caller caller, Node node, @Nullable String document) {
        return starts(caller, document).apply(node);
    }

    /** The same of a node and a document that have been looked up. */
    public AccessRequest start(Caller caller, Node node, Document document) {
        return request(caller, leg(node), true, Optional.of(documents.leg(START, document)))
                .node(node.id().value());
    }

    /** The same for lists of nodes: the document is looked up once. */
    public Function<Node, AccessRequest> starts(Caller caller, @Nullable String document) {
        var asked = asked(document);
        return node -> request(caller, leg(node), isNamed(document), asked)
                .node(node.id().value());
    }

    /** The same of many nodes, whoever calls. In the nodes' order. */
    public List<List<Leg>> starts(Collection<Node> nodes, @Nullable String document) {
        var asked = asked(document);
        var named = String.valueOf(isNamed(document));
        return nodes.stream()
                .map(node -> Stream.concat(Stream.of(leg(node).where(NAMED, named)), asked.stream())
                        .toList())
                .toList();
    }

    private Leg leg(Node node) {
        return Leg.of(START, account.node(node.id().value())).tagged(node.tags());
    }

    /** Empty where the document is not asked about. */
    private Optional<Leg> asked(@Nullable String document) {
        return isNamed(document) || settings.requireDocument()
                ? Optional.of(documents.leg(START, SessionDocuments.nameOr(document)))
                : Optional.empty();
    }

    private static AccessRequest request(Caller caller, Leg node, boolean named, Optional<Leg> document) {
        var request = AccessRequest.of(caller, node.where(NAMED, String.valueOf(named)));
        return document.map(request::and).orElse(request);
    }

    static boolean isNamed(@Nullable String document) {
        return document != null && !document.isEmpty();
    }

    public Leg of(String action, Session session) {
        var id = session.id().value();
        var leg = Leg.of(action, account.session(id));
        if (session.ownerId().isEmpty())
            return leg.tagged(Map.of(NODE_TAG, session.node().value()));
        var tagged = leg.tagged(
                Map.of(OWNER_TAG, session.ownerId(), NODE_TAG, session.node().value()));
        return settings.sessionArnAliases()
                ? tagged.alias(account.session(session.ownerId() + id.substring(id.lastIndexOf('-'))))
                : tagged;
    }
}
