package dev.postern.playback;

/** What a recording is given away as. */
public enum Format {
    /** What {@code verify} takes: every byte, signed. */
    BUNDLE(".zip", "application/zip"),
    /** Asciicast 3. */
    CAST(".cast", "application/x-asciicast"),
    /** Asciicast 2, for players that do not know 3. */
    CAST_2(".cast", "application/x-asciicast"),
    /** The lines that stood on the screen. */
    TEXT(".txt", "text/plain; charset=utf-8");

    private final String ending;
    private final String mediaType;

    Format(String ending, String mediaType) {
        this.ending = ending;
        this.mediaType = mediaType;
    }

    public String ending() {
        return ending;
    }

    public String mediaType() {
        return mediaType;
    }
}
