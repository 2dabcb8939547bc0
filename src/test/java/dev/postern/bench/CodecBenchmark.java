package dev.postern.bench;

import dev.postern.protocol.Frame;
import dev.postern.protocol.FrameWriter;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
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

/** The frame codec on one core. SHA-256 alone is measured beside it: every frame carries the digest of its payload. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CodecBenchmark {
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 5;
    private static final TimeValue ROUND = TimeValue.milliseconds(700);
    private static final UUID ID = new UUID(0x0123_4567_89ab_4cdeL, 0x8123_4567_89ab_cdefL);
    private static final Instant CREATED = Instant.ofEpochMilli(1_700_000_000_000L);

    /** What stock ends send, and what Postern's own agent sends to a browser. */
    @Param({"1024", "16384"})
    public int payload;

    private byte[] bytes = {};
    private byte[] wire = {};
    private final FrameWriter writer = new FrameWriter();
    private long sequence;
    private final MessageDigest digest = sha256();

    @org.openjdk.jmh.annotations.Setup
    public void setUp() {
        bytes = new byte[payload];
        new Random(1).nextBytes(bytes);
        wire = new byte[encode().length()];
        encode().wire().get(wire);
    }

    @Benchmark
    public Frame encode() {
        return writer.write(
                MessageType.OUTPUT_STREAM_DATA, PayloadType.OUTPUT, sequence++, 0, ID, CREATED, ByteBuffer.wrap(bytes));
    }

    @Benchmark
    public long decode() {
        var frame = Frame.decode(ByteBuffer.wrap(wire));
        return frame.sequence() + frame.payload().remaining();
    }

    @Benchmark
    public boolean decodeAndVerify() {
        return Frame.decode(ByteBuffer.wrap(wire)).digestMatches();
    }

    @Benchmark
    public byte[] sha256Alone() {
        return digest.digest(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Payload bytes a second, by {@code method payload}. */
    static Map<String, Double> run() throws RunnerException {
        var options = new OptionsBuilder()
                .include(CodecBenchmark.class.getName())
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(ROUND)
                .measurementIterations(ROUNDS)
                .measurementTime(ROUND)
                .verbosity(VerboseMode.SILENT)
                .build();
        var rates = new LinkedHashMap<String, Double>();
        for (var result : new Runner(options).run()) {
            var name = result.getParams().getBenchmark();
            var payload = result.getParams().getParam("payload");
            var rate = result.getPrimaryResult().getScore() * Integer.parseInt(payload);
            rates.put(name.substring(name.lastIndexOf('.') + 1) + " " + payload, rate);
        }
        return rates;
    }
}
