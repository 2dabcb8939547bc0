package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.postern.inventory.NodeId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DocumentAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.DocumentDescription;
import software.amazon.awssdk.services.ssm.model.DocumentFilter;
import software.amazon.awssdk.services.ssm.model.DocumentFormat;
import software.amazon.awssdk.services.ssm.model.DocumentHashType;
import software.amazon.awssdk.services.ssm.model.DocumentIdentifier;
import software.amazon.awssdk.services.ssm.model.DocumentKeyValuesFilter;
import software.amazon.awssdk.services.ssm.model.DocumentStatus;
import software.amazon.awssdk.services.ssm.model.DocumentType;
import software.amazon.awssdk.services.ssm.model.DocumentVersionInfo;
import software.amazon.awssdk.services.ssm.model.DuplicateDocumentContentException;
import software.amazon.awssdk.services.ssm.model.DuplicateDocumentVersionNameException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentContentException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentOperationException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentSchemaVersionException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentVersionException;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.MaxDocumentSizeExceededException;
import software.amazon.awssdk.services.ssm.model.PlatformType;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

/** Every operation on documents by AWS's own SDK, good and bad. */
class DocumentsSdkIT {
    private static final String TAIL = """
            {"schemaVersion": "1.0", "description": "Follows a log.", "sessionType": "InteractiveCommands",
             "parameters": {"logpath": {"type": "String", "description": "Which log.", "default": "/var/log/syslog",
                                        "allowedPattern": "^[a-zA-Z0-9-_/]+(.log)?$"},
                            "flags": {"type": "StringList", "default": ["-n", "5"]}},
             "properties": {"linux": {"commands": "tail -f {{ logpath }}", "runAsElevated": true}}}""";
    private static final String YAML = """
            schemaVersion: '1.0'
            # for the web team
            sessionType: Standard_Stream
            inputs:
              idleSessionTimeout: '5'
            """;

    @AutoClose
    private final ApiUnderTest api = new ApiUnderTest(Clock.systemUTC()); // the SDK has no other time

    @AutoClose
    private final SsmClient ssm = AwsSdk.ssm(api, api.administrator());

    private DocumentDescription create(String name, String content) {
        return ssm.createDocument(request ->
                        request.name(name).documentType(DocumentType.SESSION).content(content))
                .documentDescription();
    }

    @Test
    void aDocumentIsCreatedDescribedAndRead() {
        var made = ssm.createDocument(request -> request.name("Tail-Log")
                        .documentType(DocumentType.SESSION)
                        .documentFormat(DocumentFormat.JSON)
                        .versionName("v1.0")
                        .displayName("Follow a log")
                        .targetType("/AWS::EC2::Instance")
                        .tags(Tag.builder().key("team").value("web").build())
                        .content(TAIL))
                .documentDescription();
        assertThat(made.status()).isEqualTo(DocumentStatus.ACTIVE);
        assertThat(made.hashType()).isEqualTo(DocumentHashType.SHA256);
        assertThat(made.hash()).hasSize(64);

        var shown = ssm.describeDocument(request -> request.name("Tail-Log")).document();
        assertThat(shown).isEqualTo(made);
        assertThat(shown.owner()).isEqualTo("000000000000");
        assertThat(shown.author()).isEqualTo("arn:aws:iam::000000000000:user/admin");
        assertThat(shown.description()).isEqualTo("Follows a log.");
        assertThat(shown.displayName()).isEqualTo("Follow a log");
        assertThat(shown.versionName()).isEqualTo("v1.0");
        assertThat(shown.documentVersion()).isEqualTo("1");
        assertThat(shown.latestVersion()).isEqualTo("1");
        assertThat(shown.defaultVersion()).isEqualTo("1");
        assertThat(shown.schemaVersion()).isEqualTo("1.0");
        assertThat(shown.targetType()).isEqualTo("/AWS::EC2::Instance");
        assertThat(shown.platformTypes()).containsExactly(PlatformType.LINUX);
        assertThat(shown.tags())
                .containsExactly(Tag.builder().key("team").value("web").build());
        assertThat(shown.createdDate()).isNotNull();
        assertThat(shown.parameters()).hasSize(2);
        assertThat(shown.parameters().getFirst().name()).isEqualTo("logpath");
        assertThat(shown.parameters().getFirst().defaultValue()).isEqualTo("/var/log/syslog");
        assertThat(shown.parameters().getLast().typeAsString()).isEqualTo("StringList");
        assertThat(shown.parameters().getLast().defaultValue()).isEqualTo("[\"-n\",\"5\"]");

        var byArn = ssm.getDocument(request ->
                request.name("arn:aws:ssm:local:000000000000:document/Tail-Log").versionName("v1.0"));
        assertThat(byArn.content()).isEqualTo(TAIL);
        assertThat(byArn.name()).isEqualTo("Tail-Log");
        assertThat(byArn.documentType()).isEqualTo(DocumentType.SESSION);
        assertThat(ssm.describeDocumentPermission(
                                request -> request.name("Tail-Log").permissionType("Share"))
                        .accountIds())
                .isEmpty();
    }

