package dev.postern.screen;

import org.jspecify.annotations.Nullable;

/** The national and graphic character sets of the VT220, by the letter that designates them. What they leave alone is ASCII. */
enum Charset {
    ASCII('B', "", ""),
    LINES('0', "`abcdefghijklmnopqrstuvwxyz{|}~", "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·"),
    BRITISH('A', "#", "£"),
    /** What stands for {@code [} is two letters, of which xterm.js takes the first. */
    DUTCH('4', "#@[\\]{|}~", "£¾i½|¨f¼´"),
    FINNISH('C', "[\\]^`{|}~", "ÄÖÅÜéäöåü"),
    FINNISH_5('5', "[\\]^`{|}~", "ÄÖÅÜéäöåü"),
    FRENCH('R', "#@[\\]{|}~", "£à°ç§éùè¨"),
    CANADIAN('Q', "@[\\]^`{|}~", "àâçêîôéùèû"),
    GERMAN('K', "@[\\]{|}~", "§ÄÖÜäöüß"),
    ITALIAN('Y', "#@[\\]`{|}~", "£§°çéùàòèì"),
    NORWEGIAN('E', "@[\\]^`{|}~", "ÄÆØÅÜäæøåü"),
    NORWEGIAN_6('6', "@[\\]^`{|}~", "ÄÆØÅÜäæøåü"),
    SPANISH('Z', "#@[\\]{|}", "£§¡Ñ¿°ñç"),
    SWEDISH('H', "@[\\]^`{|}~", "ÉÄÖÅÜéäöåü"),
    SWEDISH_7('7', "@[\\]^`{|}~", "ÉÄÖÅÜéäöåü"),
    SWISS('=', "#@[\\]^_`{|}~", "ùàéçêîèôäöüû");

    final char designator;
    /** Of each character of ASCII, what it is in this set. */
    private final String map;

    Charset(char designator, String from, String to) {
        this.designator = designator;
        var characters = new char[128];
        for (char code = 0; code < characters.length; code++) characters[code] = code;
        for (var at = 0; at < from.length(); at++) characters[from.charAt(at)] = to.charAt(at);
        this.map = new String(characters);
    }

    static @Nullable Charset of(int designator) {
        for (var charset : values()) {
            if (charset.designator == designator) return charset;
        }
        return null;
    }

    /** What has to be written for the code point to appear. */
    int unmap(int code) {
        if (code >= map.length() || map.charAt(code) == code) return code;
        var from = map.indexOf(code);
        return from < 0 ? code : from;
    }

    int map(int code) {
        return code < map.length() ? map.charAt(code) : code;
    }
}
