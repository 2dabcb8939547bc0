package dev.postern.session.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.keys.Sha256;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class SessionDocumentTest {
    @Test
    void agentsAreToldTheCanonicalFormAndNoPlaceForTranscripts() {
        var document = open("""
                {"schemaVersion":"1.0","sessionType":"Standard_Stream","inputs":{"s3BucketName":"b","s3KeyPrefix":"p","s3EncryptionEnabled":"true",
                 "cloudWatchLogGroupName":"g","cloudWatchEncryptionEnabled":true,"cloudWatchStreamingEnabled":"true","kmsKeyId":"alias/k",
                 "runAsEnabled":"TRUE","runAsDefaultUser":"web","idleSessionTimeout":5,"shellProfile":{"linux":"cd /srv"}}}""");
        assertThat(document.forAgents().path("inputs"))
                .isEqualTo(JsonMapper.shared().readTree("""
                {"s3BucketName":"","s3KeyPrefix":"","s3EncryptionEnabled":false,"cloudWatchLogGroupName":"","cloudWatchEncryptionEnabled":false,
                 "cloudWatchStreamingEnabled":false,"kmsKeyId":"alias/k","runAsEnabled":true,"runAsDefaultUser":"web","idleSessionTimeout":"5",
                 "shellProfile":{"linux":"cd /srv"}}"""));
    }

    @Test
    void whatTheServerGoesByIsFilledInAndCheckedThen() {
        var document = open("""
                {"schemaVersion":"1.0","sessionType":"Standard_Stream","parameters":{"idle":{"type":"Integer","default":5},"key":{"type":"String","default":""}},
                 "inputs":{"idleSessionTimeout":"{{ idle }}","maxSessionDuration":"1{{ idle }}0","kmsKeyId":"{{ key }}"}}""");
        var byDefault = document.inputs(document.values(Map.of()));
        assertThat(byDefault.idle()).isEqualTo(Duration.ofMinutes(5));
        assertThat(byDefault.maximum()).isEqualTo(Duration.ofMinutes(150));
        assertThat(byDefault.kmsKeyId()).isEmpty();
        var given = document.inputs(document.values(Map.of("idle", List.of("7"), "key", List.of("alias/k"))));
        assertThat(given.idle()).isEqualTo(Duration.ofMinutes(7));
        assertThat(given.kmsKeyId()).isEqualTo("alias/k");
        assertThat(document.objections(Map.of("idle", List.of("99"))))
                .anySatisfy(words -> assertThat(words).contains("inputs.idleSessionTimeout is 99", "1 to 60"));
        assertThat(document.objections(Map.of("key", List.of("a b"))))
                .anySatisfy(words -> assertThat(words).contains("inputs.kmsKeyId"));
    }

    @Test
    void allThatIsWrongWithTheParametersIsTold() {
        var document = open("""
                {"schemaVersion":"1.0","sessionType":"InteractiveCommands","parameters":{"a":{"type":"String"},"b":{"type":"String","allowedPattern":"[0-9]"}},
                 "properties":{"linux":{"commands":"{{ a }} {{ b }}"}}}""");
        assertThat(document.objections(Map.of("b", List.of("x"), "c", List.of("y"))))
                .containsExactly(
                        "Parameter c is not defined in the document.",
                        "Parameter a is required.",
                        "Parameter b must match [0-9].");
    }

    @Test
    void documentAndParametersFitIntoOneFrameTogether() {
        var document = open("""
                {"schemaVersion":"1.0","sessionType":"InteractiveCommands","parameters":{"a":{"type":"String"}},
                 "properties":{"linux":{"commands":"{{ a }}"}}}""");
        assertThat(document.objections(Map.of("a", List.of("x".repeat(65_000)))))
                .isEmpty();
        assertThat(document.objections(Map.of("a", List.of("\"".repeat(40_000)))))
                .singleElement()
                .asString()
                .contains("together, they may have 65536");
    }

    @Test
    void preferencesAreWrittenInTheirCanonicalForm() {
        var inputs = new SessionInputs(Duration.ofMinutes(15), null, "", true, "web", "exec bash", "");
        var into = JsonNodeFactory.instance.objectNode().put("s3BucketName", "kept");
        inputs.writeInto(into);
        assertThat(into).isEqualTo(JsonMapper.shared().readTree("""
                {"s3BucketName":"kept","idleSessionTimeout":"15","maxSessionDuration":"","kmsKeyId":"","runAsEnabled":true,"runAsDefaultUser":"web",
                 "shellProfile":{"linux":"exec bash","windows":""}}"""));
        assertThat(SessionInputs.of(into)).isEqualTo(inputs);
    }

    @Test
    void aCommandDocumentStartsNoSession() {
        var text = "{\"schemaVersion\":\"2.2\",\"mainSteps\":[{\"action\":\"aws:runShellScript\",\"name\":\"a\"}]}";
        assertThatThrownBy(() -> open(DocumentType.COMMAND, text)).hasMessageContaining("starts no session");
    }

    private static SessionDocument open(String text) {
        return open(DocumentType.SESSION, text);
    }

    private static SessionDocument open(DocumentType type, String text) {
        var outline = Outline.of(DocumentText.read(DocumentFormat.JSON, text));
        var version =
                new DocumentVersion("Mine", 1, "", "", DocumentFormat.JSON, Sha256.of(text), outline, null, "arn:me");
        return SessionDocument.of(new DocumentContent(type, version, text));
    }
}
