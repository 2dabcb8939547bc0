package dev.postern.agent;

import dev.postern.protocol.AgentJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What this node was asked to run, and what it has to say about it as long as the server does not know. A file for each job, so that a job is run once
 * and its end is told, whatever becomes of the agent in between.
 */
final class JobFiles {

    /** Jobs that are remembered after they were told, so that one that is sent again is not run again. */
    static final int MAX_REMEMBERED = 1_000;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final String ENDING = ".json";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Logger log = LoggerFactory.getLogger(JobFiles.class);

    private final Path directory;

    /**
     * A job as it is kept.
     *
     * @param reply the content of its last reply; empty while it runs
     * @param told the server has that reply
     */
    record Kept(String jobId, String reply, boolean told) {
        boolean over() {
            return !reply.isEmpty();
        }
    }

    JobFiles(Path directory) {
        this.directory = directory;
    }

    /** Whether the command's id can be the name of a file. */
    static boolean isUsable(String commandId) {
        return ID.matcher(commandId).matches();
    }

    /** Oldest first; what cannot be read is left out. */
    List<Kept> all() {
        var all = new ArrayList<Kept>();
        for (var file : files()) read(file).ifPresent(all::add);
        return all;
    }

    void accepted(String jobId) {
        put(new Kept(jobId, "", false));
        forgetTheOldest();
    }

    void over(String jobId, String reply) {
        put(new Kept(jobId, reply, false));
    }

    void told(String jobId) {
        find(jobId).filter(Kept::over).ifPresent(kept -> put(new Kept(jobId, kept.reply(), true)));
    }

    boolean knows(String jobId) {
        return Files.exists(file(jobId));
    }

    Optional<Kept> find(String jobId) {
        return read(file(jobId));
    }

    /** A folder for the job's scripts, empty. */
    Path folder(String jobId) throws IOException {
        var folder = directory.resolve(commandId(jobId));
        clear(jobId);
        return Files.createDirectory(folder, StateDirectory.ownersAlone(directory, "rwx------"));
    }

    void clear(String jobId) {
        var folder = directory.resolve(commandId(jobId));
        if (!Files.isDirectory(folder)) return;
        try (var inside = Files.list(folder)) {
            for (var file : inside.toList()) Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        } catch (IOException failed) {
            log.atWarn().addKeyValue("folder", folder).setCause(failed).log("folder of a job not cleared");
        }
    }

    private void put(Kept kept) {
        var json = JSON.createObjectNode()
                .put("jobId", kept.jobId())
                .put("reply", kept.reply())
                .put("told", kept.told());
        try {
            StateDirectory.write(file(kept.jobId()), JSON.writeValueAsBytes(json));
        } catch (IOException failed) {
            throw new UncheckedIOException("the job " + kept.jobId() + " cannot be kept", failed);
        }
    }

    private void forgetTheOldest() {
        var files = files();
        for (int i = 0; i < files.size() - MAX_REMEMBERED; i++) {
            if (!read(files.get(i)).map(Kept::told).orElse(true)) continue;
            try {
                Files.deleteIfExists(files.get(i));
            } catch (IOException failed) {
                log.atWarn().addKeyValue("file", files.get(i)).setCause(failed).log("old job not forgotten");
            }
        }
    }

    private List<Path> files() {
        try (var inside = Files.list(directory)) {
            record Aged(Path file, long age) {}
            return inside.filter(file -> file.toString().endsWith(ENDING))
                    .map(file -> new Aged(file, age(file))) // looked at once: files change while they are sorted
                    .sorted(Comparator.comparingLong(Aged::age).thenComparing(Aged::file))
                    .map(Aged::file)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long age(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException _) {
            return 0;
        }
    }

    private static Optional<Kept> read(Path file) {
        if (!Files.exists(file)) return Optional.empty();
        try {
            var json = JSON.readTree(Files.readString(file));
            return Optional.of(new Kept(
                    json.path("jobId").asString(""),
                    json.path("reply").asString(""),
                    json.path("told").asBoolean(false)));
        } catch (IOException | JacksonException broken) {
            log.atWarn().addKeyValue("file", file).setCause(broken).log("job not remembered");
            return Optional.empty();
        }
    }

    private Path file(String jobId) {
        return directory.resolve(commandId(jobId) + ENDING);
    }

    private static String commandId(String jobId) {
        var id = new AgentJob(jobId, AgentJob.SEND_COMMAND, "").commandId();
        if (!isUsable(id)) throw new IllegalArgumentException("not a command's id: " + id);
        return id;
    }
}
