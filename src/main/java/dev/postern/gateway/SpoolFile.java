package dev.postern.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is written at given places. An interface, so that a test can fill the disk. */
interface SpoolFile extends Closeable {
    /** All of it or an exception; what was written of it then counts as not written, and the next write goes to the same place. */
    void write(ByteBuffer bytes, long at) throws IOException;

    /** As many bytes as there are from there on, up to what fits; the buffer's position moves. */
    void read(ByteBuffer into, long at) throws IOException;

    long size() throws IOException;

    void truncate(long size) throws IOException;

    void force() throws IOException;

    @Override
    void close() throws IOException;

    /** What is not there, read. */
    SpoolFile EMPTY = new SpoolFile() {
        @Override
        public void write(ByteBuffer bytes, long at) {
            throw new NonWritableChannelException();
        }

        @Override
        public void read(ByteBuffer into, long at) {}

        @Override
        public long size() {
            return 0;
        }

        @Override
        public void truncate(long size) {
            throw new NonWritableChannelException();
        }

        @Override
        public void force() {}

        @Override
        public void close() {}
    };

    /** Opens the file, makes it when it is missing. */
    @FunctionalInterface
    interface Disk {
        SpoolFile open(Path file) throws IOException;
    }

    static SpoolFile open(Path file) throws IOException {
        return on(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Opens the file to read it and no more; where there is none, it is an empty one. */
    static SpoolFile openToRead(Path file) throws IOException {
        try {
            return on(FileChannel.open(file, StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            return EMPTY;
        }
    }

    private static SpoolFile on(FileChannel channel) {
        return new SpoolFile() {
            @Override
            public void write(ByteBuffer bytes, long at) throws IOException {
                var next = at;
                while (bytes.hasRemaining()) next += channel.write(bytes, next);
            }

            @Override
            public void read(ByteBuffer into, long at) throws IOException {
                var next = at;
                while (into.hasRemaining()) {
                    var read = channel.read(into, next);
                    if (read < 0) return;
                    next += read;
                }
            }

            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public void truncate(long size) throws IOException {
                channel.truncate(size);
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
