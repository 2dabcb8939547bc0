package dev.postern.session.documents;

import dev.postern.session.documents.DocumentRefused.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a document may be called, and what the name of the preferences asks of theirs. */
final class DocumentNames {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_\\-.]{3,128}");
    /** botocore ssm/2014-11-06, CreateDocumentRequest.Name; they begin the longer ones it names too. */
    private static final List<String> RESERVED = List.of("aws", "amazon", "amzn");

    private DocumentNames() {}

    /** @throws DocumentRefused INVALID_NAME */
    static void check(String name) {
        if (!NAME.matcher(name).matches())
            throw new DocumentRefused(
                    Code.INVALID_NAME, "A document's name has 3 to 128 letters, digits, _, - and dots.");
        if (reserved(name))
            throw new DocumentRefused(
                    Code.INVALID_NAME,
                    "Names that begin with " + String.join(", ", RESERVED)
                            + " are kept for the documents that come with Postern. Choose another name than " + name
                            + ".");
    }

    static boolean reserved(String name) {
        var folded = name.toLowerCase(Locale.ROOT);
        return RESERVED.stream().anyMatch(folded::startsWith);
    }

    /** They say what a plain Connect does: a shell, and nobody is asked for a parameter. */
    static List<Problem> problemsOfPreferences(DocumentType type, JsonNode tree) {
        var problems = new ArrayList<Problem>();
        if (type != DocumentType.SESSION)
            problems.add(new Problem("", "is a " + type.word() + " document", "Preferences are of type Session."));
        else if (!tree.path("sessionType").asString("").equals(SessionType.STANDARD_STREAM.word()))
            problems.add(new Problem(
                    "sessionType",
                    "is " + Findings.shown(tree.path("sessionType")) + ", preferences are for shells",
                    "Write \"Standard_Stream\", or create the document by another name."));
        for (var parameter : ParameterSchema.parameters(tree.path("parameters")))
            if (parameter.required())
                problems.add(new Problem(
                        "parameters." + parameter.name(),
                        "has no default, and preferences are used without parameters",
                        "Give it one."));
        return problems;
    }
}
