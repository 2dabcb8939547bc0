package dev.postern.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.evidence.Event;
import dev.postern.evidence.Manifest;
import dev.postern.evidence.Segment;
import dev.postern.evidence.SegmentWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AsciicastTest {
    private static final Instant START = Instant.parse("2026-11-27T14:00:00Z");

    private static List<String> cast(int version) throws Exception {
        var manifest = new Manifest(
                Manifest.FORMAT,
                "s-1",
                1,
                new TreeMap<>(),
                START,
                START.plusSeconds(3),
                Manifest.State.COMPLETE,
                null,
                100,
                30,
                false,
                List.of());
        var writer = new SegmentWriter(1, 0, Event.keyframe(0, 100, 30, new byte[0]));
        var euro = "€".getBytes(StandardCharsets.UTF_8);
        writer.add(Event.output(1_234, ByteBuffer.wrap(euro, 0, 2)));
        writer.add(Event.output(1_300, ByteBuffer.wrap(new byte[] {euro[2], (byte) 0xff, '"', 27})));
        writer.add(Event.resize(2_000, 120, 40));
        writer.add(Event.text(2_500, Event.Kind.MARKER, "{\"text\":\"here\",\"by\":\"arn\"}"));
        writer.add(Event.output(3_000, ByteBuffer.wrap(euro, 0, 1)));
        var out = new ByteArrayOutputStream();
        var cast = new Asciicast(out, version);
        cast.begin(manifest, "s-1");
        cast.add(Segment.read(writer.body()));
        cast.end(3_000);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void versionThreeHasTheTimeBetweenEvents() throws Exception {
        assertThat(cast(3))
                .containsExactly(
                        "{\"version\":3,\"term\":" + cast(3).getFirst().replaceFirst(".*\"term\":(\\{[^}]*}).*", "$1")
                                + ",\"timestamp\":1795788000,\"title\":\"s-1\"}",
                        "[1.300,\"o\",\"€\uFFFD\\\"\\u001B\"]",
                        "[0.700,\"r\",\"120x40\"]",
                        "[0.500,\"m\",\"here\"]",
                        "[0.500,\"o\",\"\uFFFD\"]");
    }

    @Test
    void versionTwoHasTheTimeSinceTheStart() throws Exception {
        assertThat(cast(2).getFirst()).contains("\"version\":2", "\"width\":100", "\"height\":30");
        assertThat(cast(2).subList(1, 5))
                .containsExactly(
                        "[1.300,\"o\",\"€\uFFFD\\\"\\u001B\"]",
                        "[2.000,\"r\",\"120x40\"]",
                        "[2.500,\"m\",\"here\"]",
                        "[3.000,\"o\",\"\uFFFD\"]");
    }

    @Test
    void noOtherVersion() {
        assertThatThrownBy(() -> new Asciicast(new ByteArrayOutputStream(), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
