package dev.postern.playback;

import dev.postern.screen.Screen;
import dev.postern.screen.ShellMark;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands as a shell with its integration on tells them: OSC 133 and 633 (of FinalTerm, and of VS Code's shell integration). What was typed is what 633;E says; of shells that do not
 * say it, what stands behind the prompt when the command begins.
 */
final class ShellCommands {
    static final int MOST = 50_000;
    static final int LONGEST_TEXT = 4_096;

    private final List<RenderedCommand> ended = new ArrayList<>();
    private @Nullable String told;
    private @Nullable String prompt;
    private @Nullable RenderedCommand running;
    private boolean heard;

    void mark(ShellMark mark, long ms, @Nullable Screen screen) {
        heard = true;
        switch (mark.kind()) {
            case 'A' -> end(ms, null);
            case 'B' -> prompt = screen == null ? null : beforeTheCursor(screen);
            case 'E' -> told = unescaped(mark.payload());
            case 'C' -> begin(ms, screen);
            case 'D' -> end(ms, exit(mark.payload()));
            default -> {}
        }
    }

    /** Whether the shell tells of its commands at all. */
    boolean heard() {
        return heard;
    }

    List<RenderedCommand> all() {
        var all = new ArrayList<>(ended);
        if (running != null) all.add(running);
        return all;
    }

    private void begin(long ms, @Nullable Screen screen) {
        end(ms, null);
        var text = told != null ? told : screen == null ? "" : behindThePrompt(screen);
        told = null;
        if (!text.isBlank() && ended.size() < MOST)
            running = new RenderedCommand(ms, null, cut(text.strip()), null, false);
    }

    private void end(long ms, @Nullable Integer exit) {
        var command = running;
        running = null;
        if (command != null) ended.add(new RenderedCommand(command.ms(), ms, command.text(), exit, false));
    }

    private static String beforeTheCursor(Screen screen) {
        var row = row(screen, screen.cursorRow());
        return row.substring(0, Math.min(row.length(), screen.cursorColumn()));
    }

    /** The prompt is looked for from the cursor upward: the screen may have moved since. */
    private String behindThePrompt(Screen screen) {
        var before = prompt;
        if (before == null) return "";
        for (var row = Math.min(screen.cursorRow(), screen.rows() - 1); row >= 0; row--) {
            var text = row(screen, row);
            if (!text.startsWith(before) || text.length() == before.length() && row == screen.cursorRow()) continue;
            var command = new StringBuilder(text.substring(before.length()));
            for (var next = row + 1; next < screen.cursorRow(); next++) command.append(row(screen, next));
            return command.toString();
        }
        return "";
    }

    private static String row(Screen screen, int row) {
        var rows = screen.text().split("\n", -1);
        return row < rows.length ? rows[row] : "";
    }

    static @Nullable Integer exit(String payload) {
        var number = payload.strip();
        return number.matches("-?[0-9]{1,9}") ? Integer.valueOf(number) : null;
    }

    /** {@code \\} is a backslash, {@code \x3b} the character of that code: VS Code's way to put a command into a sequence. */
    static String unescaped(String payload) {
        // a nonce may follow behind a semicolon; one in the command is escaped
        var semicolon = payload.indexOf(';');
        var escaped = semicolon < 0 ? payload : payload.substring(0, semicolon);
        var text = new StringBuilder();
        for (var at = 0; at < escaped.length(); at++) {
            var c = escaped.charAt(at);
            if (c == '\\' && escaped.startsWith("\\\\", at)) {
                text.append('\\');
                at++;
            } else if (c == '\\' && escaped.startsWith("\\x", at) && isHex(escaped, at + 2)) {
                text.append((char) Integer.parseInt(escaped, at + 2, at + 4, 16));
                at += 3;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static boolean isHex(String text, int at) {
        return at + 2 <= text.length()
                && Character.digit(text.charAt(at), 16) >= 0
                && Character.digit(text.charAt(at + 1), 16) >= 0;
    }

    static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
