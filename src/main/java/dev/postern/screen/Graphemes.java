package dev.postern.screen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Which code points share a cell with the one before, and how many cells they take. By Unicode 15, with the simplifications of
 * {@code @xterm/addon-unicode-graphemes}, which our terminal page has on; {@code graphemes.txt} is written and checked by a test of the front
 * end that asks the addon itself.
 *
 * <p>A <em>state</em> is an int: 0 when nothing joinable stands before, else what the last code point was.
 */
final class Graphemes {
    private static final int OTHER = 0;
    private static final int PREPEND = 1;
    private static final int EXTEND = 2;
    private static final int REGIONAL_INDICATOR = 3;
    private static final int SPACING_MARK = 4;
    private static final int HANGUL_L = 5;
    private static final int HANGUL_V = 6;
    private static final int HANGUL_T = 7;
    private static final int HANGUL_LV = 8;
    private static final int HANGUL_LVT = 9;
    private static final int JOINER = 10;
    private static final int PICTOGRAPH = 11;

    private static final int KIND = 15;
    private static final int WIDTH_SHIFT = 4;
    private static final int WIDE = 3;
    private static final int AMBIGUOUS = 2;
    private static final int EMOJI_PRESENTATION = 0xFE0F;

    // how a state is laid out
    private static final int JOINED = 1;
    private static final int KIND_SHIFT = 3;
    private static final int SOMETHING = 1 << 7;
    /** After a letter or digit of ASCII. */
    static final int PLAIN = SOMETHING | 1 << 1;

    private static final int FIRST_SYLLABLE = 0xAC00;
    private static final int LAST_SYLLABLE = 0xD7A3;
    private static final int SYLLABLES_OF_A_PAIR = 28;
    private static final int PAGE = 256;
    private static final byte[][] PAGES = read();

    private Graphemes() {}

    /** The state after the code point. */
    static int after(int code, int before) {
        var kindBefore = before >> KIND_SHIFT & KIND;
        if (code < 127 && kindBefore == OTHER) return PLAIN;
        var info = PAGES[code >> 8][code & PAGE - 1];
        var kind = info & KIND;
        var widthInfo = info >> WIDTH_SHIFT;
        var width = widthInfo == WIDE || widthInfo == AMBIGUOUS && code == EMOJI_PRESENTATION ? 2 : 1;
        if (before == 0 || !joins(kindBefore, kind)) return state(kind, width);
        if (width(before) > width) width = width(before);
        if (kind != REGIONAL_INDICATOR) return state(kind, width) | JOINED;
        // a flag is two of them, and a third begins another
        return state(OTHER, 2) | JOINED;
    }

    private static int state(int kind, int width) {
        return SOMETHING | kind << KIND_SHIFT | width << 1;
    }

    static boolean joined(int state) {
        return (state & JOINED) != 0;
    }

    static int width(int state) {
        return state >> 1 & 3;
    }

    /** Whether the same follows from both. */
    static boolean sameButForJoining(int one, int other) {
        return (one | JOINED) == (other | JOINED);
    }

    /** The state after all of a cell's text, with nothing before it. */
    static int after(String cluster) {
        var state = 0;
        for (var at = 0; at < cluster.length(); at += Character.charCount(cluster.codePointAt(at))) {
            state = after(cluster.codePointAt(at), state);
        }
        return state;
    }

    /** Unicode's rules GB6 to GB13, numbered as in its annex 29. */
    private static boolean joins(int before, int after) {
        var syllable = switch (before) {
            case HANGUL_L -> after == HANGUL_L || after == HANGUL_V || after == HANGUL_LV || after == HANGUL_LVT; // GB6
            case HANGUL_LV, HANGUL_V -> after == HANGUL_V || after == HANGUL_T; // GB7
            case HANGUL_LVT, HANGUL_T -> after == HANGUL_T; // GB8
            default -> false;
        };
        if (syllable) return true;
        if (after == EXTEND || after == JOINER || after == SPACING_MARK || before == PREPEND)
            return true; // GB9, 9a, 9b
        if (before == JOINER && after == PICTOGRAPH) return true; // GB11
        return before == REGIONAL_INDICATOR && after == REGIONAL_INDICATOR; // GB12, 13
    }

    /** Lines of a first code point in hexadecimal and what holds from there on: kind, and sixteen times the width. */
    private static byte[][] read() {
        var pages = new byte[(Character.MAX_CODE_POINT + 1) / PAGE][];
        Arrays.setAll(pages, page -> new byte[PAGE]);
        try (var in = Graphemes.class.getResourceAsStream("graphemes.txt")) {
            if (in == null) throw new IllegalStateException("graphemes.txt is missing beside " + Graphemes.class);
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .toList();
            for (var at = 0; at < lines.size(); at++) {
                var run = lines.get(at).split(" ");
                var end = at + 1 < lines.size()
                        ? Integer.parseInt(lines.get(at + 1).split(" ")[0], 16)
                        : Character.MAX_CODE_POINT + 1;
                var info = Byte.parseByte(run[1]);
                for (var code = Integer.parseInt(run[0], 16); code < end; code++)
                    pages[code / PAGE][code % PAGE] = info;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var code = FIRST_SYLLABLE; code <= LAST_SYLLABLE; code++) {
            var kind = (code - FIRST_SYLLABLE) % SYLLABLES_OF_A_PAIR == 0 ? HANGUL_LV : HANGUL_LVT;
            pages[code / PAGE][code % PAGE] = (byte) (WIDE << WIDTH_SHIFT | kind);
        }
        // pages alike are one
        for (var page = 1; page < pages.length; page++) {
            if (Arrays.equals(pages[page], pages[page - 1])) pages[page] = pages[page - 1];
        }
        return pages;
    }
}
