package dev.postern.commands;

import dev.postern.commands.CommandRefused.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The Command documents that come with Postern, under the names that scripts know. They have one version. */
@Component
class ProvidedCommandDocuments implements DocumentSource {
    private static final String VERSION = "1";
    private static final Set<String> ITS_NAMES = Set.of(VERSION, "$LATEST", "$DEFAULT");

    private final List<CommandDocument> documents =
            List.of(read("AWS-RunPowerShellScript"), read("AWS-RunShellScript"));

    @Override
    public List<CommandDocument> all() {
        return documents;
    }

    @Override
    public Optional<CommandDocument> find(String name, String version) {
        var found = documents.stream()
                .filter(document -> document.name().equals(name))
                .findFirst();
        if (found.isPresent() && !ITS_NAMES.contains(version))
            throw new CommandRefused(
                    Code.INVALID_DOCUMENT_VERSION,
                    "Document " + name + " has no version " + version + ": it comes with Postern, in version 1 alone.");
        return found;
    }

    private static CommandDocument read(String name) {
        try (var in = ProvidedCommandDocuments.class.getResourceAsStream("documents/" + name + ".json")) {
            if (in == null) throw new IllegalStateException("the document " + name + " is missing");
            var text = in.readAllBytes();
            var hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text));
            return new DocumentContent(JsonMapper.shared().readTree(text)).named(name, VERSION, hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
