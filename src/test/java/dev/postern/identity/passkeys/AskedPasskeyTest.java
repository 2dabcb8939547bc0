package dev.postern.identity.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.SignedInBrowsers;
import dev.postern.testing.HandClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;

/** A question belongs to one browser session and is answered once. */
class AskedPasskeyTest {
    private static final Instant START = HandClock.START;

    private final MockHttpSession session = new MockHttpSession();
    private final PublicKeyCredentialRequestOptions options = options();

    private static PublicKeyCredentialRequestOptions options() {
        return PublicKeyCredentialRequestOptions.builder()
                .challenge(Bytes.random())
                .rpId("localhost")
                .build();
    }

    private static MockHttpServletRequest request(MockHttpSession session) {
        var request = new MockHttpServletRequest();
        request.setSession(session);
        return request;
    }

    private Optional<PublicKeyCredentialRequestOptions> answer(Instant now) {
        return AskedPasskey.answeredBy(request(session), now);
    }

    @Test
    void itIsAnsweredOnceByTheBrowserThatWasAsked() {
        AskedPasskey.ask(request(session), options, START);
        assertThat(AskedPasskey.answeredBy(request(new MockHttpSession()), START))
                .isEmpty();
        assertThat(AskedPasskey.answeredBy(new MockHttpServletRequest(), START)).isEmpty();
        assertThat(answer(START)).contains(options);
        assertThat(answer(START)).isEmpty();
    }

    @Test
    void itIsTooLateAfterFiveMinutes() {
        AskedPasskey.ask(request(session), options, START);
        assertThat(answer(START.plus(AskedPasskey.LIFE))).isEmpty();
        AskedPasskey.ask(request(session), options, START);
        assertThat(answer(START.plus(AskedPasskey.LIFE).minusMillis(1))).contains(options);
    }

    @Test
    void theLastQuestionIsTheOne() {
        AskedPasskey.ask(request(session), options(), START);
        AskedPasskey.ask(request(session), options, START);
        assertThat(answer(START)).contains(options);
    }

    @Test
    void ofManyAnswersAtOnceOneIsTaken() throws Exception {
        AskedPasskey.ask(request(session), options, START);
        var answers = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 16; i++) answers.add(() -> answer(START).isPresent());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var taken = 0;
            for (var answer : threads.invokeAll(answers)) if (answer.get()) taken++;
            assertThat(taken).isOne();
        }
    }

    @Test
    void itStaysInMemoryWhereAllRequestsOfASessionShareIt() {
        AskedPasskey.ask(request(session), options, START);
        assertThat(Collections.list(session.getAttributeNames()))
                .allSatisfy(name -> assertThat(name).startsWith(SignedInBrowsers.LIVE));
    }
}
