package dev.postern.console.shell;

import dev.postern.access.AccessRequest;
import dev.postern.access.Decision;
import dev.postern.access.Gate;
import dev.postern.identity.Caller;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.Documents;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The command documents somebody may send, to whatever node. */
@Component
public class RunnableDocuments {
    private static final String SEND = "ssm:SendCommand";

    private final Documents documents;
    private final Gate gate;

    RunnableDocuments(Documents documents, Gate gate) {
        this.documents = documents;
        this.gate = gate;
    }

    /** By name. */
    public List<Document> of(Caller caller) {
        return commands().filter(document -> may(caller, document)).toList();
    }

    public boolean any(Caller caller) {
        return commands().anyMatch(document -> may(caller, document));
    }

    /** Why not a single one; empty when there is one. */
    public Optional<Refusal> whyNone(Caller caller) {
        if (any(caller)) return Optional.empty();
        var request = AccessRequest.of(caller, SEND, documents.arn("*"));
        return Optional.of(
                gate.decide(request) instanceof Decision.Denied denied
                        ? new Refusal(denied.because(), StepUpLink.helps(gate, request))
                        : new Refusal("", false));
    }

    private Stream<Document> commands() {
        return documents.all().stream().filter(document -> document.type() == DocumentType.COMMAND);
    }

    private boolean may(Caller caller, Document document) {
        return gate.allows(AccessRequest.of(caller, documents.leg(SEND, document)));
    }
}
