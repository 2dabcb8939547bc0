package dev.postern.screen;

/** Select Graphic Rendition: {@code CSI … m}. */
final class Sgr {
    private static final int SINGLE = 1;
    private static final int DOUBLE = 2;
    private static final int LAST_STYLE = 5;

    private Sgr() {}

    static void apply(Params params, Pen pen) {
        for (var at = 0; at < params.size(); at++) {
            var code = params.get(at);
            switch (code) {
                case 38, 48, 58 -> at += colour(params, at, pen);
                case 4 -> underline(pen, params.subs(at) > 0 ? params.sub(at, 0) : SINGLE);
                default -> apply(code, pen);
            }
        }
    }

    private static void apply(int code, Pen pen) {
        switch (code) {
            case 0 -> plain(pen);
            case 1 -> pen.foreground |= Pen.BOLD;
            case 2 -> pen.background |= Pen.DIM;
            case 3 -> pen.background |= Pen.ITALIC;
            case 5 -> pen.foreground |= Pen.BLINK;
            case 7 -> pen.foreground |= Pen.INVERSE;
            case 8 -> pen.foreground |= Pen.HIDDEN;
            case 9 -> pen.foreground |= Pen.STRIKE;
            case 21 -> underline(pen, DOUBLE);
            case 22 -> {
                pen.foreground &= ~Pen.BOLD;
                pen.background &= ~Pen.DIM;
            }
            case 23 -> pen.background &= ~Pen.ITALIC;
            case 24 -> underline(pen, 0);
            case 25 -> pen.foreground &= ~Pen.BLINK;
            case 27 -> pen.foreground &= ~Pen.INVERSE;
            case 28 -> pen.foreground &= ~Pen.HIDDEN;
            case 29 -> pen.foreground &= ~Pen.STRIKE;
            case 39 -> pen.foreground &= ~(Pen.MODE | Pen.COLOUR);
            case 49 -> pen.background &= ~(Pen.MODE | Pen.COLOUR);
            case 53 -> pen.background |= Pen.OVERLINE;
            case 55 -> pen.background &= ~Pen.OVERLINE;
            case 59 -> {
                pen.underline |= Pen.MODE | Pen.COLOUR;
                pen.extend();
            }
            default -> ofSixteen(code, pen);
        }
    }

    private static void ofSixteen(int code, Pen pen) {
        if (code >= 30 && code <= 37) pen.foreground = colour(pen.foreground, Pen.OF_16 | code - 30);
        else if (code >= 40 && code <= 47) pen.background = colour(pen.background, Pen.OF_16 | code - 40);
        else if (code >= 90 && code <= 97) pen.foreground = colour(pen.foreground, Pen.OF_16 | code - 90 + 8);
        else if (code >= 100 && code <= 107) pen.background = colour(pen.background, Pen.OF_16 | code - 100 + 8);
    }

    private static int colour(int before, int colour) {
        return before & ~(Pen.MODE | Pen.COLOUR) | colour;
    }

    /** A link goes on: only OSC 8 ends it. */
    private static void plain(Pen pen) {
        pen.foreground = 0;
        pen.background = 0;
        pen.underline = 0;
        pen.extend();
    }

    private static void underline(Pen pen, int style) {
        var known = style < 0 || style > LAST_STYLE ? SINGLE : style;
        pen.style(known);
        if (known == 0) pen.foreground &= ~Pen.UNDERLINE;
        else pen.foreground |= Pen.UNDERLINE;
        pen.extend();
    }

    /**
     * The colours of 38, 48 and 58, whether by semicolons, by colons or mixed. Gathered as target, mode, colour space and three numbers: the
     * space is there with colons and a mode of 2 only.
     *
     * @return how many parameters were taken after the first
     */
    private static int colour(Params params, int at, Pen pen) {
        int[] gathered = {0, 0, Params.LEFT_OUT, 0, 0, 0};
        var space = 0;
        var taken = 0;
        do {
            gathered[taken + space] = params.get(at + taken);
            var subs = params.subs(at + taken);
            if (subs > 0) {
                for (var sub = 0; sub < subs; sub++) {
                    if (gathered[1] == 5) space = 1;
                    var place = taken + sub + 1 + space;
                    if (place >= gathered.length) break;
                    gathered[place] = params.sub(at + taken, sub);
                }
                break;
            }
            var enough = gathered[1] == 5 && taken + space >= 2 || gathered[1] == 2 && taken + space >= 5;
            if (enough) break;
            if (gathered[1] != 0) space = 1;
            taken++;
        } while (at + taken < params.size() && taken + space < gathered.length);

        switch (gathered[0]) {
            case 38 -> pen.foreground = colour(pen.foreground, gathered);
            case 48 -> pen.background = colour(pen.background, gathered);
            case 58 -> pen.underline = colour(pen.underline, gathered);
            default -> throw new IllegalStateException("not a colour: " + gathered[0]);
        }
        return taken;
    }

    private static int colour(int before, int[] gathered) {
        return switch (gathered[1]) {
            case 2 ->
                colour(before, Pen.RGB | channel(gathered[3]) << 16 | channel(gathered[4]) << 8 | channel(gathered[5]));
            case 5 -> colour(before, Pen.OF_256 | channel(gathered[3]));
            default -> before;
        };
    }

    private static int channel(int value) {
        return value == Params.LEFT_OUT ? 0 : value & Pen.INDEX;
    }
}
