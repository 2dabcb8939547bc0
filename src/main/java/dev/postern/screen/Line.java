package dev.postern.screen;

/**
 * A line of the main screen that nobody will change any more.
 *
 * @param text what stood there at last: rows that wrapped are joined, trailing blanks are cut
 * @param first how many bytes had been written when it first changed, the changing one among them
 * @param last the same for its last change
 */
public record Line(String text, long first, long last) {}
