package dev.postern.session;

/** A purpose as the table keeps it: its name, and where a port leads. */
record PurposeColumns(String name, String host, String port) {
    static PurposeColumns of(Purpose purpose) {
        return switch (purpose) {
            case Purpose.Shell() -> new PurposeColumns("SHELL", "", "");
            case Purpose.Command() -> new PurposeColumns("COMMAND", "", "");
            case Purpose.Port(var host, var number) -> new PurposeColumns("PORT", host, number);
        };
    }

    Purpose purpose() {
        return switch (name) {
            case "SHELL" -> new Purpose.Shell();
            case "COMMAND" -> new Purpose.Command();
            case "PORT" -> new Purpose.Port(host, port);
            default -> throw new IllegalStateException("a session for " + name + ": made by a newer version?");
        };
    }
}