    @Test
    void aDocumentIsReadInTheFormatOneAsksFor() {
        ssm.createDocument(request -> request.name("Web-Shell")
                .documentType(DocumentType.SESSION)
                .documentFormat(DocumentFormat.YAML)
                .content(YAML));
        var json = ssm.getDocument(request -> request.name("Web-Shell"));
        assertThat(json.documentFormat()).isEqualTo(DocumentFormat.JSON);
        assertThat(json.content()).contains("\"idleSessionTimeout\" : \"5\"");
        assertThat(ssm.getDocument(request -> request.name("Web-Shell").documentFormat(DocumentFormat.YAML))
                        .content())
                .isEqualTo(YAML);
        assertThat(ssm.getDocument(request -> request.name("Web-Shell").documentFormat(DocumentFormat.TEXT))
                        .content())
                .isEqualTo(YAML);
        create("Tail-Log", TAIL);
        assertThat(ssm.getDocument(request -> request.name("Tail-Log").documentFormat(DocumentFormat.YAML))
                        .content())
                .contains("schemaVersion: \"1.0\"", "sessionType: \"InteractiveCommands\"");
    }

    @Test
    void whatIsWrongWithADocumentIsSaid() {
        assertThatThrownBy(() -> create("Broken", "{\"schemaVersion\": \"1.0\","))
                .isInstanceOf(InvalidDocumentContentException.class)
                .hasMessageContaining("is no JSON in line 1");
        assertThatThrownBy(() -> create("Broken", YAML))
                .isInstanceOf(InvalidDocumentContentException.class)
                .hasMessageContaining("needs the format YAML");
        assertThatThrownBy(() -> create("Broken", TAIL.replace("1.0", "0.3")))
                .isInstanceOf(InvalidDocumentSchemaVersionException.class);
        assertThatThrownBy(() -> create("Broken", TAIL.replace("^[a-zA-Z0-9-_/]+", "(?=x)")))
                .isInstanceOf(InvalidDocumentContentException.class)
                .hasMessageContaining("parameters.logpath.allowedPattern is not taken")
                .hasMessageContaining("look-around");
        assertThatThrownBy(() -> create("Broken", TAIL.replace("Follows a log.", "x".repeat(70_000))))
                .isInstanceOf(MaxDocumentSizeExceededException.class);
        assertThatThrownBy(() ->
                        ssm.createDocument(request -> request.name("Broken").content(TAIL)))
                .as("the type is Command where nobody says")
                .isInstanceOf(InvalidDocumentSchemaVersionException.class);
        assertThatThrownBy(() -> create("AWS-StartMine", TAIL)).hasMessageContaining("come with Postern");
        create("Tail-Log", TAIL);
        assertThatThrownBy(() -> create("Tail-Log", TAIL)).isInstanceOf(DocumentAlreadyExistsException.class);
        assertThat(ssm.listDocuments(request -> request.filters(filter("Owner", "Self")))
                        .documentIdentifiers())
                .extracting(DocumentIdentifier::name)
                .containsExactly("Tail-Log");
    }

