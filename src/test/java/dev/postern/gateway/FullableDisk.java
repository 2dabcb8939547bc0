package dev.postern.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A disk that can be full. */
final class FullableDisk implements SpoolFile.Disk {
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    /** From now on so many bytes and no more. */
    void takes(long bytes) {
        left.set(bytes);
    }

    void takesAll() {
        left.set(Long.MAX_VALUE);
    }

    @Override
    public SpoolFile open(Path path) throws IOException {
        var file = SpoolFile.open(path);
        return new SpoolFile() {
            @Override
            public void write(ByteBuffer bytes, long at) throws IOException {
                var room = left.getAndUpdate(was -> Math.max(0, was - bytes.remaining()));
                if (room < bytes.remaining()) {
                    file.write(bytes.slice(bytes.position(), (int) room), at);
                    throw new IOException("No space left on device");
                }
                file.write(bytes, at);
            }

            @Override
            public void read(ByteBuffer into, long at) throws IOException {
                file.read(into, at);
            }

            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void truncate(long size) throws IOException {
                file.truncate(size);
            }

            @Override
            public void force() throws IOException {
                file.force();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
