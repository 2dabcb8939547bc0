package dev.postern.screen;

/**
 * Takes bytes apart: UTF-8, control characters and sequences, by Paul Williams' state machine as xterm.js 6 has it. Any byte is understood in
 * any state; what is malformed is dropped. A chunk may end anywhere.
 */
final class Parser {
    /** Real sequences have a tenth of it; a longer one is ignored to its end. */
    private static final int LONGEST_SEQUENCE = 1_024;

    private static final int ESC = 0x1B;
    private static final int CAN = 0x18;
    private static final int SUB = 0x1A;
    private static final int DEL = 0x7F;
    private static final int FIRST_C1 = 0x80;
    private static final int FIRST_BEYOND = 0xA0;

    enum State {
        GROUND,
        ESCAPE,
        ESCAPE_INTERMEDIATE,
        CSI_ENTRY,
        CSI_PARAM,
        CSI_INTERMEDIATE,
        CSI_IGNORE,
        STRING,
        OSC,
        DCS_ENTRY,
        DCS_PARAM,
        DCS_INTERMEDIATE,
        DCS_IGNORE,
        DCS
    }

    private final Display display;
    private final Printer printer;
    private final Commands commands;
    private final Osc osc;
    private final Utf8 utf8 = new Utf8();
    private final Params params = new Params();
    private final StringBuilder raw = new StringBuilder();
    private int collected;
    private State state = State.GROUND;

    Parser(Display display, Printer printer, Osc osc) {
        this.display = display;
        this.printer = printer;
        this.osc = osc;
        this.commands = new Commands(display, printer);
    }

    void parse(byte[] bytes, int from, int to) {
        var base = display.at - from;
        for (var at = from; at < to; ) {
            if (state == State.GROUND && !utf8.open() && isText(bytes[at])) {
                at = text(bytes, at, to);
                continue;
            }
            var code = utf8.accept(bytes[at]);
            // a byte that cannot go on in a character begins anew
            if (code != Utf8.AGAIN) at++;
            display.at = base + at;
            if (code >= 0) step(code);
        }
    }

    private static boolean isText(byte value) {
        return value >= ' ' && value != DEL || value < 0;
    }

    /** A run of characters, to its end or the chunk's. */
    private int text(byte[] bytes, int from, int to) {
        var base = display.at - from;
        var begun = false;
        var at = from;
        while (at < to) {
            var value = bytes[at];
            if (value >= ' ' && value != DEL && !utf8.open()) {
                var end = at + 1;
                while (end < to && bytes[end] >= ' ' && bytes[end] != DEL) end++;
                if (!begun) printer.begin();
                begun = true;
                display.at = base + at;
                printer.ascii(bytes, at, end);
                at = end;
                continue;
            }
            if (value >= 0 && !utf8.open()) break;
            var code = utf8.accept(value);
            if (code != Utf8.AGAIN) at++;
            display.at = base + at;
            if (code < 0) continue;
            if (code < FIRST_BEYOND) {
                if (begun) printer.end();
                step(code);
                return at;
            }
            if (!begun) printer.begin();
            begun = true;
            printer.print(code);
        }
        if (begun) printer.end();
        display.at = base + at;
        return at;
    }

    private void step(int code) {
        if (code == ESC || code == CAN || code == SUB || code >= FIRST_C1 && code < FIRST_BEYOND) {
            anywhere(code);
            return;
        }
        switch (state) {
            case GROUND -> {
                if (code >= FIRST_BEYOND) printAlone(code);
                else if (code < ' ') control(code);
            }
            case ESCAPE, ESCAPE_INTERMEDIATE -> escape(code);
            case CSI_ENTRY, CSI_PARAM, CSI_INTERMEDIATE -> csi(code);
            case CSI_IGNORE -> {
                if (code < ' ') control(code);
                else if (code >= '@' && code < DEL) state = State.GROUND;
            }
            case STRING -> {
                if (code >= FIRST_BEYOND) state = State.GROUND;
            }
            case OSC -> {
                if (code == 0x07) endOsc(true);
                else if (code >= ' ') osc.put(code);
            }
            case DCS_ENTRY, DCS_PARAM, DCS_INTERMEDIATE -> dcs(code);
            case DCS_IGNORE, DCS -> {} // to its end
        }
    }

    private void printAlone(int code) {
        printer.begin();
        printer.print(code);
        printer.end();
    }

