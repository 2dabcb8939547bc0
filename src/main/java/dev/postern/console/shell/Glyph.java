package dev.postern.console.shell;

import com.vaadin.flow.component.Svg;

/** The product's few signs, drawn in the text's colour. */
public enum Glyph {
    GATE("<path d='M4 21V10a8 8 0 0 1 16 0v11'/><path d='M8 21v-9.5a4 4 0 0 1 8 0V21'/><path d='M2.5 21h19'/>"),
    NODES("<rect x='3.5' y='4' width='17' height='6.5' rx='2'/><rect x='3.5' y='13.5' width='17' height='6.5' rx='2'/>"
            + "<path d='M7 7.25h.01M7 16.75h.01M11 7.25h5M11 16.75h5'/>"),
    SESSIONS("<rect x='3' y='4.5' width='18' height='15' rx='2.5'/><path d='m7 10 2.75 2.5L7 15M12.5 15h4'/>"),
    COMMANDS("<path d='M13 3 5 13.5h6L10 21l9-11.5h-6.5L13 3Z'/>"),
    ACTIVATIONS("<circle cx='8' cy='15.5' r='4.5'/><path d='m11.2 12.3 8.3-8.3M16 7.5l2.5 2.5M13.5 10l1.5 1.5'/>"),
    KEYS("<rect x='4.5' y='10.5' width='15' height='10' rx='2.5'/><path d='M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2'/>"),
    PASSKEY(
            "<circle cx='9' cy='7.5' r='4'/><path d='M2.5 20.5a6.5 6.5 0 0 1 9.5-5.8'/><circle cx='17.5' cy='12.5' r='3'/>"
                    + "<path d='M17.5 15.5v6M17.5 19h2.5'/>"),
    DOCUMENTS("<path d='M8.5 3.5h6l4 4v9a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2Z'/>"
            + "<path d='m9.5 10 2 1.75-2 1.75M13 14h2.5M4 8v11a2 2 0 0 0 2 2h8'/>"),
    DOWN("<path d='m6.5 9.5 5.5 5.5 5.5-5.5'/>"),
    USERS("<circle cx='12' cy='8' r='4'/><path d='M4.5 20.5a7.5 7.5 0 0 1 15 0'/>"),
    ROLES("<path d='M4 5.5c5 1.5 11 1.5 16 0v6c0 5-3.5 8.5-8 9.5-4.5-1-8-4.5-8-9.5v-6Z'/>"
            + "<path d='M8 11.5c1-.8 2-.8 3 0M13 11.5c1-.8 2-.8 3 0M9 16c2 1.2 4 1.2 6 0'/>"),
    GROUPS(
            "<circle cx='9' cy='8' r='4'/><path d='M2.5 20.5a6.5 6.5 0 0 1 13 0M16 4.5a4 4 0 0 1 0 7M18.5 14.5a6.5 6.5 0 0 1 3 6'/>"),
    POLICIES(
            "<path d='M12 3.5 19 6v5.5c0 4.3-2.9 7.6-7 9-4.1-1.4-7-4.7-7-9V6l7-2.5Z'/><path d='m9 11.75 2.25 2.25L15.25 10'/>"),
    TRAIL("<path d='M7 3.5h7l4.5 4.5v10a2.5 2.5 0 0 1-2.5 2.5H7A2.5 2.5 0 0 1 4.5 18V6A2.5 2.5 0 0 1 7 3.5Z'/>"
            + "<path d='M8 9h3M8 12.5h7M8 16h7'/>"),
    SETTINGS("<path d='M4 7h9M17 7h3M4 17h3M11 17h9'/><circle cx='15' cy='7' r='2'/><circle cx='9' cy='17' r='2'/>"),
    SYSTEM("<rect x='3' y='4.5' width='18' height='12' rx='2'/><path d='M9 20.5h6M12 16.5v4'/>"),
    LIGHT(
            "<circle cx='12' cy='12' r='4'/><path d='M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4"
                    + "M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4'/>"),
    DARK("<path d='M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z'/>"),
    LEAVE("<path d='M10 4.5H7A2.5 2.5 0 0 0 4.5 7v10A2.5 2.5 0 0 0 7 19.5h3M14.5 8l4 4-4 4M18 12H9.5'/>"),
    SEARCH("<circle cx='11' cy='11' r='6.5'/><path d='m16 16 4.5 4.5'/>"),
    COPY("<rect x='9' y='9' width='11' height='11' rx='2'/><path d='M5 15V6a2 2 0 0 1 2-2h8'/>"),
    MORE("<path d='M12 5.5h.01M12 12h.01M12 18.5h.01'/>"),
    PLUS("<path d='M12 5v14M5 12h14'/>"),
    BACK("<path d='m14.5 6-6 6 6 6'/>"),
    CHECK("<path d='m5 12.5 4.5 4.5L19 7.5'/>"),
    CROSS("<path d='m6 6 12 12M18 6 6 18'/>"),
    MENU("<path d='M4 7h16M4 12h16M4 17h16'/>");

    private final String paths;

    Glyph(String paths) {
        this.paths = paths;
    }

    public Svg draw() {
        var svg = new Svg(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' width='20' height='20' fill='none' stroke='currentColor' "
                        + "stroke-width='1.75' stroke-linecap='round' stroke-linejoin='round' aria-hidden='true'>"
                        + paths + "</svg>");
        svg.getElement().getClassList().add("glyph");
        return svg;
    }
}
