package dev.postern.api.ssm;

import dev.postern.access.AccessRequest;
import dev.postern.access.Outcome;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentFormat;
import dev.postern.session.documents.DocumentRefused;
import dev.postern.session.documents.DocumentRefused.Code;
import dev.postern.session.documents.DocumentVersion;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.Outline;
import dev.postern.session.documents.VersionChoice;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the operations on documents have in common: members, outputs, and AWS's names for what goes wrong. */
@Component
final class DocumentCalls {
    static final Shape<String> FORMAT = Shape.oneOf(List.of("YAML", "JSON", "TEXT"));
    static final List<String> TYPES = List.of(
            "Command",
            "Policy",
            "Automation",
            "Session",
            "Package",
            "ApplicationConfiguration",
            "ApplicationConfigurationSchema",
            "DeploymentStrategy",
            "ChangeCalendar",
            "Automation.ChangeTemplate",
            "ProblemAnalysis",
            "ProblemAnalysisTemplate",
            "CloudFormation",
            "ConformancePackTemplate",
            "QuickSetup",
            "ManualApprovalPolicy",
            "AutoApprovalPolicy");
    static final Shape<String> TYPE = Shape.oneOf(TYPES);
    static final Shape<String> VERSION = Shape.text(0, 64, Pattern.compile("[$]LATEST|[$]DEFAULT|[1-9][0-9]*"));
    static final Shape<String> VERSION_NAME = Shape.text(0, 128, Pattern.compile("[a-zA-Z0-9_\\-.]{1,128}"));

    private final Documents documents;
    private final Account account;

    DocumentCalls(Documents documents, Account account) {
        this.documents = documents;
        this.account = account;
    }

    /** The name in a member that may hold an ARN. */
    String name(Input input) {
        return documents.nameOf(input.required("Name", Shapes.DOCUMENT_ARN));
    }

    AccessRequest request(Caller caller, String action, String name) {
        return AccessRequest.of(caller, documents.leg(action, name));
    }

    Document existing(String name) {
        return documents.find(name).orElseThrow(() -> unknown(name));
    }

    static ApiError unknown(String name) {
        return ApiError.of("InvalidDocument", "Document " + Shapes.shortened(name) + " does not exist.");
    }

    /** The version that the members DocumentVersion and VersionName mean; null where neither is there. */
    static @Nullable VersionChoice choice(Input input) {
        var number = input.optional("DocumentVersion", VERSION);
        var name = input.optional("VersionName", VERSION_NAME);
        if (number != null && name != null)
            throw ApiError.of("InvalidDocumentVersion", "Say which version by DocumentVersion or by VersionName.");
        if (name != null) return new VersionChoice.Named(name);
        return number == null ? null : VersionChoice.of(number);
    }

    static VersionChoice choice(Input input, VersionChoice otherwise) {
        var choice = choice(input);
        return choice == null ? otherwise : choice;
    }

    /** JSON where nobody says; TEXT is for documents of other types. */
    static DocumentFormat format(Input input) {
        var format = input.optional("DocumentFormat", FORMAT, "JSON");
        if (format.equals("TEXT"))
            throw ApiError.of("InvalidDocumentContent", "Session and Command documents are JSON or YAML, not TEXT.");
        return DocumentFormat.valueOf(format);
    }

    /** Members that mean something for other types alone. */
    static void refuse(Input input, String... members) {
        for (var member : members) {
            var there = input.optional(member, (value, _) -> !value.isArray() || !value.isEmpty(), false);
            if (there)
                throw ApiError.validation(member + " mean nothing to Session and Command documents: leave them out.");
        }
    }

    /** What a feature that passes the gate itself did, or why it did not. */
    <T> T done(AccessRequest request, Supplier<Outcome<T>> work) {
        try {
            return Permission.done(request, work.get());
        } catch (DocumentRefused refused) {
            throw error(refused);
        }
    }

    /** The same for tags, which know documents as resources. */
    <T> T tagged(AccessRequest request, Supplier<Outcome<T>> work) {
        try {
            return Permission.done(request, work.get());
        } catch (DocumentRefused refused) {
            throw switch (refused.code()) {
                case UNKNOWN, NOT_POSSIBLE -> ApiError.of("InvalidResourceId", refused.text());
                default -> error(refused);
            };
        }
    }

    private static ApiError error(DocumentRefused refused) {
        return refused.code() == Code.INVALID_NAME
                ? ApiError.validation(refused.text())
                : ApiError.of(code(refused.code()), refused.text());
    }

    private static String code(Code code) {
        return switch (code) {
            case ALREADY_EXISTS -> "DocumentAlreadyExists";
            case UNKNOWN -> "InvalidDocument";
            case UNKNOWN_VERSION -> "InvalidDocumentVersion";
            case INVALID_NAME -> "ValidationException";
            case INVALID_CONTENT -> "InvalidDocumentContent";
            case INVALID_SCHEMA_VERSION -> "InvalidDocumentSchemaVersion";
            case TOO_LARGE -> "MaxDocumentSizeExceeded";
            case TOO_MANY -> "DocumentLimitExceeded";
            case TOO_MANY_VERSIONS -> "DocumentVersionLimitExceeded";
            case TOO_MANY_TAGS -> "TooManyTagsError";
            case INVALID_TAG -> "ValidationException";
            case DUPLICATE_CONTENT -> "DuplicateDocumentContent";
            case DUPLICATE_VERSION_NAME -> "DuplicateDocumentVersionName";
            case NOT_POSSIBLE -> "InvalidDocumentOperation";
        };
    }

    /** AWS's own documents are Amazon's in every account; the preferences are the account's even before it made any. */
    String owner(Document document) {
        var ofAccount = account.document(document.name()).equals(documents.arn(document.name()));
        return ofAccount ? account.accountId() : "Amazon";
    }

    static List<String> platforms(Outline outline) {
        return outline.platforms().stream().map(Outline.Platform::word).sorted().toList();
    }

    static String number(DocumentVersion version) {
        return Integer.toString(version.number());
    }

    static boolean isPlatform(String word) {
        return List.of("linux", "macos", "windows").contains(word.toLowerCase(Locale.ROOT));
    }
}
