package dev.postern.session.documents;

import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What lists show of a version, so that they need not open it.
 *
 * @param description up to {@value #LONGEST} characters of it
 * @param sessionType as the document spells it; empty for a Command document
 */
public record Outline(String schemaVersion, String description, String sessionType, Set<Platform> platforms) {
    static final int LONGEST = 512;

    /** Whose nodes it has something for. */
    public enum Platform {
        LINUX("Linux"),
        MACOS("MacOS"),
        WINDOWS("Windows");

        private final String word;

        Platform(String word) {
            this.word = word;
        }

        /** As AWS's model spells it. */
        public String word() {
            return word;
        }
    }

    public Outline {
        platforms = platforms.isEmpty() ? Set.of() : Set.copyOf(platforms);
    }

    static Outline of(JsonNode tree) {
        // PostgreSQL takes no NUL in text
        var description = tree.path("description").asString("").replace('\0', ' ');
        return new Outline(
                tree.path("schemaVersion").asString(""),
                description.length() > LONGEST ? description.substring(0, LONGEST - 1) + "…" : description,
                tree.path("sessionType").asString(""),
                platforms(tree));
    }

    private static Set<Platform> platforms(JsonNode tree) {
        var some = EnumSet.noneOf(Platform.class);
        if (tree.path("properties").has("linux")) some.add(Platform.LINUX);
        if (tree.path("properties").has("macos")) some.add(Platform.MACOS);
        if (tree.path("properties").has("windows")) some.add(Platform.WINDOWS);
        if (!some.isEmpty()) return some;
        for (var step : tree.path("mainSteps")) {
            switch (step.path("action").asString("")) {
                case "aws:runPowerShellScript" -> some.addAll(EnumSet.allOf(Platform.class));
                case "aws:runShellScript" -> some.addAll(EnumSet.of(Platform.LINUX, Platform.MACOS));
                default -> {
                    // whatever it is, it says nothing of a platform
                }
            }
        }
        return some.isEmpty() ? EnumSet.allOf(Platform.class) : some;
    }
}
