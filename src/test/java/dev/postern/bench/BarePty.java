package dev.postern.bench;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/** What everything is compared with: the same library and the same program, and nothing between. */
final class BarePty implements AutoCloseable {
    private final PtyProcess process;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[64 * 1024];
    private boolean closed;

    BarePty(String script) throws IOException {
        var environment = new HashMap<>(System.getenv());
        environment.put("TERM", "xterm-256color");
        process = new PtyProcessBuilder(new String[] {"/bin/sh", "-c", script})
                .setEnvironment(environment)
                .setInitialColumns(120)
                .setInitialRows(40)
                .start();
        in = process.getInputStream();
        out = process.getOutputStream();
    }

    void type(byte[] keys) throws IOException {
        out.write(keys);
        out.flush();
    }

    byte[] buffer() {
        return buffer;
    }

    /** How many bytes came into {@link #buffer}. */
    int output() throws IOException {
        var length = in.read(buffer);
        if (length <= 0) throw new EOFException("the terminal is gone");
        return length;
    }

    void await(String words) throws IOException {
        var tail = "";
        while (!tail.endsWith(words)) tail += new String(buffer, 0, output(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        if (closed) return;
        closed = true;
        process.destroyForcibly();
        in.close();
    }
}
