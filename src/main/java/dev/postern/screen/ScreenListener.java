package dev.postern.screen;

/** Is told what a {@link Screen} has finished with, in the order in which it happened. Called by the thread that writes. */
public interface ScreenListener {
    ScreenListener NOBODY = new ScreenListener() {};

    /**
     * A line left the top of the main screen, or was wiped with all of it, or stood there at the end. A line longer than
     * {@link Screen#LONGEST_LINE} comes in pieces.
     */
    default void line(Line line) {}

    default void mark(ShellMark mark) {}
}
