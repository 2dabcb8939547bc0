package dev.postern.recording.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Keeps files in folders, one for each recording. Written once, read often, deleted by the folder. */
public interface RecordingStore {
    /** As the table of recordings has it. */
    Where where();

    /**
     * Durable and whole when it returns, and not there at all if it fails. A file of that name is replaced: nobody was told of it yet.
     *
     * @param folder relative, parts with {@code /} between
     */
    void put(String folder, String file, byte[] bytes) throws IOException;

    /** Empty where there is no such file. */
    Optional<byte[]> get(String folder, String file) throws IOException;

    /** Names of files. */
    List<String> list(String folder) throws IOException;

    /** One that is not there is not missed. */
    void delete(String folder, String file) throws IOException;

    /** With all that is in it. One that is not there is not missed. */
    void delete(String folder) throws IOException;

    /** Which store it is. */
    enum Where {
        LOCAL,
        S3
    }
}
