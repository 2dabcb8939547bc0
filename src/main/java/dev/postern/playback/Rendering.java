package dev.postern.playback;

import dev.postern.evidence.Event;
import dev.postern.evidence.Segment;
import dev.postern.screen.Line;
import dev.postern.screen.Screen;
import dev.postern.screen.ScreenListener;
import dev.postern.screen.ShellMark;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a terminal makes of a recording from its beginning on. Goes on where it was when more of it is there. Holds the lines, {@value #MOST_LINES} and {@value #MOST_CHARACTERS}
 * characters at most, and one screen. One thread at a time.
 */
final class Rendering {
    static final int MOST_LINES = 200_000;
    static final int MOST_CHARACTERS = 16 * 1024 * 1024;

    private final Times times = new Times();
    private final List<RenderedLine> lines = new ArrayList<>();
    private final ShellCommands commands = new ShellCommands();
    private @Nullable Screen screen;
    private int segment;
    private int events;
    private long offset;
    private long now;
    private long characters;
    private boolean cut;
    private boolean ended;

    /** The number of the segment that is to be given next: the last one again while it grows. */
    int next() {
        return Math.max(1, segment);
    }

    /** @throws IllegalArgumentException for one that is not {@link #next} or the one behind it */
    void add(Segment next) {
        if (next.number() != segment && next.number() != segment + 1)
            throw new IllegalArgumentException("segment " + next.number() + " behind segment " + segment);
        if (next.number() > segment) {
            segment = next.number();
            events = 0;
        }
        for (; events < next.events().size(); events++) add(next.events().get(events));
    }

    private void add(Event event) {
        now = Math.max(now, event.at());
        switch (event.kind()) {
            case KEYFRAME -> begin(event);
            case OUTPUT -> write(event);
            case RESIZE -> {
                if (screen != null) screen.resize(size(event.columns()), size(event.rows()));
            }
            case END -> end();
            case INPUT, HIDDEN, MARKER, PEOPLE, STATE, TRAFFIC -> {}
        }
    }

    /** Only the first: the others say what is on the screen already. */
    private void begin(Event keyframe) {
        if (screen != null || keyframe.columns() == 0 || keyframe.rows() == 0) return;
        screen = new Screen(size(keyframe.columns()), size(keyframe.rows()), new Listener());
    }

    private static int size(int told) {
        return Math.clamp(told, 1, Screen.LARGEST);
    }

    private void write(Event output) {
        var bytes = output.payload();
        offset += bytes.remaining();
        times.came(output.at(), offset);
        if (screen != null) screen.write(bytes);
    }

    /** Nothing follows: what stands on the screen is finished. */
    void end() {
        if (ended) return;
        ended = true;
        if (screen != null) screen.finish();
    }

    /** Those that nobody changes any more; while it goes on also those on the screen. */
    List<RenderedLine> lines() {
        if (ended || screen == null) return List.copyOf(lines);
        var all = new ArrayList<>(lines);
        for (var row : screen.text().stripTrailing().split("\n", -1)) all.add(new RenderedLine(now, now, offset, row));
        return all;
    }

    /** Whether there were more lines than are kept. */
    boolean cut() {
        return cut;
    }

    List<RenderedCommand> commands() {
        return commands.heard() ? commands.all() : GuessedCommands.in(lines());
    }

    /** What it holds in memory, about. */
    int weight() {
        return (int) Math.min(Integer.MAX_VALUE, 100_000 + 2 * characters + 64L * lines.size());
    }

    private final class Listener implements ScreenListener {
        @Override
        public void line(Line line) {
            if (lines.size() == MOST_LINES || characters + line.text().length() > MOST_CHARACTERS) {
                cut = true;
                return;
            }
            characters += line.text().length();
            lines.add(new RenderedLine(times.at(line.first()), times.at(line.last()), line.first(), line.text()));
        }

        @Override
        public void mark(ShellMark mark) {
            commands.mark(mark, now, screen);
        }
    }
}
