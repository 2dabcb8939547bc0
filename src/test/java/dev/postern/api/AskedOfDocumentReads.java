package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.ssm;
import static dev.postern.api.AskedOfDocuments.PROVIDED;
import static dev.postern.api.AskedOfDocuments.content;
import static dev.postern.api.SdkCaller.MADE_UP_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.ssm.model.DocumentFilter;
import software.amazon.awssdk.services.ssm.model.DocumentFormat;
import software.amazon.awssdk.services.ssm.model.DocumentIdentifier;
import software.amazon.awssdk.services.ssm.model.DocumentKeyValuesFilter;
import software.amazon.awssdk.services.ssm.model.DocumentType;
import software.amazon.awssdk.services.ssm.model.DocumentVersionInfo;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentVersionException;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;

/** What is asked of the operations that show documents. */
record AskedOfDocumentReads(SdkCaller by, AskedOfDocuments changes) {
    List<Asked> all() {
        return List.of(get(), describe(), permissions(), list(), versions());
    }

    private Asked get() {
        return ssm(
                "GetDocument",
                () -> {
                    var name = changes.twice();
                    var shown = by.ssm.getDocument(
                            request -> request.name("arn:aws:ssm:local:000000000000:document/" + name)
                                    .documentVersion("$LATEST"));
                    assertThat(shown.name()).isEqualTo(name);
                    assertThat(shown.content()).isEqualTo(content(2));
                    assertThat(shown.versionName()).isEqualTo("second");
                    assertThat(by.ssm
                                    .getDocument(request -> request.name(name).documentFormat(DocumentFormat.YAML))
                                    .content())
                            .contains("idleSessionTimeout: \"1\"");
                },
                nobody(() -> by.ssm.getDocument(request -> request.name("Nobodys"))),
                as(
                        InvalidDocumentException.class,
                        "111122223333",
                        () -> by.ssm.getDocument(
                                request -> request.name("arn:aws:ssm:local:111122223333:document/Mine"))),
                as(
                        InvalidDocumentVersionException.class,
                        PROVIDED,
                        () -> by.ssm.getDocument(
                                request -> request.name(PROVIDED).documentVersion("7"))),
                as(
                        InvalidDocumentVersionException.class,
                        "VersionName",
                        () -> by.ssm.getDocument(request ->
                                request.name(PROVIDED).documentVersion("1").versionName("first"))),
                invalid("'name'", () -> by.ssm.getDocument(request -> request.name("no name"))),
                invalid(
                        "enum value set",
                        () -> by.ssm.getDocument(
                                request -> request.name(PROVIDED).documentFormat("XML"))),
                denied("ssm:GetDocument", () -> by.plain.getDocument(request -> request.name("Nobodys"))));
    }

    private static Asked.Refused nobody(ThrowingCallable call) {
        return as(InvalidDocumentException.class, "Nobodys does not exist", call);
    }

    private Asked describe() {
        return ssm(
                "DescribeDocument",
                () -> {
                    var name = changes.twice();
                    var shown = by.ssm
                            .describeDocument(request -> request.name(name).versionName("second"))
                            .document();
                    assertThat(shown.name()).isEqualTo(name);
                    assertThat(shown.documentVersion()).isEqualTo("2");
                    assertThat(shown.defaultVersion()).isEqualTo("1");
                    assertThat(shown.documentType()).isEqualTo(DocumentType.SESSION);
                },
                nobody(() -> by.ssm.describeDocument(request -> request.name("Nobodys"))),
                as(
                        InvalidDocumentVersionException.class,
                        PROVIDED,
                        () -> by.ssm.describeDocument(
                                request -> request.name(PROVIDED).documentVersion("7"))),
                invalid("'name'", () -> by.ssm.describeDocument(request -> {})),
                invalid(
                        "'versionName'",
                        () -> by.ssm.describeDocument(
                                request -> request.name(PROVIDED).versionName("a b"))),
                denied("ssm:DescribeDocument", () -> by.plain.describeDocument(request -> request.name("Nobodys"))));
    }

