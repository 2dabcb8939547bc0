package dev.postern.console.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.session.SessionId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PlaybackTest {
    @Test
    void thePlayerIsToldWhichSessionAndAllItSays() {
        var element = new Playback(new SessionId("alice-0a1b2c3d")).getElement();

        assertThat(element.getProperty("session")).isEqualTo("alice-0a1b2c3d");
        var texts = (JsonNode) element.getPropertyRaw("texts");
        assertThat(texts.get("play").asString()).isEqualTo("Play");
        assertThat(texts.get("truncated").asString()).contains("{0}");
        assertThat(texts.has("state.live")).as("a text of the terminal").isFalse();
    }
}
