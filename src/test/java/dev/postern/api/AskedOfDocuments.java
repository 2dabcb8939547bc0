package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.ssm;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.model.CreateDocumentRequest;
import software.amazon.awssdk.services.ssm.model.DocumentAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.DocumentFormat;
import software.amazon.awssdk.services.ssm.model.DocumentKeyValuesFilter;
import software.amazon.awssdk.services.ssm.model.DocumentType;
import software.amazon.awssdk.services.ssm.model.DuplicateDocumentContentException;
import software.amazon.awssdk.services.ssm.model.DuplicateDocumentVersionNameException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentContentException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentOperationException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentSchemaVersionException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentVersionException;
import software.amazon.awssdk.services.ssm.model.MaxDocumentSizeExceededException;
import software.amazon.awssdk.services.ssm.model.Tag;

/** What is asked of the operations that change documents. */
record AskedOfDocuments(SdkCaller by) {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    static final String PROVIDED = "AWS-StartSSHSession";

    List<Asked> all() {
        return List.of(create(), update(), makeDefault(), delete());
    }

    static String content(int idleMinutes) {
        return "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Standard_Stream\",\"inputs\":{\"idleSessionTimeout\":\""
                + idleMinutes + "\"}}";
    }

    private static String newName() {
        return "Mine-" + NUMBER.incrementAndGet();
    }

    private String made(String name, Consumer<CreateDocumentRequest.Builder> more) {
        by.ssm.createDocument(request -> {
            request.name(name).documentType(DocumentType.SESSION).content(content(1));
            more.accept(request);
        });
        return name;
    }

    String made() {
        return made(newName(), _ -> {});
    }

    /** With a second version that is not the default. */
    String twice() {
        var name = made();
        by.ssm.updateDocument(request -> request.name(name).content(content(2)).versionName("second"));
        return name;
    }

    private Asked.Refused bad(
            Class<? extends AwsServiceException> type, String word, Consumer<CreateDocumentRequest.Builder> more) {
        return as(type, word, () -> made(newName(), more));
    }

    private Asked.Refused wrong(String word, Consumer<CreateDocumentRequest.Builder> more) {
        return invalid(word, () -> made(newName(), more));
    }

    private Asked create() {
        return ssm(
                "CreateDocument",
                () -> {
                    var name = newName();
                    var made = by.ssm
                            .createDocument(request -> request.name(name)
                                    .documentType(DocumentType.SESSION)
                                    .documentFormat(DocumentFormat.JSON)
                                    .versionName("first")
                                    .content(content(1)))
                            .documentDescription();
                    assertThat(made.name()).isEqualTo(name);
                    assertThat(made.documentVersion()).isEqualTo("1");
                    assertThat(made.versionName()).isEqualTo("first");
                    assertThat(made.schemaVersion()).isEqualTo("1.0");
                    assertThat(made.owner()).isEqualTo("000000000000");
                },
                as(DocumentAlreadyExistsException.class, "Mine-", () -> made(made(), _ -> {})),
                bad(InvalidDocumentContentException.class, "no JSON in line 1", request -> request.content("{")),
                bad(
                        InvalidDocumentContentException.class,
                        "idleSessionTimeout",
                        request -> request.content(content(61))),
                bad(
                        InvalidDocumentSchemaVersionException.class,
                        "9.9",
                        request -> request.content(content(1).replace("1.0", "9.9"))),
                bad(
                        MaxDocumentSizeExceededException.class,
                        "65536",
                        request -> request.content(content(1) + " ".repeat(65_536))),
                wrong("'name'", request -> request.name("no name")),
                wrong("greater than or equal to 3", request -> request.name("ab")),
                wrong("less than or equal to 128", request -> request.name("n".repeat(129))),
                wrong("come with Postern", request -> request.name("AWS-Mine")),
                wrong("enum value set", request -> request.documentType("Shell")),
                wrong("Package", request -> request.documentType(DocumentType.PACKAGE)),
                wrong("'versionName'", request -> request.versionName("a b")),
                wrong("'targetType'", request -> request.targetType("EC2")),
                wrong(
                        "'tags.1.member.key'",
                        request ->
                                request.tags(Tag.builder().key("a#b").value("").build())),
                wrong(
                        "aws:",
                        request -> request.tags(
                                Tag.builder().key("aws:team").value("").build())),
                denied(
                        "ssm:CreateDocument",
                        () -> by.plain.createDocument(
                                request -> request.name(newName()).content(content(1)))));
    }