    /** What ends or begins something in whatever state. */
    private void anywhere(int code) {
        if (state == State.OSC && (code == ESC || code == CAN || code == SUB || code == 0x9C)) {
            endOsc(code == ESC || code == 0x9C);
            if (code == ESC) begin(State.ESCAPE);
            return;
        }
        if (state == State.DCS && (code == ESC || code == CAN || code == SUB || code == 0x9C)) {
            printer.before = 0;
            begin(code == ESC ? State.ESCAPE : State.GROUND);
            return;
        }
        switch (code) {
            case ESC -> begin(State.ESCAPE);
            case 0x90 -> begin(State.DCS_ENTRY);
            case 0x98, 0x9E, 0x9F -> state = State.STRING;
            case 0x9B -> begin(State.CSI_ENTRY);
            case 0x9C -> state = State.GROUND;
            case 0x9D -> beginOsc();
            default -> {
                state = State.GROUND;
                control(code);
            }
        }
    }

    private void begin(State begun) {
        params.clear();
        raw.setLength(0);
        collected = 0;
        state = begun;
    }

    private void beginOsc() {
        osc.begin();
        state = State.OSC;
    }

    private void endOsc(boolean complete) {
        if (complete) osc.end();
        printer.before = 0;
        begin(State.GROUND);
    }

    private void control(int code) {
        commands.control(code);
        printer.before = 0;
    }

    private void collect(int code, State next) {
        collected = collected << 8 | code;
        keep(code);
        state = next;
    }

    private void keep(int code) {
        if (raw.length() < LONGEST_SEQUENCE) raw.append((char) code);
    }

    private void escape(int code) {
        if (code < ' ') {
            control(code);
        } else if (code >= FIRST_BEYOND) {
            state = State.GROUND;
        } else if (code < '0') {
            collect(code, State.ESCAPE_INTERMEDIATE);
        } else if (code != DEL) {
            if (state == State.ESCAPE && begins(code)) return;
            state = State.GROUND;
            commands.escape(collected, code);
            printer.before = 0;
        }
    }

    private boolean begins(int code) {
        switch (code) {
            case '[' -> begin(State.CSI_ENTRY);
            case ']' -> beginOsc();
            case 'P' -> begin(State.DCS_ENTRY);
            case 'X', '^', '_' -> state = State.STRING;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void csi(int code) {
        if (code < ' ') {
            control(code);
        } else if (code >= FIRST_BEYOND) {
            state = State.GROUND;
        } else if (code >= '@') {
            if (code == DEL) return;
            state = State.GROUND;
            commands.sequence(collected, code, params);
            printer.before = 0;
        } else if (code < '0') {
            collect(code, State.CSI_INTERMEDIATE);
        } else if (state == State.CSI_INTERMEDIATE
                || code >= '<' && state != State.CSI_ENTRY
                || raw.length() >= LONGEST_SEQUENCE) {
            state = State.CSI_IGNORE;
        } else {
            parameter(code, State.CSI_PARAM);
        }
    }

    private void parameter(int code, State next) {
        if (code >= '<') {
            collect(code, next);
            return;
        }
        keep(code);
        params.accept(code);
        state = next;
    }

    private void dcs(int code) {
        if (code < ' ' || code == DEL) return;
        if (code >= FIRST_BEYOND) {
            state = State.GROUND;
        } else if (code >= '@') {
            state = State.DCS;
        } else if (code < '0') {
            collect(code, State.DCS_INTERMEDIATE);
        } else if (state == State.DCS_INTERMEDIATE || code >= '<' && state != State.DCS_ENTRY) {
            state = State.DCS_IGNORE;
        } else {
            parameter(code, State.DCS_PARAM);
        }
    }

    /** What is begun and not ended, as characters that bring a parser to where this one is; what follows is bytes of {@link #halfCharacter}. */
    String unfinished() {
        return switch (state) {
            case GROUND -> "";
            case ESCAPE, ESCAPE_INTERMEDIATE -> "\u001b" + raw;
            case CSI_ENTRY, CSI_PARAM, CSI_INTERMEDIATE -> "\u001b[" + raw;
            case CSI_IGNORE -> "\u001b[0<";
            case STRING -> "\u001b_";
            case OSC -> "\u001b]" + osc.soFar();
            case DCS_ENTRY, DCS_PARAM, DCS_INTERMEDIATE -> "\u001bP" + raw;
            case DCS_IGNORE -> "\u001bP0<";
            case DCS -> "\u001bPq";
        };
    }

    byte[] halfCharacter() {
        return utf8.soFar();
    }
}
