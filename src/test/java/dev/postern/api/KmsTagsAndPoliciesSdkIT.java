package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.InvalidMarkerException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.LimitExceededException;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.TagException;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;
import tools.jackson.databind.json.JsonMapper;

/** Tags and policies of keys by AWS's own SDK: what its infrastructure tools ask of every key. */
class KmsTagsAndPoliciesSdkIT {
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    /** As people write it: other names, the account's number for its root, one of a kind without its list. */
    private static final String THE_SAME = """
            {"Id": "mine", "Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": ["000000000000"]},
             "Action": ["kms:*"], "Resource": "*"}}""";

    @AutoClose
    private final ApiUnderTest api = new ApiUnderTest(Clock.systemUTC()); // the SDK has no other time

    @AutoClose
    private final KmsClient kms = AwsSdk.kms(api, api.administrator());

    private String newKey(Tag... tags) {
        return kms.createKey(request -> request.tags(tags)).keyMetadata().keyId();
    }

    private List<Tag> tags(String key) {
        return kms.listResourceTags(request -> request.keyId(key)).tags();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().tagKey(key).tagValue(value).build();
    }

    private static List<Tag> many(int tags) {
        return IntStream.range(0, tags)
                .mapToObj("tag%02d"::formatted)
                .map(key -> tag(key, ""))
                .toList();
    }

    // ── tags ──

    @Test
    void aKeyIsTaggedWhenItIsMadeAndLater() {
        var key = newKey(tag("team", "web"), tag("env", "prod"));
        assertThat(tags(key)).containsExactly(tag("env", "prod"), tag("team", "web"));
        kms.tagResource(request -> request.keyId(key).tags(tag("team", "ops"), tag("empty", "")));
        kms.untagResource(request -> request.keyId(key).tagKeys("env", "never there"));
        assertThat(tags(key)).containsExactly(tag("empty", ""), tag("team", "ops"));
        assertThat(tags(newKey())).isEmpty();
    }

    @Test
    void tagsAreListedPageByPage() {
        var key = newKey(many(5).toArray(Tag[]::new));
        var pages = kms.listResourceTagsPaginator(request -> request.keyId(key).limit(2));
        assertThat(pages.stream().map(page -> page.tags().size())).containsExactly(2, 2, 1);
        assertThat(pages.tags()).containsExactlyElementsOf(many(5));
        var other = newKey(many(5).toArray(Tag[]::new));
        var marker =
                kms.listResourceTags(request -> request.keyId(key).limit(2)).nextMarker();
        assertThatThrownBy(() ->
                        kms.listResourceTags(request -> request.keyId(other).marker(marker)))
                .isInstanceOf(InvalidMarkerException.class);
    }

    @Test
    void aKeyHasFiftyTagsAndNoMore() {
        var key = newKey(many(50).toArray(Tag[]::new));
        assertThatThrownBy(() -> kms.tagResource(request -> request.keyId(key).tags(tag("more", ""))))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("50");
        kms.tagResource(request -> request.keyId(key).tags(tag("tag00", "another value")));
        assertThatThrownBy(() -> kms.createKey(request -> request.tags(many(51))))
                .isInstanceOf(LimitExceededException.class);
        assertThat(kms.listKeys().keys()).hasSize(1);
    }

    @Test
    void aWrongTagIsNamedWithTheRuleItBreaks() {
        var key = newKey();
        wrong(key, tag("aws:team", "web"), "aws:");
        wrong(key, tag("a<b", "web"), "'a<b'");
        wrong(key, tag("team", "a\nb"), "'team'");
        assertThatThrownBy(() -> kms.tagResource(request -> request.keyId(key).tags(tag("a", "1"), tag("a", "2"))))
                .isInstanceOf(TagException.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> kms.createKey(request -> request.tags(tag("aws:team", "web"))))
                .isInstanceOf(TagException.class);
        AwsSdk.invalid(() -> kms.tagResource(request -> request.keyId(key).tags(tag("", ""))), "tags.1.member.tagKey");
        AwsSdk.invalid(
                () -> kms.tagResource(request -> request.keyId(key).tags(tag("k".repeat(129), ""))),
                "tags.1.member.tagKey");
        AwsSdk.invalid(
                () -> kms.tagResource(request -> request.keyId(key).tags(tag("k", "v".repeat(257)))),
                "tags.1.member.tagValue");
        AwsSdk.invalid(
                () -> kms.tagResource(request ->
                        request.keyId(key).tags(Tag.builder().tagKey("k").build())),
                "tags.1.member.tagValue");
        AwsSdk.invalid(() -> kms.tagResource(request -> request.keyId(key)), "tags");
        AwsSdk.invalid(() -> kms.untagResource(request -> request.keyId(key)), "tagKeys");
        assertThat(tags(key)).isEmpty();
    }