    @Test
    void versionsAreAddedListedMadeDefaultAndDeleted() {
        create("Tail-Log", TAIL);
        var second = ssm.updateDocument(request -> request.name("Tail-Log")
                        .documentVersion("$LATEST")
                        .versionName("second")
                        .content(TAIL.replace("Follows", "Still follows")))
                .documentDescription();
        assertThat(second.documentVersion()).isEqualTo("2");
        assertThat(second.latestVersion()).isEqualTo("2");
        assertThat(second.defaultVersion()).isEqualTo("1");
        assertThatThrownBy(() -> ssm.updateDocument(
                        request -> request.name("Tail-Log").content(TAIL.replace("Follows", "Still follows"))))
                .isInstanceOf(DuplicateDocumentContentException.class);
        assertThatThrownBy(() -> ssm.updateDocument(request ->
                        request.name("Tail-Log").versionName("second").content(TAIL)))
                .isInstanceOf(DuplicateDocumentVersionNameException.class);
        assertThatThrownBy(() -> ssm.updateDocument(
                        request -> request.name("Tail-Log").documentVersion("1").content(TAIL)))
                .isInstanceOf(InvalidDocumentVersionException.class);
        assertThatThrownBy(() ->
                        ssm.updateDocument(request -> request.name("Nobodys").content(TAIL)))
                .isInstanceOf(InvalidDocumentException.class);

        assertThat(ssm.getDocument(request -> request.name("Tail-Log")).documentVersion())
                .isEqualTo("1");
        assertThat(ssm.getDocument(request -> request.name("Tail-Log").documentVersion("$LATEST"))
                        .versionName())
                .isEqualTo("second");
        var moved = ssm.updateDocumentDefaultVersion(
                        request -> request.name("Tail-Log").documentVersion("2"))
                .description();
        assertThat(moved.defaultVersion()).isEqualTo("2");
        assertThat(moved.defaultVersionName()).isEqualTo("second");
        assertThatThrownBy(() -> ssm.updateDocumentDefaultVersion(
                        request -> request.name("Tail-Log").documentVersion("3")))
                .isInstanceOf(InvalidDocumentVersionException.class);
        assertThat(ssm.listDocumentVersionsPaginator(
                                request -> request.name("Tail-Log").maxResults(1))
                        .documentVersions())
                .extracting(DocumentVersionInfo::documentVersion, DocumentVersionInfo::isDefaultVersion)
                .containsExactly(tuple("2", true), tuple("1", false));

        assertThatThrownBy(() ->
                        ssm.deleteDocument(request -> request.name("Tail-Log").documentVersion("2")))
                .isInstanceOf(InvalidDocumentOperationException.class);
        ssm.deleteDocument(request -> request.name("Tail-Log").documentVersion("1"));
        assertThat(ssm.listDocumentVersions(request -> request.name("Tail-Log")).documentVersions())
                .hasSize(1);
        ssm.deleteDocument(request -> request.name("Tail-Log"));
        for (var gone : List.<Runnable>of(
                () -> ssm.getDocument(request -> request.name("Tail-Log")),
                () -> ssm.describeDocument(request -> request.name("Tail-Log")),
                () -> ssm.listDocumentVersions(request -> request.name("Tail-Log")),
                () -> ssm.deleteDocument(request -> request.name("Tail-Log"))))
            assertThatThrownBy(gone::run).isInstanceOf(InvalidDocumentException.class);
        assertThatThrownBy(() -> ssm.getDocument(
                        request -> request.name("AWS-StartSSHSession").documentVersion("2")))
                .isInstanceOf(InvalidDocumentVersionException.class);
        assertThatThrownBy(() -> ssm.deleteDocument(request -> request.name("AWS-StartSSHSession")))
                .isInstanceOf(InvalidDocumentOperationException.class);
    }

