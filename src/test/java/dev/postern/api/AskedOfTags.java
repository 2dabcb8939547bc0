package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.ssm;
import static dev.postern.api.SdkCaller.NO_NODE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidResourceTypeException;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;
import software.amazon.awssdk.services.ssm.model.TooManyTagsErrorException;

/** What is asked of the tags of nodes. */
record AskedOfTags(SdkCaller by) {
    List<Asked> all() {
        return List.of(tag(), untag(), tags());
    }

    private static Consumer<AddTagsToResourceRequest.Builder> tagging(String node, Tag... tags) {
        return request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                .resourceId(node)
                .tags(tags);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private List<Tag> tagsOf(String node) {
        return by.ssm
                .listTagsForResource(request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                        .resourceId(node))
                .tagList();
    }

    private Asked tag() {
        var node = by.node().value();
        var many = IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "")).toArray(Tag[]::new);
        return ssm(
                "AddTagsToResource",
                () -> {
                    by.ssm.addTagsToResource(tagging(node, tag("team", "web"), tag("empty", "")));
                    by.ssm.addTagsToResource(tagging(node, tag("team", "ops_1.2:a/b=c+d-e@f")));
                    assertThat(tagsOf(node)).containsExactly(tag("empty", ""), tag("team", "ops_1.2:a/b=c+d-e@f"));
                },
                as(
                        InvalidResourceIdException.class,
                        NO_NODE,
                        () -> by.ssm.addTagsToResource(tagging(NO_NODE, tag("a", "b")))),
                as(
                        InvalidResourceTypeException.class,
                        "ManagedInstance",
                        () -> by.ssm.addTagsToResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                                .resourceId("x")
                                .tags(tag("a", "b")))),
                invalid(
                        "'resourceType'",
                        () -> by.ssm.addTagsToResource(request ->
                                request.resourceType("Shell").resourceId(node).tags(tag("a", "b")))),
                as(TooManyTagsErrorException.class, "50", () -> by.ssm.addTagsToResource(tagging(node, many))),
                invalid("'tags.1.member.key'", () -> by.ssm.addTagsToResource(tagging(node, tag("a#b", "c")))),
                invalid(
                        "less than or equal to 128",
                        () -> by.ssm.addTagsToResource(tagging(node, tag("k".repeat(129), "")))),
                invalid(
                        "less than or equal to 256",
                        () -> by.ssm.addTagsToResource(tagging(node, tag("k", "v".repeat(257))))),
                invalid("is there twice", () -> by.ssm.addTagsToResource(tagging(node, tag("k", "1"), tag("k", "2")))),
                invalid(
                        "must not begin with aws:",
                        () -> by.ssm.addTagsToResource(tagging(node, tag("aws:team", "web")))),
                invalid(
                        "'tags'",
                        () -> by.ssm.addTagsToResource(
                                request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                                        .resourceId(node))),
                denied("ssm:AddTagsToResource", () -> by.plain.addTagsToResource(tagging(node, tag("a", "b")))));
    }

    private Asked untag() {
        var node = by.node().value();
        return ssm(
                "RemoveTagsFromResource",
                () -> {
                    by.ssm.addTagsToResource(tagging(node, tag("team", "web"), tag("stage", "test")));
                    by.ssm.removeTagsFromResource(
                            request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                                    .resourceId(node)
                                    .tagKeys("team", "never there"));
                    assertThat(tagsOf(node)).containsExactly(tag("stage", "test"));
                },
                as(
                        InvalidResourceIdException.class,
                        NO_NODE,
                        () -> by.ssm.removeTagsFromResource(
                                request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                                        .resourceId(NO_NODE)
                                        .tagKeys("a"))),
                as(
                        InvalidResourceTypeException.class,
                        "Document",
                        () -> by.ssm.removeTagsFromResource(
                                request -> request.resourceType(ResourceTypeForTagging.OPS_ITEM)
                                        .resourceId("x")
                                        .tagKeys("a"))),
                invalid(
                        "'tagKeys'",
                        () -> by.ssm.removeTagsFromResource(
                                request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                                        .resourceId(node))),
                invalid(
                        "'tagKeys.1.member'",
                        () -> by.ssm.removeTagsFromResource(
                                request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                                        .resourceId(node)
                                        .tagKeys("a#b"))),
                denied(
                        "ssm:RemoveTagsFromResource",
                        () -> by.plain.removeTagsFromResource(
                                request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                                        .resourceId(node)
                                        .tagKeys("a"))));
    }

    private Asked tags() {
        return ssm(
                "ListTagsForResource",
                () -> {
                    var node = by.node().value();
                    assertThat(tagsOf(node)).isEmpty();
                    by.ssm.addTagsToResource(tagging(node, tag("team", "web")));
                    assertThat(tagsOf(node)).containsExactly(tag("team", "web"));
                },
                as(InvalidResourceIdException.class, NO_NODE, () -> tagsOf(NO_NODE)),
                as(InvalidResourceIdException.class, "web-1", () -> tagsOf("web-1")),
                as(
                        InvalidResourceIdException.class,
                        "Nobodys",
                        () -> by.ssm.listTagsForResource(
                                request -> request.resourceType(ResourceTypeForTagging.DOCUMENT)
                                        .resourceId("Nobodys"))),
                as(
                        InvalidResourceTypeException.class,
                        "Document",
                        () -> by.ssm.listTagsForResource(
                                request -> request.resourceType(ResourceTypeForTagging.AUTOMATION)
                                        .resourceId("x"))),
                invalid(
                        "'resourceId'",
                        () -> by.ssm.listTagsForResource(
                                request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE))),
                denied(
                        "ssm:ListTagsForResource",
                        () -> by.plain.listTagsForResource(
                                request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                                        .resourceId(NO_NODE))));
    }
}
