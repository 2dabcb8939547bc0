package dev.postern.gateway;

/**
 * Somebody wants to see a session and type into it.
 *
 * @param who ARN of the caller
 * @param client id of the browser tab, at most 64 characters: typed offsets are counted per tab, and it survives reloads
 * @param resumeFrom the output offset the page has, or -1 for a fresh page
 */
public record AttachRequest(String who, String client, long resumeFrom, int cols, int rows) {
    public static final int LONGEST_CLIENT = 64;
    public static final int LARGEST_SIZE = 1_000;

    public AttachRequest {
        if (who.isBlank()) throw new IllegalArgumentException("nobody attaches: the caller's ARN is missing");
        if (client.isEmpty() || client.length() > LONGEST_CLIENT) {
            throw new IllegalArgumentException("a client id has 1 to " + LONGEST_CLIENT + " characters");
        }
        if (resumeFrom < -1) throw new IllegalArgumentException("an output offset of " + resumeFrom);
        if (cols < 1 || cols > LARGEST_SIZE || rows < 1 || rows > LARGEST_SIZE) {
            throw new IllegalArgumentException("a terminal of " + cols + " by " + rows);
        }
    }
}
