package dev.postern.bench;

import dev.postern.screen.Line;
import dev.postern.screen.Screen;
import dev.postern.screen.ScreenListener;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The terminal without a window on one core: a mebibyte of output at a time, in pieces of 16 KiB, with a listener that takes its lines. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ScreenBenchmark {
    private static final int SIZE = 1 << 20;
    private static final int PIECE = 16_384;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 5;
    private static final TimeValue ROUND = TimeValue.milliseconds(700);

    /** Source text; colours as of {@code ls}; an editor that draws its window again; letters of every width. */
    @Param({"plain", "colours", "window", "letters"})
    public String output = "plain";

    private byte[] bytes = {};
    private Screen screen = new Screen(120, 40);
    private long told;

    @org.openjdk.jmh.annotations.Setup
    public void setUp() {
        bytes = new Outputs(new Random(1)).of(output, SIZE).getBytes(StandardCharsets.UTF_8);
        screen = new Screen(120, 40, new ScreenListener() {
            @Override
            public void line(Line line) {
                told += line.text().length();
            }
        });
        screen.write(bytes);
    }

    @Benchmark
    public long write() {
        for (var at = 0; at < bytes.length; at += PIECE) screen.write(bytes, at, Math.min(PIECE, bytes.length - at));
        return told;
    }

    @Benchmark
    public byte[] redraw() {
        return screen.redraw();
    }

    /** Bytes a second of what is written, by its kind; keyframes a second, and a keyframe's size. */
    static Map<String, Double> run() throws RunnerException {
        var options = new OptionsBuilder()
                .include(ScreenBenchmark.class.getSimpleName())
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(ROUND)
                .measurementIterations(ROUNDS)
                .measurementTime(ROUND)
                .verbosity(VerboseMode.SILENT)
                .build();
        var rates = new LinkedHashMap<String, Double>();
        for (var result : new Runner(options).run()) {
            var parameters = result.getParams();
            var label = result.getPrimaryResult().getLabel() + " " + parameters.getParam("output");
            var score = result.getPrimaryResult().getScore();
            rates.put(label, label.startsWith("write") ? score * size(parameters.getParam("output")) : score);
        }
        for (var output : new String[] {"colours", "window"}) {
            var benchmark = new ScreenBenchmark();
            benchmark.output = output;
            benchmark.setUp();
            rates.put("size " + output, (double) benchmark.redraw().length);
        }
        return rates;
    }

    private static int size(String output) {
        return new Outputs(new Random(1)).of(output, SIZE).getBytes(StandardCharsets.UTF_8).length;
    }

    /** What programs write. */
    private record Outputs(Random random) {

        String of(String kind, int size) {
            var text = new StringBuilder();
            while (text.length() < size) {
                switch (kind) {
                    case "plain" ->
                        text.append("    ".repeat(random.nextInt(4)))
                                .append(words(3 + random.nextInt(8)))
                                .append("\r\n");
                    case "colours" ->
                        text.append("-rw-r--r-- 1 root root ")
                                .append(random.nextInt(99_999))
                                .append(" Nov 28 12:00 \u001b[0m\u001b[01;3")
                                .append(random.nextInt(8))
                                .append('m')
                                .append(words(1))
                                .append("\u001b[0m\r\n");
                    case "window" -> window(text);
                    default ->
                        text.append("été 世界 привет 😀 e\u0301 ")
                                .append(words(2))
                                .append("\r\n");
                }
            }
            return text.toString();
        }

        private void window(StringBuilder text) {
            text.append("\u001b[?25l\u001b[H");
            for (var row = 1; row <= 40; row++) {
                text.append("\u001b[")
                        .append(row)
                        .append(";1H\u001b[38;5;")
                        .append(random.nextInt(256))
                        .append('m')
                        .append(words(4))
                        .append("\u001b[0m ")
                        .append(words(3))
                        .append("\u001b[K");
            }
            text.append("\u001b[?25h");
        }

        private String words(int count) {
            var words = new StringBuilder();
            for (var word = 0; word < count; word++) {
                for (var letters = 2 + random.nextInt(9); letters > 0; letters--)
                    words.append((char) ('a' + random.nextInt(26)));
                words.append(' ');
            }
            return words.toString();
        }
    }
}
