package dev.postern.screen;

/** An operating system command: a number, and words. Longer than {@value #LONGEST} characters it is taken for none. */
final class Osc {
    private static final int LONGEST = 16_384;
    private static final int LONGEST_TITLE = 1_024;

    private final Display display;
    private final ScreenListener listener;
    private final StringBuilder text = new StringBuilder();

    Osc(Display display, ScreenListener listener) {
        this.display = display;
        this.listener = listener;
    }

    void begin() {
        text.setLength(0);
    }

    void put(int code) {
        if (text.length() <= LONGEST) text.appendCodePoint(code);
    }

    /** What came of it so far, in such a way that the same follows from it. */
    String soFar() {
        return text.length() > LONGEST ? "x" : text.toString();
    }

    void end() {
        if (text.length() > LONGEST) return;
        var all = text.toString();
        var semicolon = all.indexOf(';');
        var number = semicolon < 0 ? all : all.substring(0, semicolon);
        var words = semicolon < 0 ? "" : all.substring(semicolon + 1);
        switch (number) {
            case "0", "2" -> display.title = words.length() > LONGEST_TITLE ? "" : words;
            case "8" -> link(words);
            case "133" -> mark(133, words, "ABCD");
            case "633" -> mark(633, words, "ABCDEP");
            default -> {} // colours of the page, the clipboard, what is unknown
        }
    }

    private void mark(int family, String words, String kinds) {
        if (words.isEmpty() || kinds.indexOf(words.charAt(0)) < 0) return;
        if (words.length() > 1 && words.charAt(1) != ';') return;
        listener.mark(new ShellMark(family, words.charAt(0), words.length() > 2 ? words.substring(2) : "", display.at));
    }

    private void link(String words) {
        var semicolon = words.indexOf(';');
        if (semicolon < 0) return;
        var parameters = words.substring(0, semicolon).trim();
        var address = words.substring(semicolon + 1);
        if (!address.isEmpty()) {
            display.pen.link(display.links.number(id(parameters), address, display));
        } else if (parameters.isEmpty()) {
            display.pen.link(0);
        }
    }

    private static String id(String parameters) {
        for (var parameter : parameters.split(":", -1)) {
            if (parameter.startsWith("id=")) return parameter.substring(3);
        }
        return "";
    }
}
