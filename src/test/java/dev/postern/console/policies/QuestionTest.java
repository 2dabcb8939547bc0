package dev.postern.console.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.postern.access.Leg;
import dev.postern.access.policies.Subject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTest {
    private static final String KEY = "arn:aws:kms:local:000000000000:key/00000000-0000-4000-8000-000000000000";

    @Test
    void theMomentAndTheSecondFactorAreConditionKeys() {
        assertThat(question(Instant.parse("2026-11-28T06:00:00Z"), true, Map.of())
                        .circumstances())
                .containsOnly(
                        entry("aws:CurrentTime", "2026-11-28T06:00:00Z"),
                        entry("aws:EpochTime", "1795845600"),
                        entry("aws:MultiFactorAuthAge", "0"),
                        entry("aws:MultiFactorAuthPresent", "true"),
                        entry("postern:StepUpAge", "0"));
    }

    @Test
    void whatIsSaidExpresslyComesFirst() {
        var stale = Map.of("postern:StepUpAge", "3600", "aws:SourceIp", "192.0.2.1");
        assertThat(question(null, true, stale).circumstances())
                .containsOnly(
                        entry("aws:MultiFactorAuthAge", "0"),
                        entry("aws:MultiFactorAuthPresent", "true"),
                        entry("aws:SourceIp", "192.0.2.1"),
                        entry("postern:StepUpAge", "3600"));
    }

    @Test
    void withoutASecondFactorThereIsNoTimeOfIt() {
        assertThat(question(null, false, Map.of()).circumstances())
                .containsOnly(entry("aws:MultiFactorAuthPresent", "false"));
    }

    @Test
    void tagsLeftEmptyAreTheResourcesOwn() {
        assertThat(decrypts(Map.of()).onResource()).isEqualTo(Leg.of("kms:Decrypt", KEY));
        assertThat(decrypts(Map.of("team", "web")).onResource().tags()).containsOnly(entry("team", "web"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "StartSession", "ssm:", ":StartSession", "ssm:Start*"})
    void whatIsNoActionIsNotAsked(String text) {
        assertThat(Question.isAction(text)).isFalse();
    }

    private static Question decrypts(Map<String, String> tags) {
        return new Question(Subject.user("alice"), "kms:Decrypt", null, KEY, tags, null, false, Map.of());
    }

    private static Question question(
            @org.jspecify.annotations.Nullable Instant at, boolean factor, Map<String, String> keys) {
        return new Question(Subject.user("alice"), "ssm:StartSession", null, "", Map.of(), at, factor, keys);
    }
}