    @Test
    void documentsAreListedPageByPageAndFiltered() {
        IntStream.range(0, 4).forEach(i -> create("Tail-" + i, TAIL));
        ssm.createDocument(request -> request.name("Web-Shell")
                .documentType(DocumentType.SESSION)
                .documentFormat(DocumentFormat.YAML)
                .targetType("/AWS::EC2::Instance")
                .tags(Tag.builder().key("stage").value("test").build())
                .content(YAML));
        var all = ssm.listDocumentsPaginator(request -> request.maxResults(3)).documentIdentifiers().stream()
                .toList();
        assertThat(all).hasSize(14).extracting(DocumentIdentifier::name).isSorted();
        assertThat(all.getFirst().owner()).isEqualTo("Amazon");
        assertThat(all.getLast().owner()).isEqualTo("000000000000");
        assertThat(all.getLast().documentFormat()).isEqualTo(DocumentFormat.YAML);

        assertThat(names(filter("Name", "Tail-"))).hasSize(4);
        assertThat(names(filter("Name", "Tail-1", "Web"))).containsExactly("Tail-1", "Web-Shell");
        assertThat(names(filter("Owner", "Amazon"))).hasSize(9);
        assertThat(names(filter("Owner", "ThirdParty"))).isEmpty();
        assertThat(names(filter("Owner", "Self"), filter("PlatformTypes", "Windows")))
                .containsExactly("Web-Shell");
        assertThat(names(filter("DocumentType", "Command")))
                .containsExactly("AWS-RunPowerShellScript", "AWS-RunShellScript");
        assertThat(names(filter("TargetType", "/AWS::EC2::Instance"))).containsExactly("Web-Shell");
        assertThat(names(filter("tag:stage", "prod", "test"))).containsExactly("Web-Shell");
        assertThat(names(filter("SearchKeyword", "FOLLOWS"))).hasSize(4);
        assertThat(ssm.listDocuments(request -> request.documentFilterList(DocumentFilter.builder()
                                .key("Name")
                                .value("Tail-3")
                                .build()))
                        .documentIdentifiers())
                .hasSize(1);

        assertThatThrownBy(() -> names(filter("Colour", "red"))).isInstanceOf(InvalidFilterKeyException.class);
        assertThatThrownBy(() -> names(filter("Owner", "Me"))).hasMessageContaining("Self");
        assertThatThrownBy(() -> names(filter("DocumentType", "Sessions"))).hasMessageContaining("Session");
        assertThatThrownBy(() -> ssm.listDocuments(request -> request.nextToken("bm9uc2Vuc2U")))
                .isInstanceOf(InvalidNextTokenException.class);
    }

    @Test
    void documentsAreTagged() {
        create("Tail-Log", TAIL);
        ssm.addTagsToResource(request -> request.resourceType(ResourceTypeForTagging.DOCUMENT)
                .resourceId("Tail-Log")
                .tags(
                        Tag.builder().key("a").value("1").build(),
                        Tag.builder().key("b").value("").build()));
        ssm.removeTagsFromResource(request -> request.resourceType(ResourceTypeForTagging.DOCUMENT)
                .resourceId("Tail-Log")
                .tagKeys("a"));
        assertThat(ssm.listTagsForResource(request -> request.resourceType(ResourceTypeForTagging.DOCUMENT)
                                .resourceId("Tail-Log"))
                        .tagList())
                .containsExactly(Tag.builder().key("b").value("").build());
        for (var name : List.of("Nobodys", "AWS-StartSSHSession"))
            assertThatThrownBy(
                            () -> ssm.addTagsToResource(request -> request.resourceType(ResourceTypeForTagging.DOCUMENT)
                                    .resourceId(name)
                                    .tags(Tag.builder().key("a").value("1").build())))
                    .isInstanceOf(InvalidResourceIdException.class);
        assertThatThrownBy(() -> ssm.listTagsForResource(request ->
                        request.resourceType(ResourceTypeForTagging.DOCUMENT).resourceId("Nobodys")))
                .isInstanceOf(InvalidResourceIdException.class);
    }

    @Test
    void theScriptThatSetsPreferencesWorksTwice() {
        var name = "SSM-SessionManagerRunShell";
        assertThat(ssm.getDocument(request -> request.name(name)).content()).contains("Standard_Stream");
        var content =
                "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Standard_Stream\",\"inputs\":{\"idleSessionTimeout\":\"7\"}}";
        ssm.updateDocument(
                request -> request.name(name).documentVersion("$LATEST").content(content));
        var again = ssm.updateDocument(
                request -> request.name(name).documentVersion("$LATEST").content(content.replace("7", "9")));
        ssm.updateDocumentDefaultVersion(request ->
                request.name(name).documentVersion(again.documentDescription().documentVersion()));
        assertThat(ssm.getDocument(request -> request.name(name)).content()).contains("\"9\"");
        ssm.deleteDocument(request -> request.name(name));
        create(name, content);
    }