    private Asked permissions() {
        return ssm(
                "DescribeDocumentPermission",
                () -> {
                    var name = changes.made();
                    var answer = by.ssm.describeDocumentPermission(
                            request -> request.name(name).permissionType("Share"));
                    assertThat(answer.accountIds()).isEmpty();
                    assertThat(answer.accountSharingInfoList()).isEmpty();
                },
                nobody(() -> by.ssm.describeDocumentPermission(
                        request -> request.name("Nobodys").permissionType("Share"))),
                invalid(
                        "'permissionType'",
                        () -> by.ssm.describeDocumentPermission(
                                request -> request.name(PROVIDED).permissionType("Sell"))),
                invalid(
                        "less than or equal to 200",
                        () -> by.ssm.describeDocumentPermission(request ->
                                request.name(PROVIDED).permissionType("Share").maxResults(201))),
                as(
                        InvalidNextTokenException.class,
                        "token",
                        () -> by.ssm.describeDocumentPermission(request ->
                                request.name(PROVIDED).permissionType("Share").nextToken(MADE_UP_TOKEN))),
                denied(
                        "ssm:DescribeDocumentPermission",
                        () -> by.plain.describeDocumentPermission(
                                request -> request.name(PROVIDED).permissionType("Share"))));
    }

    private List<String> listed(String key, String... values) {
        return by
                .ssm
                .listDocumentsPaginator(request -> request.maxResults(2).filters(filter(key, values)))
                .documentIdentifiers()
                .stream()
                .map(DocumentIdentifier::name)
                .toList();
    }

    private static DocumentKeyValuesFilter filter(String key, String... values) {
        return DocumentKeyValuesFilter.builder().key(key).values(values).build();
    }

    private Asked list() {
        return ssm(
                "ListDocuments",
                () -> {
                    var names = List.of(changes.made(), changes.made(), changes.made());
                    assertThat(listed("Name", names.toArray(String[]::new)))
                            .hasSizeGreaterThanOrEqualTo(3)
                            .containsAll(names)
                            .isSorted();
                    assertThat(listed("Owner", "Amazon")).contains(PROVIDED).doesNotContainAnyElementsOf(names);
                    assertThat(listed("Owner", "Self"))
                            .containsAll(names)
                            .doesNotContain(PROVIDED, "SSM-SessionManagerRunShell");
                },
                as(InvalidFilterKeyException.class, "Colour", () -> listed("Colour", "red")),
                invalid(
                        "enum value set",
                        () -> by.ssm.listDocuments(request -> request.documentFilterList(DocumentFilter.builder()
                                .key("Colour")
                                .value("red")
                                .build()))),
                invalid("Self", () -> listed("Owner", "Me")),
                invalid("Windows", () -> listed("PlatformTypes", "BeOS")),
                invalid("Session", () -> listed("DocumentType", "Sessions")),
                invalid(
                        "less than or equal to 6",
                        () -> by.ssm.listDocuments(
                                request -> request.filters(Collections.nCopies(7, filter("Name", "a"))))),
                invalid("less than or equal to 50", () -> by.ssm.listDocuments(request -> request.maxResults(51))),
                as(
                        InvalidNextTokenException.class,
                        "token",
                        () -> by.ssm.listDocuments(request -> request.nextToken(MADE_UP_TOKEN))),
                denied("ssm:ListDocuments", () -> by.plain.listDocuments(_ -> {})));
    }

    private Asked versions() {
        return ssm(
                "ListDocumentVersions",
                () -> {
                    var name = changes.twice();
                    by.ssm.updateDocument(request -> request.name(name).content(content(3)));
                    var pages = by.ssm.listDocumentVersionsPaginator(
                            request -> request.name(name).maxResults(2));
                    assertThat(pages.stream()
                                    .map(page -> page.documentVersions().size()))
                            .containsExactly(2, 1);
                    assertThat(pages.documentVersions())
                            .extracting(DocumentVersionInfo::documentVersion)
                            .containsExactly("3", "2", "1");
                },
                nobody(() -> by.ssm.listDocumentVersions(request -> request.name("Nobodys"))),
                invalid("'name'", () -> by.ssm.listDocumentVersions(request -> request.name("no name"))),
                invalid(
                        "greater than or equal to 1",
                        () -> by.ssm.listDocumentVersions(
                                request -> request.name(PROVIDED).maxResults(0))),
                as(
                        InvalidNextTokenException.class,
                        "token",
                        () -> by.ssm.listDocumentVersions(
                                request -> request.name(PROVIDED).nextToken(MADE_UP_TOKEN))),
                denied(
                        "ssm:ListDocumentVersions",
                        () -> by.plain.listDocumentVersions(request -> request.name(PROVIDED))));
    }
}
