package dev.postern.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Proves files, each by itself and then together: recordings and pieces of the trail. Needs no server and no network. Keeps a
 * few facts per file, and per session that the trail speaks of.
 */
public final class Verification {
    private static final Pattern BUNDLES = Pattern.compile("\\.(zip|jsonl)$", Pattern.CASE_INSENSITIVE);

    private final Set<String> signers;
    private final TrailSessions told = new TrailSessions();
    // of pieces of the trail: their last entries, and the hashes of these
    private final Map<Long, String> ends = new HashMap<>();

    /** @param signers fingerprints of the keys that may have signed; empty for any */
    public Verification(Set<String> signers) {
        this.signers = Set.copyOf(signers);
    }

    /**
     * @param files and directories, which stand for all bundles in and below them
     * @param selection the files were chosen: what is not among them is not missing
     */
    public Verdict of(List<Path> files, boolean selection) {
        var all =
                files.stream().flatMap(file -> below(file).stream()).distinct().toList();
        var found = new HashMap<Path, Finding>();
        // By their ends: so each piece of the trail is compared with all that end within it.
        all.stream()
                .sorted(Comparator.comparingLong(Verification::lastEntry))
                .forEach(file -> found.put(file, prove(file)));
        var findings = all.stream().map(found::get).toList();
        var together = new Completeness(findings, told, selection);
        return new Verdict(findings, together.missing(), together.notes());
    }

    /** What a directory stands for; itself where nothing is in it, or it cannot be read: then proving it says so. */
    private static List<Path> below(Path file) {
        if (!Files.isDirectory(file)) return List.of(file);
        try (var below = Files.walk(file)) {
            var bundles = below.filter(Files::isRegularFile)
                    .filter(each ->
                            BUNDLES.matcher(each.getFileName().toString()).find())
                    .sorted()
                    .toList();
            return bundles.isEmpty() ? List.of(file) : bundles;
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of(file);
        }
    }

    /** 0 for what is no piece of the trail. */
    private static long lastEntry(Path file) {
        try (var in = Files.newInputStream(file)) {
            return TrailProof.lastEntry(in);
        } catch (IOException | Damaged none) {
            return 0;
        }
    }

    private Finding prove(Path file) {
        try {
            if (Files.isDirectory(file)) return directory(file);
            return switch (kind(file)) {
                case 'P' -> recording(file);
                case '{' -> trail(file);
                default -> new Finding.Broken(file, "it is neither a recording nor a piece of the trail");
            };
        } catch (Damaged damaged) {
            return new Finding.Broken(file, damaged.what());
        } catch (NoSuchFileException none) {
            return new Finding.Broken(file, "there is no such file");
        } catch (IOException unreadable) {
            return new Finding.Broken(file, "it cannot be read: " + unreadable);
        }
    }

    private static Finding directory(Path directory) throws IOException {
        try (var below = Files.walk(directory)) {
            below.forEach(_ -> {});
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        return new Finding.Broken(directory, "neither a recording (.zip) nor a piece of the trail (.jsonl) is in it");
    }

    private static int kind(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.read();
        }
    }

    private Finding recording(Path file) throws IOException, Damaged {
        var proven = RecordingBundle.prove(file);
        demand(List.of(proven.signer()));
        return new Finding.Recording(file, proven);
    }

    private Finding trail(Path file) throws IOException, Damaged {
        var itsSessions = new TrailSessions();
        try (var in = Files.newInputStream(file)) {
            var proven = TrailProof.prove(in, itsSessions, ends);
            ends.put(proven.last(), proven.hash());
            demand(proven.signers());
            told.addAll(itsSessions);
            return new Finding.Trail(file, proven);
        }
    }

    private void demand(Collection<String> found) throws Damaged {
        for (var signer : found)
            if (!signers.isEmpty() && !signers.contains(signer))
                throw new Damaged("it is signed by another key, " + signer);
    }
}
