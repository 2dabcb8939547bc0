package dev.postern.api.ssm;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Caller;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.Documents.NewDocument;
import dev.postern.session.documents.Documents.NewVersion;
import dev.postern.session.documents.VersionChoice;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** What changes documents. {@link Documents} passes the gate itself. */
@Component
final class DocumentOperations implements OperationGroup {
    /** Longer than any document: how long one may be is said in the model's words by {@link Documents}. */
    private static final Shape<String> CONTENT = Shape.text(1, 4 * Documents.MOST_BYTES);

    private static final Shape<String> DISPLAY_NAME = Shape.text(0, 1024, Pattern.compile("[\\w.\\-:/ ]*"));
    private static final Shape<String> TARGET_TYPE = Shape.text(0, 200, Pattern.compile("/[\\w.\\-:/]*"));
    private static final Shape<String> NUMBER = Shape.text(0, 64, Pattern.compile("[1-9][0-9]*"));
    private static final Shape<Boolean> FORCE = (value, path) -> {
        if (!value.isBoolean())
            throw ApiError.serialization(
                    value.getNodeType() + "_VALUE at '" + path + "' can not be converted to a Boolean");
        return value.booleanValue();
    };

    private final Documents documents;
    private final DocumentCalls calls;
    private final DocumentDescriptions descriptions;

    DocumentOperations(Documents documents, DocumentCalls calls, DocumentDescriptions descriptions) {
        this.documents = documents;
        this.calls = calls;
        this.descriptions = descriptions;
    }

    @Override
    public Service service() {
        return Service.SSM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "CreateDocument", new Operation.ForUsers(this::create),
                "UpdateDocument", new Operation.ForUsers(this::update),
                "UpdateDocumentDefaultVersion", new Operation.ForUsers(this::makeDefault),
                "DeleteDocument", new Operation.ForUsers(this::delete));
    }

    private Answer create(Caller caller, Call call) {
        var input = call.input();
        var name = input.required("Name", Shapes.DOCUMENT_NAME);
        var type = input.optional("DocumentType", DocumentCalls.TYPE, DocumentType.COMMAND.word());
        DocumentCalls.refuse(input, "Attachments", "Requires");
        var wanted = new NewDocument(
                name,
                DocumentType.of(type)
                        .orElseThrow(() -> ApiError.validation("Documents of type " + type
                                + " are not kept here. DocumentType can be Session or Command.")),
                DocumentCalls.format(input),
                input.required("Content", CONTENT),
                input.optional("VersionName", DocumentCalls.VERSION_NAME, ""),
                input.optional("DisplayName", DISPLAY_NAME, ""),
                input.optional("TargetType", TARGET_TYPE, ""),
                Shapes.tags(input, "Tags"));
        var made =
                calls.done(calls.request(caller, "ssm:CreateDocument", name), () -> documents.create(caller, wanted));
        return new Output()
                .structure("DocumentDescription", descriptions.of(made.shown()))
                .answer();
    }

    private Answer update(Caller caller, Call call) {
        var input = call.input();
        var name = input.required("Name", Shapes.DOCUMENT_NAME);
        DocumentCalls.refuse(input, "Attachments");
        // AWS's own clients leave the version out when they mean the latest
        var basis = VersionChoice.of(input.optional("DocumentVersion", DocumentCalls.VERSION, "$LATEST"));
        var wanted = new NewVersion(
                name,
                basis,
                DocumentCalls.format(input),
                input.required("Content", CONTENT),
                input.optional("VersionName", DocumentCalls.VERSION_NAME, ""),
                input.optional("DisplayName", DISPLAY_NAME, ""),
                input.optional("TargetType", TARGET_TYPE, ""));
        var made =
                calls.done(calls.request(caller, "ssm:UpdateDocument", name), () -> documents.update(caller, wanted));
        return new Output()
                .structure("DocumentDescription", descriptions.of(made))
                .answer();
    }

    private Answer makeDefault(Caller caller, Call call) {
        var input = call.input();
        var name = input.required("Name", Shapes.DOCUMENT_NAME);
        var version = VersionChoice.of(input.required("DocumentVersion", NUMBER));
        var document = calls.done(
                calls.request(caller, "ssm:UpdateDocumentDefaultVersion", name),
                () -> documents.makeDefault(caller, name, version));
        return new Output()
                .structure(
                        "Description",
                        new Output()
                                .text("Name", document.name())
                                .text("DefaultVersion", Integer.toString(document.defaultVersion()))
                                .text("DefaultVersionName", document.shown().versionName()))
                .answer();
    }

    private Answer delete(Caller caller, Call call) {
        var input = call.input();
        var name = input.required("Name", Shapes.DOCUMENT_NAME);
        input.optional("Force", FORCE); // for types that are not kept here
        var choice = DocumentCalls.choice(input);
        calls.done(
                calls.request(caller, "ssm:DeleteDocument", name),
                () -> choice == null ? documents.delete(caller, name) : documents.deleteVersion(caller, name, choice));
        return Answer.empty();
    }
}
