package dev.postern.playback;

import java.util.List;

/**
 * A recording as text.
 *
 * @param cut there were more lines than are kept
 */
public record Rendered(List<RenderedLine> lines, List<RenderedCommand> commands, boolean cut) {
    public Rendered {
        lines = List.copyOf(lines);
        commands = List.copyOf(commands);
    }
}
