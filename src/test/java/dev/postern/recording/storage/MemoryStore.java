package dev.postern.recording.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A store that fails when a test says so: before it has kept a file, or after, as a server that is killed then. */
public final class MemoryStore implements RecordingStore {
    public final SortedMap<String, byte[]> files = new TreeMap<>();
    public Predicate<String> failsBefore = _ -> false;
    public Predicate<String> failsAfter = _ -> false;
    public boolean away;
    private final Where where;

    public MemoryStore(Where where) {
        this.where = where;
    }

    @Override
    public Where where() {
        return where;
    }

    @Override
    public void put(String folder, String file, byte[] bytes) throws IOException {
        answer();
        if (failsBefore.test(file)) throw new IOException("No space left on device");
        files.put(folder + "/" + file, bytes.clone());
        if (failsAfter.test(file)) throw new IOException("killed");
    }

    @Override
    public Optional<byte[]> get(String folder, String file) throws IOException {
        answer();
        return Optional.ofNullable(files.get(folder + "/" + file)).map(byte[]::clone);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        answer();
        return files.keySet().stream()
                .filter(name -> name.startsWith(folder + "/"))
                .map(name -> name.substring(folder.length() + 1))
                .toList();
    }

    @Override
    public void delete(String folder, String file) throws IOException {
        answer();
        files.remove(folder + "/" + file);
    }

    @Override
    public void delete(String folder) throws IOException {
        for (var file : list(folder)) delete(folder, file);
    }

    private void answer() throws IOException {
        if (away) throw new IOException("the store does not answer");
    }
}