    private void wrong(String key, Tag tag, String names) {
        assertThatThrownBy(() -> kms.tagResource(request -> request.keyId(key).tags(tag)))
                .isInstanceOf(TagException.class)
                .hasMessageContaining(names);
    }

    @Test
    void tagsOfAKeyThatGoesOrIsNotThereDoNotChange() {
        var key = newKey(tag("team", "web"));
        kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
        assertThatThrownBy(() -> kms.tagResource(request -> request.keyId(key).tags(tag("a", "b"))))
                .isInstanceOf(KmsInvalidStateException.class)
                .hasMessageContaining("pending deletion");
        assertThatThrownBy(() -> kms.untagResource(request -> request.keyId(key).tagKeys("team")))
                .isInstanceOf(KmsInvalidStateException.class);
        assertThat(tags(key)).containsExactly(tag("team", "web"));
        assertThatThrownBy(() -> tags(NOBODY)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(
                        () -> kms.tagResource(request -> request.keyId(NOBODY).tags(tag("a", "b"))))
                .isInstanceOf(NotFoundException.class);
    }

    // ── policies ──

    @Test
    void everyKeyHasTheDefaultPolicyOfItsAccount() {
        var key = newKey();
        assertThat(kms.listKeyPolicies(request -> request.keyId(key)).policyNames())
                .containsExactly("default");
        var answer = kms.getKeyPolicy(request -> request.keyId(key).policyName("default"));
        assertThat(answer.policyName()).isEqualTo("default");
        assertThat(JsonMapper.shared().readTree(answer.policy()))
                .isEqualTo(JsonMapper.shared().readTree("""
                {"Version": "2012-10-17", "Id": "key-default-1", "Statement": [{"Sid": "Enable IAM User Permissions",
                 "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "kms:*",
                 "Resource": "*"}]}"""));
        assertThat(kms.getKeyPolicy(request -> request.keyId(key)).policy()).isEqualTo(answer.policy());
        kms.putKeyPolicy(request -> request.keyId(key).policy(answer.policy()));
    }

    @Test
    void thatPolicyIsTakenInOtherWordsAndAnsweredAsItWasWritten() {
        var put = newKey();
        kms.putKeyPolicy(request ->
                request.keyId(put).policy(THE_SAME).policyName("default").bypassPolicyLockoutSafetyCheck(true));
        var made =
                kms.createKey(request -> request.policy(THE_SAME)).keyMetadata().keyId();
        for (var key : List.of(put, made))
            assertThat(kms.getKeyPolicy(request -> request.keyId(key)).policy()).isEqualTo(THE_SAME);
    }

    @Test
    void anyOtherPolicyIsRefusedNotIgnored() {
        var key = newKey();
        for (var policy : List.of(
                "{}",
                "{\"Version\":\"2012-10-17\",\"Statement\":[]}",
                THE_SAME.replace("\"Version\": \"2012-10-17\",", ""),
                THE_SAME.replace("Allow", "Deny"),
                THE_SAME.replace("000000000000", "111122223333"),
                THE_SAME.replace("{\"AWS\": [\"000000000000\"]}", "\"*\""),
                THE_SAME.replace("[\"000000000000\"]", "[\"000000000000\", \"*\"]"),
                THE_SAME.replace("{\"AWS\"", "{\"Service\": \"s3.amazonaws.com\", \"AWS\""),
                THE_SAME.replace("\"kms:*\"", "\"kms:*\", \"s3:*\""),
                THE_SAME.replace("kms:*", "kms:Decrypt"),
                THE_SAME.replace("\"Resource\": \"*\"", "\"Resource\": \"*\", \"Condition\": {}"))) {
            assertThat(policy).isNotEqualTo(THE_SAME);
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> kms.putKeyPolicy(request -> request.keyId(key).policy(policy)),
                    () -> kms.createKey(request -> request.policy(policy))))
                assertThatThrownBy(call)
                        .as(policy)
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("Policy")
                        .hasMessageContaining("Leave it out")
                        .hasMessageContaining("arn:aws:iam::000000000000:root");
        }
        assertThat(kms.getKeyPolicy(request -> request.keyId(key)).policy()).contains("key-default-1");
        assertThat(kms.listKeys().keys()).hasSize(1);
    }

    @Test
    void whatIsNoPolicyIsSaidToBeNone() {
        var key = newKey();
        for (var text : List.of("not JSON", "[]", "{\"Id\":\"a\",\"Id\":\"b\"}"))
            assertThatThrownBy(
                            () -> kms.putKeyPolicy(request -> request.keyId(key).policy(text)))
                    .as(text)
                    .isInstanceOf(MalformedPolicyDocumentException.class)
                    .hasMessageContaining("JSON");
        AwsSdk.invalid(() -> kms.putKeyPolicy(request -> request.keyId(key)), "policy");
        AwsSdk.invalid(
                () -> kms.putKeyPolicy(request -> request.keyId(key).policy("{}" + " ".repeat(32_768))), "policy");
        AwsSdk.invalid(() -> kms.putKeyPolicy(request -> request.keyId(key).policy("{\"Id\":\"€\"}")), "policy");
        assertThatThrownBy(() -> kms.getKeyPolicy(request -> request.keyId(key).policyName("another")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("default");
        assertThatThrownBy(() -> kms.putKeyPolicy(
                        request -> request.keyId(key).policyName("another").policy(THE_SAME)))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> kms.getKeyPolicy(request -> request.keyId(NOBODY)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(NOBODY);
        kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
        assertThatThrownBy(() -> kms.putKeyPolicy(request -> request.keyId(key).policy(THE_SAME)))
                .isInstanceOf(KmsInvalidStateException.class);
    }

    // ── who, and what is written down ──

    @Test
    void whoIsNoAdministratorNeitherReadsNorChangesThem() {
        var key = newKey(tag("team", "web"));
        try (var alice = AwsSdk.kms(api, api.keyOf("alice", Set.of()))) {
            AwsSdk.denied(() -> alice.tagResource(request -> request.keyId(key).tags(tag("a", "b"))));
            AwsSdk.denied(
                    () -> alice.untagResource(request -> request.keyId(key).tagKeys("team")));
            AwsSdk.denied(() -> alice.listResourceTags(request -> request.keyId(key)));
            AwsSdk.denied(() -> alice.listResourceTags(request -> request.keyId(NOBODY)));
            AwsSdk.denied(() -> alice.getKeyPolicy(request -> request.keyId(key)));
            AwsSdk.denied(() -> alice.listKeyPolicies(request -> request.keyId(key)));
            AwsSdk.denied(() -> alice.putKeyPolicy(request -> request.keyId(key).policy(THE_SAME)));
        }
        assertThat(tags(key)).containsExactly(tag("team", "web"));
    }

    @Test
    void everyChangeIsInTheTrailWithItsTags() {
        var key = newKey(tag("team", "web"));
        kms.tagResource(request -> request.keyId(key).tags(tag("team", "ops")));
        kms.untagResource(request -> request.keyId(key).tagKeys("team", "env"));
        kms.putKeyPolicy(request -> request.keyId(key).policy(THE_SAME));
        assertThat(details("CreateKey", "key/*")).containsEntry("tag.team", "web");
        assertThat(details("TagResource", key)).containsEntry("tag.team", "ops");
        assertThat(details("UntagResource", key)).containsEntry("tagKeys", "team, env");
        assertThat(details("PutKeyPolicy", key)).containsEntry("permission", "kms:PutKeyPolicy");
    }

    private Map<String, String> details(String action, String resource) {
        var event = api.bean(Trail.class).latest(Long.MAX_VALUE, 100).stream()
                .filter(entry -> entry.event().action().equals(action))
                .findFirst()
                .orElseThrow()
                .event();
        assertThat(event.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(event.resource()).endsWith(resource);
        return event.details();
    }
}
