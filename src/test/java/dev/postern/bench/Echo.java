package dev.postern.bench;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** How long a key takes to its echo. The terminal's own line discipline echoes it, so no program's speed is measured. */
final class Echo {
    /** The echo stays on, lines are not waited for, what is typed is read by somebody. */
    private static final String SCRIPT = "stty -icanon echo; printf 'LISTENS%s' .; exec cat >/dev/null";

    private static final String READY = "LISTENS.";
    private static final String FLOOD = "exec yes flood-of-lines-flood-of-lines-flood-of-lines-flood-of-lines";
    private static final byte[] KEY = {'x'};
    /** As fast as nobody types; the parts must wake up for each key, as they must in life. */
    private static final int LEAST_PAUSE_MICROS = 2_000;

    private static final int MORE_PAUSE_MICROS = 2_000;
    private static final int WARM_UP = 3_000;
    private static final int ROUNDS = 8;
    private static final int KEYS = 250;

    private final Random random = new Random(7);

    /** @param pulse page to server and back, without the node */
    record Result(Latencies bare, Latencies postern, Latencies pulse) {
        /** What the way to the browser and back costs, milliseconds. */
        double added(double quantile) {
            return postern.quantile(quantile) - bare.quantile(quantile);
        }
    }

    private interface Terminal {
        void type(byte[] keys) throws IOException;

        int output() throws IOException;
    }

    Result quiet(Postern postern, Console console, Postern.Node node) throws IOException, InterruptedException {
        try (var bare = new BarePty(SCRIPT);
                var tab = BrowserTab.open(console, postern.shell(node))) {
            bare.await(READY);
            tab.type(SCRIPT + "\n");
            tab.await(READY);
            return alternate(of(bare), of(tab), tab);
        }
    }

    /** Each beside its like: the bare terminal beside a bare flood, the session beside a session that floods. */
    Result besideFlood(Postern postern, Console console, Postern.Node node) throws IOException, InterruptedException {
        try (var bare = new BarePty(SCRIPT);
                var tab = BrowserTab.open(console, postern.shell(node))) {
            bare.await(READY);
            tab.type(SCRIPT + "\n");
            tab.await(READY);
            var result = new Result(new Latencies(), new Latencies(), new Latencies());
            for (var round = 0; round < 2; round++) {
                try (var flood = new BarePty(FLOOD)) {
                    var reading = drain(of(flood));
                    some(of(bare), result.bare(), ROUNDS / 2 * KEYS);
                    flood.close();
                    reading.join();
                }
                try (var flood = BrowserTab.open(console, postern.shell(node))) {
                    flood.type(FLOOD + "\n");
                    var reading = drain(of(flood));
                    some(of(tab), result.postern(), ROUNDS / 2 * KEYS);
                    flood.close();
                    reading.join();
                }
            }
            return result;
        }
    }

    private static Thread drain(Terminal flood) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                while (flood.output() > 0) {}
            } catch (IOException _) {
                // closed
            }
        });
    }

    private Result alternate(Terminal bare, Terminal postern, BrowserTab tab) throws IOException {
        var warmUp = new Latencies();
        some(bare, warmUp, WARM_UP / 2);
        some(postern, warmUp, WARM_UP);
        var result = new Result(new Latencies(), new Latencies(), new Latencies());
        for (var round = 0; round < ROUNDS; round++) {
            some(bare, result.bare(), KEYS);
            some(postern, result.postern(), KEYS);
            pulses(tab, result.pulse());
        }
        return result;
    }

    private void pulses(BrowserTab tab, Latencies times) throws IOException {
        for (var i = 0; i < KEYS; i++) {
            rest();
            var begun = System.nanoTime();
            tab.pulse();
            times.add(System.nanoTime() - begun);
        }
    }

    private void rest() {
        LockSupport.parkNanos(1_000L * (LEAST_PAUSE_MICROS + random.nextInt(MORE_PAUSE_MICROS)));
    }

    private void some(Terminal terminal, Latencies times, int keys) throws IOException {
        for (var i = 0; i < keys; i++) {
            rest();
            var begun = System.nanoTime();
            terminal.type(KEY);
            if (terminal.output() != KEY.length) throw new IOException("not the echo of one key");
            times.add(System.nanoTime() - begun);
        }
    }

    private static Terminal of(BarePty pty) {
        return new Terminal() {
            @Override
            public void type(byte[] keys) throws IOException {
                pty.type(keys);
            }

            @Override
            public int output() throws IOException {
                return pty.output();
            }
        };
    }

    private static Terminal of(BrowserTab tab) {
        return new Terminal() {
            private int sinceReport;

            @Override
            public void type(byte[] keys) throws IOException {
                // a page reports 100 ms after the first byte that is not reported
                if (++sinceReport % 30 == 0) tab.report();
                tab.type(keys);
            }

            @Override
            public int output() throws IOException {
                var message = tab.output();
                return message == null ? 0 : message.length();
            }
        };
    }
}
