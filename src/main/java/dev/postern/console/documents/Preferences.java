package dev.postern.console.documents;

import dev.postern.session.documents.DocumentContent;
import dev.postern.session.documents.SessionDocument;
import dev.postern.session.documents.SessionInputs;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The account's preferences as a form has them, read from their document and written back into it. What the form does not show stays as it is.
 *
 * @param bucket of S3; nothing is put there, nor into the log group
 */
record Preferences(SessionInputs inputs, String bucket, String prefix, String logGroup) {
    private static final String BUCKET = "s3BucketName";
    private static final String PREFIX = "s3KeyPrefix";
    private static final String LOG_GROUP = "cloudWatchLogGroupName";

    /** Empty for preferences with parameters: a form cannot say what fills them in. */
    static Optional<Preferences> of(DocumentContent content) {
        var document = SessionDocument.of(content);
        if (!document.parameters().isEmpty()) return Optional.empty();
        var said = content.tree().path("inputs");
        return Optional.of(new Preferences(
                document.inputs(Map.of()), text(said, BUCKET), text(said, PREFIX), text(said, LOG_GROUP)));
    }

    private static String text(JsonNode inputs, String member) {
        return inputs.path(member).asString("");
    }

    /** The document with these in it, in its own format. */
    String writtenInto(DocumentContent content) {
        var tree = (ObjectNode) content.tree().deepCopy();
        var said = tree.get("inputs") instanceof ObjectNode present ? present : tree.putObject("inputs");
        inputs.writeInto(said);
        put(said, BUCKET, bucket);
        put(said, PREFIX, prefix);
        put(said, LOG_GROUP, logGroup);
        return content.version().format().write(tree);
    }

    private static void put(ObjectNode inputs, String member, String value) {
        if (!value.isEmpty() || inputs.has(member)) inputs.put(member, value);
    }
}