    @Test
    void preferencesThatNobodyMadeAreInForceButNotDescribed() {
        var name = "SSM-SessionManagerRunShell";
        assertThatThrownBy(() -> ssm.describeDocument(request -> request.name(name)))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> ssm.listDocumentVersions(request -> request.name(name)))
                .isInstanceOf(InvalidDocumentException.class);
        assertThat(names(filter("Name", name))).isEmpty();
        create(name, "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Standard_Stream\",\"inputs\":{}}");
        assertThat(ssm.describeDocument(request -> request.name(name))
                        .document()
                        .name())
                .isEqualTo(name);
        assertThat(names(filter("Owner", "Self"))).containsExactly(name);
        ssm.deleteDocument(request -> request.name(name));
        assertThatThrownBy(() -> ssm.describeDocument(request -> request.name(name)))
                .isInstanceOf(InvalidDocumentException.class);
        assertThat(ssm.getDocument(request -> request.name(name)).content()).contains("Standard_Stream");
    }

    @Test
    void commandDocumentsAreKeptToo() {
        var content = """
                {"schemaVersion":"2.2","parameters":{"word":{"type":"String"}},
                 "mainSteps":[{"action":"aws:runShellScript","name":"say","inputs":{"runCommand":["echo {{ word }}"]}}]}""";
        var made = ssm.createDocument(request -> request.name("Say").content(content))
                .documentDescription();
        assertThat(made.documentType()).isEqualTo(DocumentType.COMMAND);
        assertThat(made.platformTypes()).containsExactly(PlatformType.LINUX, PlatformType.MAC_OS);
        assertThat(names(filter("DocumentType", "Command"), filter("Owner", "Self")))
                .containsExactly("Say");
        var node = api.node("web-1").id();
        api.relays.connected.add(node);
        assertThatThrownBy(() ->
                        ssm.startSession(request -> request.target(node.value()).documentName("Say")))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("starts no session");
    }

    @Test
    void aSessionIsStartedByOnesOwnDocument() {
        create("Tail-Log", TAIL);
        var node = api.node("web-1").id().value();
        api.relays.connected.add(new NodeId(node));
        ssm.startSession(request -> request.target(node).documentName("Tail-Log"));
        ssm.startSession(request -> request.target(node)
                .documentName("arn:aws:ssm:local:000000000000:document/Tail-Log")
                .parameters(Map.of("logpath", List.of("app.log"), "flags", List.of("-n", "7"))));
        ssm.startSession(request -> request.target(node)
                .documentName("arn:aws:ssm:local::document/AWS-PasswordReset")
                .parameters(Map.of("username", List.of("ec2-user"))));
        assertThatThrownBy(() -> ssm.startSession(request -> request.target(node)
                        .documentName("Tail-Log")
                        .parameters(Map.of("logpath", List.of("x.log; reboot")))))
                .isInstanceOfSatisfying(AwsServiceException.class, error -> {
                    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
                    assertThat(error.getMessage()).contains("Parameter logpath must match");
                });
        assertThatThrownBy(() -> ssm.startSession(request ->
                        request.target(node).documentName("arn:aws:ssm:local:111111111111:document/Tail-Log")))
                .isInstanceOf(InvalidDocumentException.class);
    }

    @Test
    void whoMayNotIsRefused() {
        create("Tail-Log", TAIL);
        try (var alice = AwsSdk.ssm(api, api.keyOf("alice", Set.of()))) {
            for (var call : List.<Runnable>of(
                    () -> alice.createDocument(request -> request.name("Mine")
                            .documentType(DocumentType.SESSION)
                            .content(TAIL)),
                    () -> alice.updateDocument(
                            request -> request.name("Tail-Log").content(TAIL)),
                    () -> alice.updateDocumentDefaultVersion(
                            request -> request.name("Tail-Log").documentVersion("1")),
                    () -> alice.deleteDocument(request -> request.name("Tail-Log")),
                    () -> alice.getDocument(request -> request.name("Tail-Log")),
                    () -> alice.describeDocument(request -> request.name("Tail-Log")),
                    () -> alice.listDocumentVersions(request -> request.name("Tail-Log")),
                    () -> alice.listDocuments()))
                assertThatThrownBy(call::run).hasMessageContaining("is not authorized to perform: ssm:");
        }
    }

    private List<String> names(DocumentKeyValuesFilter... filters) {
        return ssm.listDocuments(request -> request.filters(filters)).documentIdentifiers().stream()
                .map(DocumentIdentifier::name)
                .toList();
    }

    private static DocumentKeyValuesFilter filter(String key, String... values) {
        return DocumentKeyValuesFilter.builder().key(key).values(values).build();
    }
}
