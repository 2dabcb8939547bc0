package dev.postern.session.documents;

import dev.postern.keys.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The documents that come with Postern, under the names AWS's own have; what they say is written here. */
@Component
class ProvidedDocuments {
    private static final Map<DocumentType, List<String>> NAMES = Map.of(
            DocumentType.COMMAND,
            List.of("AWS-RunPowerShellScript", "AWS-RunShellScript"),
            DocumentType.SESSION,
            List.of(
                    "AWS-PasswordReset",
                    "AWS-StartInteractiveCommand",
                    "AWS-StartNonInteractiveCommand",
                    "AWS-StartPortForwardingSession",
                    "AWS-StartPortForwardingSessionToRemoteHost",
                    "AWS-StartPortForwardingSessionToSocket",
                    "AWS-StartSSHSession",
                    Documents.PREFERENCES));

    private static final String MAKER = "Postern";

    private final Map<String, Document> documents = new LinkedHashMap<>();
    private final Map<String, DocumentContent> contents = new LinkedHashMap<>();

    ProvidedDocuments() {
        NAMES.forEach((type, names) -> names.forEach(name -> add(type, name)));
    }

    private void add(DocumentType type, String name) {
        var text = text(name);
        var tree = DocumentText.read(DocumentFormat.JSON, text);
        var problems = DocumentSchema.problems(type, tree);
        if (!problems.isEmpty()) throw new IllegalStateException("the document " + name + ": " + problems);
        var version = new DocumentVersion(
                name, 1, "", "", DocumentFormat.JSON, Sha256.of(text), Outline.of(tree), null, MAKER);
        documents.put(name, new Document(name, type, true, version, 1, "", new TreeMap<>(), null, MAKER));
        contents.put(name, new DocumentContent(type, version, text));
    }

    Collection<Document> all() {
        return documents.values();
    }

    Optional<Document> find(String name) {
        return Optional.ofNullable(documents.get(name));
    }

    Optional<DocumentContent> content(String name) {
        return Optional.ofNullable(contents.get(name));
    }

    private static String text(String name) {
        try (var in = ProvidedDocuments.class.getResourceAsStream(name + ".json")) {
            if (in == null) throw new IllegalStateException("the document " + name + " is missing");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
