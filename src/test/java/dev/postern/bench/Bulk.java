package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

/** How fast much output arrives, and whether all of it does. */
final class Bulk {
    private static final String BEGIN = "BEGINS.";
    private static final byte[] GO = {'g'};
    private static final int FILE_BYTES = 64 * 1024 * 1024;
    private static final int ROUNDS = 3;
    /** Whole rounds, until both processes run compiled code: frames are few where they are large. */
    private static final int WARM_UPS = 5;

    private static final int COPIES = 4;
    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;

    private final Path file;
    private final long checksum;

    /** Megabytes a second of each round, processor seconds of server and agent for each gigabyte, bytes that did not arrive as sent. */
    record Result(List<Double> bare, List<Double> postern, double server, double agent, long bytes, long wrong) {
        static double median(List<Double> rounds) {
            var sorted = new ArrayList<>(rounds);
            Collections.sort(sorted);
            return sorted.get(sorted.size() / 2);
        }
    }

    private interface Source {
        /** Into {@link #bytes}. */
        int next() throws IOException;

        byte[] bytes();
    }

    Bulk(Path directory) throws IOException {
        var random = new byte[48 * 1024];
        new Random(3).nextBytes(random);
        var text = Base64.getMimeEncoder(76, new byte[] {'\n'}).encode(random);
        file = directory.resolve("bulk.txt");
        var sum = new CRC32C();
        try (var out = Files.newOutputStream(file)) {
            for (var written = 0; written < FILE_BYTES; written += text.length) {
                var length = Math.min(text.length, FILE_BYTES - written);
                out.write(text, 0, length);
                sum.update(text, 0, length);
            }
        }
        checksum = sum.getValue();
    }

    /** {@code cat} on a terminal, beside the same on a bare one. */
    Result throughTerminal(Postern postern, Console console, Postern.Node node)
            throws IOException, InterruptedException {
        var script = "stty raw -echo; printf 'BEGINS%s' .; head -c 1 >/dev/null; cat " + file;
        var bare = new ArrayList<Double>();
        var with = new ArrayList<Double>();
        var wrong = 0L;
        var server = Duration.ZERO;
        var agent = Duration.ZERO;
        for (var round = -WARM_UPS; round < ROUNDS; round++) {
            try (var pty = new BarePty(script + "; sleep 60")) {
                pty.await(BEGIN);
                pty.type(GO);
                var rate = rate(of(pty), 1);
                if (round >= 0) bare.add(rate.megabytes());
            }
            try (var tab = BrowserTab.open(console, postern.shell(node))) {
                tab.type(script + "; head -c 1 >/dev/null\n"); // no prompt behind it
                tab.await(BEGIN);
                var serverBefore = postern.server().cpu();
                var agentBefore = node.agent().cpu();
                tab.type(GO);
                var rate = rate(of(tab), 1);
                if (round < 0) continue; // warms up
                with.add(rate.megabytes());
                wrong += rate.wrong();
                server = server.plus(postern.server().cpu().minus(serverBefore));
                agent = agent.plus(node.agent().cpu().minus(agentBefore));
            }
        }
        return result(bare, with, server, agent, (long) ROUNDS * FILE_BYTES, wrong);
    }

    /** {@code cat} into a pipe: a command without a terminal, read in the same browser socket. */
    Result withoutTerminal(Postern postern, Console console, Postern.Node node)
            throws IOException, InterruptedException {
        var command = "cat" + (" " + file).repeat(COPIES);
        var bare = new ArrayList<Double>();
        var with = new ArrayList<Double>();
        var wrong = 0L;
        var server = Duration.ZERO;
        var agent = Duration.ZERO;
        for (var round = -WARM_UPS; round < ROUNDS; round++) {
            var pipe = new ProcessBuilder(command.split(" ")).start();
            try (var in = pipe.getInputStream()) {
                var buffer = new byte[16 * 1024];
                var rate = rate(
                        new Source() {
                            @Override
                            public int next() throws IOException {
                                return in.read(buffer);
                            }

                            @Override
                            public byte[] bytes() {
                                return buffer;
                            }
                        },
                        COPIES);
                if (round >= 0) bare.add(rate.megabytes());
            }
            var serverBefore = postern.server().cpu();
            var agentBefore = node.agent().cpu();
            try (var tab = BrowserTab.open(console, postern.command(node, command))) {
                var rate = rate(of(tab), COPIES);
                if (rate.wrong() > 0) System.out.println("not all of it: " + tab.farewell());
                if (round < 0) continue;
                with.add(rate.megabytes());
                wrong += rate.wrong();
            }
            server = server.plus(postern.server().cpu().minus(serverBefore));
            agent = agent.plus(node.agent().cpu().minus(agentBefore));
        }
        return result(bare, with, server, agent, (long) ROUNDS * COPIES * FILE_BYTES, wrong);
    }

    private static Result result(
            List<Double> bare, List<Double> with, Duration server, Duration agent, long bytes, long wrong) {
        return new Result(bare, with, perGigabyte(server, bytes), perGigabyte(agent, bytes), bytes, wrong);
    }

    private static double perGigabyte(Duration cpu, long bytes) {
        return cpu.toMillis() / 1e3 / (bytes / GIGA);
    }

    private record Rate(double megabytes, long wrong) {}

    private Rate rate(Source source, int copies) throws IOException {
        var begun = System.nanoTime();
        var wrong = 0L;
        var sum = new CRC32C();
        var left = FILE_BYTES;
        var total = (long) copies * FILE_BYTES;
        for (var read = 0L; read < total; ) {
            var length = source.next();
            if (length <= 0) return new Rate(0, total - read);
            read += length;
            if (read > total) throw new IOException((read - total) + " bytes too many");
            var at = 0;
            while (length > 0) {
                var part = Math.min(length, left);
                sum.update(source.bytes(), at, part);
                at += part;
                length -= part;
                left -= part;
                if (left == 0) {
                    if (sum.getValue() != checksum) wrong += FILE_BYTES;
                    sum.reset();
                    left = FILE_BYTES;
                }
            }
        }
        return new Rate(total / MEGA / ((System.nanoTime() - begun) / GIGA), wrong);
    }

    private static Source of(BarePty pty) {
        return new Source() {
            @Override
            public int next() throws IOException {
                return pty.output();
            }

            @Override
            public byte[] bytes() {
                return pty.buffer();
            }
        };
    }

    private static Source of(BrowserTab tab) {
        return new Source() {
            private byte[] bytes = {};

            @Override
            public int next() throws IOException {
                var message = tab.output();
                if (message == null) return 0;
                bytes = message.payload();
                return message.length();
            }

            @Override
            public byte[] bytes() {
                return bytes;
            }
        };
    }
}
