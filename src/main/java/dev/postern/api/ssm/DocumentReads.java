package dev.postern.api.ssm;

import dev.postern.access.AccessRequest;
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
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentContent;
import dev.postern.session.documents.DocumentFormat;
import dev.postern.session.documents.DocumentVersion;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.VersionChoice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What shows documents. */
@Component
final class DocumentReads implements OperationGroup {
    private static final int DEFAULT_PAGE = 50;
    private static final Shape<Integer> PAGE = Shape.number(1, 50);
    private static final Shape<Integer> PERMISSIONS_PAGE = Shape.number(1, 200);

    private final Documents documents;
    private final DocumentCalls calls;
    private final DocumentDescriptions descriptions;
    private final Permission permission;
    private final Account account;

    DocumentReads(
            Documents documents,
            DocumentCalls calls,
            DocumentDescriptions descriptions,
            Permission permission,
            Account account) {
        this.documents = documents;
        this.calls = calls;
        this.descriptions = descriptions;
        this.permission = permission;
        this.account = account;
    }

    @Override
    public Service service() {
        return Service.SSM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "GetDocument", new Operation.ForUsers(this::get),
                "DescribeDocument", new Operation.ForUsers(this::describe),
                "DescribeDocumentPermission", new Operation.ForUsers(this::permissions),
                "ListDocuments", new Operation.ForUsers(this::list),
                "ListDocumentVersions", new Operation.ForUsers(this::versions));
    }

    private Answer get(Caller caller, Call call) {
        var name = calls.name(call.input());
        var format = call.input().optional("DocumentFormat", DocumentCalls.FORMAT, "JSON");
        permission.toRead(calls.request(caller, "ssm:GetDocument", name));
        var content = content(name, call.input());
        var version = content.version();
        return new Output()
                .text("Name", name)
                .time("CreatedDate", version.createdAt())
                .text("DisplayName", version.displayName())
                .text("VersionName", version.versionName())
                .text("DocumentVersion", DocumentCalls.number(version))
                .text("Status", "Active")
                // TEXT is the author's own words, in whatever format they are
                .text("Content", format.equals("TEXT") ? content.text() : content.in(DocumentFormat.valueOf(format)))
                .text("DocumentType", content.type().word())
                .text("DocumentFormat", format)
                .answer();
    }

    private Answer describe(Caller caller, Call call) {
        var name = calls.name(call.input());
        permission.toRead(calls.request(caller, "ssm:DescribeDocument", name));
        var content = content(name, call.input());
        var document = calls.existing(name);
        if (unmade(document)) throw DocumentCalls.unknown(name);
        return new Output()
                .structure("Document", descriptions.of(document, content))
                .answer();
    }

    /** At AWS nobody has preferences until somebody makes them. Tools that deleted theirs wait for them to be gone. */
    private static boolean unmade(Document document) {
        return document.provided() && document.name().equals(Documents.PREFERENCES);
    }

    private DocumentContent content(String name, Input input) {
        var choice = DocumentCalls.choice(input, VersionChoice.DEFAULT);
        calls.existing(name);
        return documents
                .content(name, choice)
                .orElseThrow(() -> ApiError.of("InvalidDocumentVersion", "Document " + name + " has no such version."));
    }

    /** Documents are shared with no other account: there is none. */
    private Answer permissions(Caller caller, Call call) {
        var input = call.input();
        var name = input.required("Name", Shapes.DOCUMENT_NAME);
        input.required("PermissionType", Shape.oneOf(List.of("Share")));
        input.optional("MaxResults", PERMISSIONS_PAGE);
        Pages.after(input, "DescribeDocumentPermission" + name); // there is one page, and nothing that could follow it
        permission.toRead(calls.request(caller, "ssm:DescribeDocumentPermission", name));
        calls.existing(name);
        return new Output()
                .texts("AccountIds", List.of())
                .texts("AccountSharingInfoList", List.of())
                .answer();
    }

    private Answer list(Caller caller, Call call) {
        var input = call.input();
        permission.toRead(AccessRequest.of(caller, "ssm:ListDocuments", account.document("*")));
        var filters = DocumentFilters.of(input);
        int most = input.optional("MaxResults", PAGE, DEFAULT_PAGE);
        var sorted = documents.all().stream()
                .filter(document -> !unmade(document) && filters.show(document, calls.owner(document)))
                .toList();
        var page = Pages.of(sorted, Document::name, most, input, "ListDocuments" + filters);
        return new Output()
                .list("DocumentIdentifiers", page.items(), this::identifier)
                .text("NextToken", page.nextToken())
                .answer();
    }

    private Output identifier(Document document) {
        var version = document.shown();
        return new Output()
                .text("Name", document.name())
                .time("CreatedDate", document.createdAt())
                .text("DisplayName", version.displayName())
                .text("Owner", calls.owner(document))
                .text("VersionName", version.versionName())
                .texts("PlatformTypes", DocumentCalls.platforms(version.outline()))
                .text("DocumentVersion", DocumentCalls.number(version))
                .text("DocumentType", document.type().word())
                .text("SchemaVersion", version.outline().schemaVersion())
                .text("DocumentFormat", version.format().name())
                .text("TargetType", document.targetType())
                .tags("Tags", document.tags())
                .text("Author", document.createdBy());
    }

    private Answer versions(Caller caller, Call call) {
        var input = call.input();
        var name = calls.name(input);
        permission.toRead(calls.request(caller, "ssm:ListDocumentVersions", name));
        int most = input.optional("MaxResults", PAGE, DEFAULT_PAGE);
        var document = calls.existing(name);
        if (unmade(document)) throw DocumentCalls.unknown(name);
        int byDefault = document.defaultVersion();
        var page = Pages.of(
                documents.versions(name), DocumentReads::newestFirst, most, input, "ListDocumentVersions" + name);
        return new Output()
                .list("DocumentVersions", page.items(), version -> version(version, byDefault))
                .text("NextToken", page.nextToken())
                .answer();
    }

    private static String newestFirst(DocumentVersion version) {
        return String.format(Locale.ROOT, "%010d", Integer.MAX_VALUE - version.number());
    }

    private static Output version(DocumentVersion version, int byDefault) {
        return new Output()
                .text("Name", version.document())
                .text("DisplayName", version.displayName())
                .text("DocumentVersion", DocumentCalls.number(version))
                .text("VersionName", version.versionName())
                .time("CreatedDate", version.createdAt())
                .truth("IsDefaultVersion", version.number() == byDefault)
                .text("DocumentFormat", version.format().name())
                .text("Status", "Active");
    }
}