    private Asked update() {
        return ssm(
                "UpdateDocument",
                () -> {
                    var name = made();
                    var second = by.ssm
                            .updateDocument(request -> request.name(name)
                                    .documentVersion("$LATEST")
                                    .versionName("second")
                                    .content(content(2)))
                            .documentDescription();
                    assertThat(second.documentVersion()).isEqualTo("2");
                    assertThat(second.latestVersion()).isEqualTo("2");
                    assertThat(second.defaultVersion()).isEqualTo("1");
                },
                as(DuplicateDocumentContentException.class, "same content", () -> {
                    var name = made();
                    by.ssm.updateDocument(request -> request.name(name).content(content(1)));
                }),
                as(DuplicateDocumentVersionNameException.class, "second", () -> {
                    var name = twice();
                    by.ssm.updateDocument(
                            request -> request.name(name).content(content(3)).versionName("second"));
                }),
                as(InvalidDocumentVersionException.class, "latest version", () -> {
                    var name = twice();
                    by.ssm.updateDocument(
                            request -> request.name(name).content(content(3)).documentVersion("1"));
                }),
                as(
                        InvalidDocumentException.class,
                        "Nobodys",
                        () -> by.ssm.updateDocument(
                                request -> request.name("Nobodys").content(content(1)))),
                as(
                        InvalidDocumentOperationException.class,
                        PROVIDED,
                        () -> by.ssm.updateDocument(
                                request -> request.name(PROVIDED).content(content(1)))),
                as(InvalidDocumentContentException.class, "no JSON", () -> {
                    var name = made();
                    by.ssm.updateDocument(request -> request.name(name).content("{"));
                }),
                as(MaxDocumentSizeExceededException.class, "65536", () -> {
                    var name = made();
                    by.ssm.updateDocument(request -> request.name(name).content(content(2) + " ".repeat(65_536)));
                }),
                invalid("'content'", () -> by.ssm.updateDocument(request -> request.name("Mine"))),
                invalid(
                        "'documentVersion'",
                        () -> by.ssm.updateDocument(request ->
                                request.name("Mine").content(content(1)).documentVersion("$NEWEST"))),
                denied(
                        "ssm:UpdateDocument",
                        () -> by.plain.updateDocument(
                                request -> request.name("Mine").content(content(1)))));
    }

    private Asked makeDefault() {
        return ssm(
                "UpdateDocumentDefaultVersion",
                () -> {
                    var name = twice();
                    var moved = by.ssm
                            .updateDocumentDefaultVersion(
                                    request -> request.name(name).documentVersion("2"))
                            .description();
                    assertThat(moved.name()).isEqualTo(name);
                    assertThat(moved.defaultVersion()).isEqualTo("2");
                    assertThat(moved.defaultVersionName()).isEqualTo("second");
                },
                as(InvalidDocumentVersionException.class, "no version 7", () -> {
                    var name = made();
                    by.ssm.updateDocumentDefaultVersion(
                            request -> request.name(name).documentVersion("7"));
                }),
                as(
                        InvalidDocumentException.class,
                        "Nobodys",
                        () -> by.ssm.updateDocumentDefaultVersion(
                                request -> request.name("Nobodys").documentVersion("1"))),
                invalid(
                        "'documentVersion'",
                        () -> by.ssm.updateDocumentDefaultVersion(
                                request -> request.name("Nobodys").documentVersion("$LATEST"))),
                invalid("'name'", () -> by.ssm.updateDocumentDefaultVersion(request -> request.documentVersion("1"))),
                denied(
                        "ssm:UpdateDocumentDefaultVersion",
                        () -> by.plain.updateDocumentDefaultVersion(
                                request -> request.name("Nobodys").documentVersion("1"))));
    }

    private Asked delete() {
        return ssm(
                "DeleteDocument",
                () -> {
                    var name = twice();
                    by.ssm.deleteDocument(request -> request.name(name).versionName("second"));
                    assertThat(by.ssm
                                    .listDocumentVersions(request -> request.name(name))
                                    .documentVersions())
                            .hasSize(1);
                    by.ssm.deleteDocument(request -> request.name(name));
                    assertThat(by.ssm
                                    .listDocuments(request -> request.filters(DocumentKeyValuesFilter.builder()
                                            .key("Name")
                                            .values(name)
                                            .build()))
                                    .documentIdentifiers())
                            .isEmpty();
                },
                as(
                        InvalidDocumentException.class,
                        "Nobodys",
                        () -> by.ssm.deleteDocument(request -> request.name("Nobodys"))),
                as(InvalidDocumentOperationException.class, "the default", () -> {
                    var name = twice();
                    by.ssm.deleteDocument(request -> request.name(name).documentVersion("1"));
                }),
                as(
                        InvalidDocumentOperationException.class,
                        PROVIDED,
                        () -> by.ssm.deleteDocument(request -> request.name(PROVIDED))),
                as(InvalidDocumentVersionException.class, "no version 7", () -> {
                    var name = made();
                    by.ssm.deleteDocument(request -> request.name(name).documentVersion("7"));
                }),
                invalid("'name'", () -> by.ssm.deleteDocument(request -> request.name("no name"))),
                denied("ssm:DeleteDocument", () -> by.plain.deleteDocument(request -> request.name("Nobodys"))));
    }
}
