package dev.postern.console.connect;

import dev.postern.access.Gate;
import dev.postern.identity.Caller;
import dev.postern.inventory.Node;
import dev.postern.session.SessionLegs;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.Outline.Platform;
import dev.postern.session.documents.Parameter;
import dev.postern.session.documents.SessionDocument;
import dev.postern.session.documents.SessionType;
import dev.postern.session.documents.VersionChoice;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The documents a browser can open, beside the preferences that a plain Connect goes by. */
@Component
public class BrowserDocuments {
    /** PORT is not among them: what a port leads to is no terminal, but a web app perhaps, which {@link OpenWebApp} asks for. */
    private static final Set<SessionType> SHOWN_IN_A_TERMINAL = EnumSet.of(
            SessionType.STANDARD_STREAM, SessionType.INTERACTIVE_COMMANDS, SessionType.NON_INTERACTIVE_COMMANDS);

    private static final String FORWARDING = "AWS-StartPortForwardingSession";

    private final Documents documents;
    private final SessionLegs legs;
    private final Gate gate;

    BrowserDocuments(Documents documents, SessionLegs legs, Gate gate) {
        this.documents = documents;
        this.legs = legs;
        this.gate = gate;
    }

    /** By name, for whatever node and whomever. */
    public List<Document> all() {
        return documents.all().stream().filter(BrowserDocuments::opens).toList();
    }

    private static boolean opens(Document document) {
        return document.type() == DocumentType.SESSION
                && !document.name().equals(Documents.PREFERENCES)
                && SessionType.of(document.shown().outline().sessionType())
                        .filter(SHOWN_IN_A_TERMINAL::contains)
                        .isPresent();
    }

    /** Whether the document has something for the node, and the caller may start it there. */
    public boolean startable(Caller caller, Document document, Node node) {
        return fits(document, node.facts().platformType()) && gate.allows(legs.start(caller, node, document));
    }

    /** Whether the caller may have web apps of the node. */
    boolean forwards(Caller caller, Node node) {
        return gate.allows(legs.start(caller, node, FORWARDING));
    }

    /** Of a node that has not said what it is, its agent will. */
    static boolean fits(Document document, String platformType) {
        return platformType.isEmpty()
                || document.shown().outline().platforms().stream()
                        .map(Platform::word)
                        .anyMatch(platformType::equalsIgnoreCase);
    }

    /** @throws dev.postern.session.documents.DocumentRefused for one that breaks a rule which came after it */
    List<Parameter> parameters(String name) {
        return documents
                .content(name, VersionChoice.DEFAULT)
                .map(content -> SessionDocument.of(content).parameters())
                .orElse(List.of());
    }
}
