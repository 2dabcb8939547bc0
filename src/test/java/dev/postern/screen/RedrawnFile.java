package dev.postern.screen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is drawn again for each input, kept in a file for xterm itself to be tried on it (screen.test.ts). Written anew by this class's
 * {@code main}, from the repository's root.
 */
final class RedrawnFile {
    private static final Path FILE = Path.of("src", "test", "resources", "screen", "redrawn.json");

    private RedrawnFile() {}

    static Map<String, String> read() throws IOException {
        return JsonMapper.shared().readValue(Files.readString(FILE), new TypeReference<TreeMap<String, String>>() {});
    }

    static Map<String, String> made() {
        var made = new TreeMap<String, String>();
        for (var input : Input.all()) {
            var screen = input.screen();
            input.writeTo(screen);
            made.put(input.name(), new String(screen.redraw(), StandardCharsets.UTF_8));
        }
        return made;
    }

    public static void main(String[] arguments) throws IOException {
        var text = JsonMapper.shared().writeValueAsString(made()).replace("\",\"", "\",\n\"");
        Files.writeString(FILE, text + "\n");
    }
}
