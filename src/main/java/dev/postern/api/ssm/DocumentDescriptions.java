package dev.postern.api.ssm;

import dev.postern.api.operation.Output;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentContent;
import dev.postern.session.documents.DocumentVersion;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.Parameter;
import dev.postern.session.documents.VersionChoice;
import org.springframework.stereotype.Component;

/** The structure DocumentDescription, which three operations answer. */
@Component
final class DocumentDescriptions {
    private final Documents documents;
    private final DocumentCalls calls;

    DocumentDescriptions(Documents documents, DocumentCalls calls) {
        this.documents = documents;
        this.calls = calls;
    }

    Output of(DocumentVersion version) {
        var document = calls.existing(version.document());
        var content = documents
                .content(document.name(), new VersionChoice.Numbered(version.number()))
                .orElseThrow(() -> DocumentCalls.unknown(document.name()));
        return of(document, content);
    }

    Output of(Document document, DocumentContent content) {
        var version = content.version();
        var tree = content.tree();
        return new Output()
                .text("Hash", version.sha256())
                .text("HashType", "Sha256")
                .text("Name", document.name())
                .text("DisplayName", version.displayName())
                .text("VersionName", version.versionName())
                .text("Owner", calls.owner(document))
                .time("CreatedDate", version.createdAt())
                .text("Status", "Active")
                .text("DocumentVersion", DocumentCalls.number(version))
                .text("Description", tree.path("description").asString(""))
                .list("Parameters", content.parameters(), DocumentDescriptions::parameter)
                .texts("PlatformTypes", DocumentCalls.platforms(version.outline()))
                .text("DocumentType", document.type().word())
                .text("SchemaVersion", version.outline().schemaVersion())
                .text("LatestVersion", Integer.toString(document.latest()))
                .text("DefaultVersion", Integer.toString(document.defaultVersion()))
                .text("DocumentFormat", version.format().name())
                .text("TargetType", document.targetType())
                .tags("Tags", document.tags())
                .text("Author", version.createdBy());
    }

    private static Output parameter(Parameter parameter) {
        var output = new Output()
                .text("Name", parameter.name())
                .text("Type", parameter.type().word())
                .text("Description", parameter.description());
        var byDefault = parameter.byDefault();
        if (byDefault != null)
            output.always("DefaultValue", byDefault.isValueNode() ? byDefault.asString("") : byDefault.toString());
        return output;
    }
}
