package dev.postern.console.policies;

import dev.postern.access.Replayed;
import dev.postern.access.Replayed.Change;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What a replay found, for spreadsheets: comma-separated values as RFC 4180 has them, in UTF-8. */
final class ReplaySheet {
    private static final String LINE_END = "\r\n";
    private static final List<String> HEAD =
            List.of("change", "kind", "principal", "action", "resource", "times", "last", "answered then", "because");

    private ReplaySheet() {}

    static byte[] of(Replayed replayed) {
        var text = new StringBuilder(line(HEAD));
        for (var change : replayed.changes()) text.append(line(cells(change)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> cells(Change change) {
        return List.of(
                change.then().allowed() ? "would be allowed" : "would be refused",
                change.who().kind().word(),
                change.who().name(),
                change.action(),
                change.resource(),
                String.valueOf(change.times()),
                change.last().toString(),
                change.answered() ? "allowed" : "refused",
                change.then().because());
    }

    private static String line(List<String> cells) {
        return cells.stream().map(ReplaySheet::cell).collect(Collectors.joining(",")) + LINE_END;
    }

    /** Names and ARNs are people's own words: one that a spreadsheet would compute is kept from it by an apostrophe. */
    private static String cell(String text) {
        var safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
