package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long the built jar takes from its process's start to the line that says so, and what it holds then. */
final class StartUp {
    private static final int STARTS = 3;
    private static final double GIGA = 1e9;
    private static final long IDLE_MILLIS = 10_000;

    /** Seconds on an empty home, seconds on a used one, and bytes some seconds later. */
    record Result(double first, List<Double> again, long rss) {}

    private StartUp() {}

    static Result measure(Path jar, Path home) throws IOException, InterruptedException {
        var again = new ArrayList<Double>();
        var first = 0.0;
        var rss = 0L;
        for (var i = 0; i < STARTS; i++) {
            var begun = System.nanoTime();
            try (var server = Program.ofJar(jar, Postern.settings(home).toArray(String[]::new))) {
                server.await("(Postern is ready)");
                var seconds = (System.nanoTime() - begun) / GIGA;
                if (i == 0) first = seconds;
                else again.add(seconds);
                if (i == STARTS - 1) {
                    Thread.sleep(IDLE_MILLIS);
                    rss = server.rss();
                }
            }
        }
        return new Result(first, again, rss);
    }
}
