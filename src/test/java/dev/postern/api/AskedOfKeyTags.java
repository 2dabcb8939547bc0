package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.kms;
import static dev.postern.api.AskedOfKeys.unknown;
import static dev.postern.api.SdkCaller.MADE_UP_TOKEN;
import static dev.postern.api.SdkCaller.NO_UUID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.kms.model.InvalidMarkerException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.LimitExceededException;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.TagException;

/** What is asked of the tags of keys. */
record AskedOfKeyTags(SdkCaller by) {
    List<Asked> all() {
        return List.of(tag(), untag(), tags());
    }

    static Tag tag(String key, String value) {
        return Tag.builder().tagKey(key).tagValue(value).build();
    }

    private List<Tag> tagsOf(String key) {
        return by.kms.listResourceTags(request -> request.keyId(key)).tags();
    }

    private Asked tag() {
        var key = by.newKey();
        return kms(
                "TagResource",
                () -> {
                    var tagged = by.newKey();
                    by.kms.tagResource(request -> request.keyId(tagged).tags(tag("team", "web"), tag("empty", "")));
                    assertThat(tagsOf(tagged)).containsExactly(tag("empty", ""), tag("team", "web"));
                },
                unknown(() ->
                        by.kms.tagResource(request -> request.keyId(NO_UUID).tags(tag("a", "b")))),
                as(KmsInvalidStateException.class, "pending deletion", () -> {
                    var going = by.goingKey();
                    by.kms.tagResource(request -> request.keyId(going).tags(tag("a", "b")));
                }),
                as(
                        TagException.class,
                        "a<b",
                        () -> by.kms.tagResource(request -> request.keyId(key).tags(tag("a<b", "")))),
                as(
                        TagException.class,
                        "twice",
                        () -> by.kms.tagResource(request -> request.keyId(key).tags(tag("a", "1"), tag("a", "2")))),
                as(
                        LimitExceededException.class,
                        "50",
                        () -> by.kms.tagResource(request -> request.keyId(key)
                                .tags(IntStream.range(0, 51)
                                        .mapToObj(i -> tag("k" + i, ""))
                                        .toList()))),
                invalid(
                        "'tags.1.member.tagKey'",
                        () -> by.kms.tagResource(request -> request.keyId(key).tags(tag("k".repeat(129), "")))),
                invalid(
                        "less than or equal to 256",
                        () -> by.kms.tagResource(request -> request.keyId(key).tags(tag("k", "v".repeat(257))))),
                denied(
                        "kms:TagResource",
                        () -> by.plainKms.tagResource(
                                request -> request.keyId(key).tags(tag("a", "b")))));
    }

    private Asked untag() {
        return kms(
                "UntagResource",
                () -> {
                    var key = by.kms
                            .createKey(request -> request.tags(tag("team", "web"), tag("env", "prod")))
                            .keyMetadata()
                            .keyId();
                    by.kms.untagResource(request -> request.keyId(key).tagKeys("team", "never there"));
                    assertThat(tagsOf(key)).containsExactly(tag("env", "prod"));
                },
                unknown(() ->
                        by.kms.untagResource(request -> request.keyId(NO_UUID).tagKeys("a"))),
                as(KmsInvalidStateException.class, "pending deletion", () -> {
                    var going = by.goingKey();
                    by.kms.untagResource(request -> request.keyId(going).tagKeys("a"));
                }),
                invalid("'tagKeys'", () -> by.kms.untagResource(request -> request.keyId(NO_UUID))),
                invalid(
                        "less than or equal to 128",
                        () -> by.kms.untagResource(
                                request -> request.keyId(NO_UUID).tagKeys("k".repeat(129)))),
                denied(
                        "kms:UntagResource",
                        () -> by.plainKms.untagResource(
                                request -> request.keyId(NO_UUID).tagKeys("a"))));
    }

    private Asked tags() {
        return kms(
                "ListResourceTags",
                () -> {
                    var key = by.kms
                            .createKey(request -> request.tags(tag("a", "1"), tag("b", "2"), tag("c", "3")))
                            .keyMetadata()
                            .keyId();
                    var pages = by.kms.listResourceTagsPaginator(
                            request -> request.keyId(key).limit(2));
                    assertThat(pages.stream().map(page -> page.tags().size())).containsExactly(2, 1);
                    assertThat(pages.tags()).containsExactly(tag("a", "1"), tag("b", "2"), tag("c", "3"));
                },
                unknown(() -> tagsOf(NO_UUID)),
                as(InvalidMarkerException.class, "marker", () -> {
                    var key = by.newKey();
                    by.kms.listResourceTags(request -> request.keyId(key).marker(MADE_UP_TOKEN));
                }),
                invalid(
                        "'limit'",
                        () -> by.kms.listResourceTags(
                                request -> request.keyId(NO_UUID).limit(0))),
                denied("kms:ListResourceTags", () -> by.plainKms.listResourceTags(request -> request.keyId(NO_UUID))));
    }
}
