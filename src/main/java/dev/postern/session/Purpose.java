package dev.postern.session;

/** What somebody has of a session. */
public sealed interface Purpose {
    /** One lower-case word for it, by which the bundles have their sentences. */
    default String word() {
        return switch (this) {
            case Shell() -> "shell";
            case Command() -> "command";
            case Port _ -> "port";
        };
    }

    /** A prompt. */
    record Shell() implements Purpose {}

    /** One command of its document's, with a terminal or without. */
    record Command() implements Purpose {}

    /**
     * A port that is forwarded. What was started before this was kept has neither.
     *
     * @param host empty for the node itself
     */
    record Port(String host, String number) implements Purpose {
        private static final int LONGEST_HOST = 255;
        private static final int LONGEST_NUMBER = 16;

        public Port {
            host = cut(host, LONGEST_HOST);
            number = cut(number, LONGEST_NUMBER);
        }

        /** A document of one's own may have any text there: then its node refuses it, and not the table. */
        private static String cut(String text, int longest) {
            return text.length() <= longest ? text : text.substring(0, longest);
        }
    }
}
