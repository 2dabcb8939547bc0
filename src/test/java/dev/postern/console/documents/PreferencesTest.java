package dev.postern.console.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.session.documents.DocumentContent;
import dev.postern.session.documents.DocumentFormat;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.DocumentVersion;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.Outline;
import dev.postern.session.documents.SessionInputs;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreferencesTest {
    private static final SessionInputs CHANGED =
            new SessionInputs(Duration.ofMinutes(7), null, "alias/shells", true, "deploy", "cd /srv", "cd C:\\");

    @Test
    void aFormSaysWhatTheDocumentSays() {
        var read = Preferences.of(yaml("""
                schemaVersion: '1.0'
                sessionType: Standard_Stream
                inputs:
                  idleSessionTimeout: 20
                  runAsEnabled: 'true'
                  s3BucketName: kept
                """)).orElseThrow();
        assertThat(read.inputs().idle()).isEqualTo(Duration.ofMinutes(20));
        assertThat(read.inputs().maximum()).isNull();
        assertThat(read.inputs().runAs()).isTrue();
        assertThat(read.bucket()).isEqualTo("kept");
        assertThat(read.logGroup()).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadBackAndWhatAFormDoesNotShowStays() {
        var before = yaml("""
                schemaVersion: '1.0'
                description: ours
                sessionType: Standard_Stream
                inputs:
                  s3EncryptionEnabled: true
                """);
        var wanted = new Preferences(CHANGED, "bucket", "", "group");
        var text = wanted.writtenInto(before);

        assertThat(Preferences.of(yaml(text))).contains(wanted);
        var tree = DocumentFormat.YAML.read(text);
        assertThat(tree.path("description").asString("")).isEqualTo("ours");
        assertThat(tree.path("inputs").path("s3EncryptionEnabled").booleanValue())
                .isTrue();
        assertThat(tree.path("inputs").has("s3KeyPrefix")).isFalse();
    }

    @Test
    void preferencesWithParametersAreNotForAForm() {
        assertThat(Preferences.of(yaml("""
                schemaVersion: '1.0'
                sessionType: Standard_Stream
                parameters:
                  user: {type: String, default: deploy}
                inputs:
                  runAsDefaultUser: '{{ user }}'
                """))).isEmpty();
    }

    private static DocumentContent yaml(String text) {
        var version = new DocumentVersion(
                Documents.PREFERENCES,
                1,
                "",
                "",
                DocumentFormat.YAML,
                "",
                new Outline("1.0", "", "Standard_Stream", Set.of()),
                null,
                "");
        return new DocumentContent(DocumentType.SESSION, version, text);
    }
}
