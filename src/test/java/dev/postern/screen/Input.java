package dev.postern.screen;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** An input of {@code screen/strings.json} and what xterm shows for it. */
record Input(String name, int columns, int rows, List<Step> steps, Shown shows) {

    record Step(
            @Nullable String text,
            @JsonProperty("bytes") @Nullable String base64,
            @Nullable List<Integer> resize) {
        byte[] bytes() {
            if (base64 != null) return Base64.getDecoder().decode(base64);
            return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        }
    }

    static List<Input> all() {
        try (var in = Input.class.getResourceAsStream("/screen/strings.json")) {
            if (in == null) throw new IllegalStateException("screen/strings.json is missing");
            return JsonMapper.shared().readValue(in, new TypeReference<List<Input>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Screen screen() {
        return new Screen(columns, rows);
    }

    void writeTo(Screen screen) {
        for (var step : steps) {
            if (step.resize() != null)
                screen.resize(step.resize().get(0), step.resize().get(1));
            else screen.write(step.bytes());
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
