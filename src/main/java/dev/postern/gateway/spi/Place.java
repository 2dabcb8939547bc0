package dev.postern.gateway.spi;

/**
 * Where one is in a session's tape, to be kept and given again.
 *
 * @param frame number of the next frame of output
 * @param note byte in the file of what happened beside the output
 */
public record Place(long frame, long note) {
    public static final Place BEGINNING = new Place(0, 0);

    public Place {
        if (frame < 0 || note < 0) throw new IllegalArgumentException("no place: " + frame + ", " + note);
    }
}
