package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures in words and tables, as Markdown. */
final class Report {
    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;
    private static final double KILO = 1e3;

    private final Clock clock;
    private final long begun;
    private final List<String> figures = new ArrayList<>();
    private final StringBuilder details = new StringBuilder();

    Report(Clock clock) {
        this.clock = clock;
        this.begun = clock.millis();
    }

    private void figure(String what, String aim, String measured, String beside, boolean met) {
        var line = "| " + what + " | " + aim + " | " + measured + " | " + beside + " | " + verdict(aim, met) + " |";
        System.out.println(line);
        figures.add(line);
    }

    private static String verdict(String aim, boolean met) {
        if (aim.equals("—")) return "";
        return met ? "met" : "**missed**";
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    // ── codec

    void codec(Map<String, Double> rates) {
        for (var name : List.of("encode", "decode", "decodeAndVerify")) {
            var rate = rates.getOrDefault(name + " 1024", 0.0) / GIGA;
            var hash = rates.getOrDefault("sha256Alone 1024", 0.0) / GIGA;
            var beside = name.equals("decode")
                    ? "checks no digest"
                    : format("SHA-256 alone: %.2f GB/s, %.0f %% of it", hash, 100 * rate / hash);
            figure(
                    "Codec, " + words(name) + ", 1 KiB payloads, one core",
                    "≥ 1 GB/s",
                    format("%.2f GB/s", rate),
                    beside,
                    rate >= 1);
        }
        details.append("""

                ### Codec

                JMH, one fork, one thread, payloads of random bytes; gigabytes of payload a second. Writing a frame and verifying one both hash the
                payload, so SHA-256 by the same runtime is the ceiling of both.

                | | 1 KiB | 16 KiB |
                |---|---|---|
                """);
        for (var name : List.of("encode", "decode", "decodeAndVerify", "sha256Alone")) {
            details.append(format(
                    "| %s | %.2f GB/s | %.2f GB/s |%n",
                    words(name),
                    rates.getOrDefault(name + " 1024", 0.0) / GIGA,
                    rates.getOrDefault(name + " 16384", 0.0) / GIGA));
        }
    }

    private static String words(String benchmark) {
        return switch (benchmark) {
            case "encode" -> "write a frame with its digest";
            case "decode" -> "read a frame";
            case "decodeAndVerify" -> "read a frame and verify its digest";
            default -> "SHA-256 alone";
        };
    }

    // ── screens

    /** @param rates bytes and keyframes a second, and sizes, by the name of what was measured */
    void screen(Map<String, Double> rates) {
        var plain = rates.getOrDefault("write plain", 0.0) / MEGA;
        figure(
                "Output understood for recordings: plain text, one core",
                "≥ 50 MB/s",
                format("%.0f MB/s", plain),
                "lines for search made",
                plain >= 50);
        var colours = rates.getOrDefault("write colours", 0.0) / MEGA;
        figure(
                "The same, colours",
                "≥ 20 MB/s",
                format("%.0f MB/s", colours),
                format("an editor's window: %.0f MB/s", rates.getOrDefault("write window", 0.0) / MEGA),
                colours >= 20);
        details.append(format(
                """

                ### Screens

                JMH, one fork, one thread: a terminal of 120 by 40 is written to in pieces of 16 KiB, and a listener takes its lines. A keyframe is what draws
                the screen again.

                | output | understood | keyframe | its size |
                |---|---|---|---|
                | plain text | %.0f MB/s | %.2f ms | |
                | `ls` in colours | %.0f MB/s | %.2f ms | %.1f KB |
                | an editor's window in 256 colours | %.0f MB/s | %.2f ms | %.1f KB |
                | wide and joined letters | %.0f MB/s | %.2f ms | |
                """,
                plain,
                KILO / rates.getOrDefault("redraw plain", 1.0),
                colours,
                KILO / rates.getOrDefault("redraw colours", 1.0),
                rates.getOrDefault("size colours", 0.0) / KILO,
                rates.getOrDefault("write window", 0.0) / MEGA,
                KILO / rates.getOrDefault("redraw window", 1.0),
                rates.getOrDefault("size window", 0.0) / KILO,
                rates.getOrDefault("write letters", 0.0) / MEGA,
                KILO / rates.getOrDefault("redraw letters", 1.0)));
    }

    // ── policies

    /** @param times milliseconds, by the name of what was measured */
    void replay(Map<String, Double> times) {
        var gains = times.getOrDefault("whoGainsWhat", 0.0) / KILO;
        figure(
                "Who gains which nodes by a change: 100 principals, 10,000 nodes",
                "≤ 10 s",
                format("%.2f s", gains),
                "with a second factor and without",
                gains <= 10);
        var replay = times.getOrDefault("replay", 0.0) / KILO;
        figure(
                "A draft tried on 90 days: 200,000 rows of 100 principals",
                "≤ 5 s",
                format("%.2f s", replay),
                "read from H2 on disk; a thousand explanations with it",
                replay <= 5);
        var witness = times.getOrDefault("witness", 0.0) * KILO;
        figure(
                "What the history costs a decision at the gate",
                "≤ 20 µs",
                format("%.1f µs", witness),
                format(
                        "the gate with its event on H2 on disk: %.2f ms, without history %.2f ms",
                        times.getOrDefault("gateWithHistory", 0.0), times.getOrDefault("gateWithout", 0.0)),
                witness <= 20);
    }

    void policy(Map<String, Double> times) {
        var p50 = Math.max(times.getOrDefault("allow, mixed p50", 0.0), times.getOrDefault("deny, mixed p50", 0.0));
        figure(
                "Decision with 1,000 statements over sixteen actions",
                "≤ 2 µs at p50",
                format("%.2f µs", p50),
                format(
                        "%.2f µs where all are about the same action",
                        times.getOrDefault("allow, same action p50", 0.0)),
                p50 <= 2);
        var mean = Math.max(times.getOrDefault("allow, mixed mean", 0.0), times.getOrDefault("deny, mixed mean", 0.0));
        figure(
                "Decisions a second and core, 1,000 statements",
                "≥ 500,000",
                format("%,.0f", MEGA / mean),
                "one thread",
                MEGA / mean >= 500_000);
        var filter = times.getOrDefault("filter, mixed mean", 0.0) / KILO;
        figure(
                "Filter of 100,000 nodes for one principal",
                "≤ 100 ms",
                format("%.0f ms", filter),
                "each node's context made from its tags",
                filter <= 100);
        details.append("""

                ### Policies

                JMH, one fork, one thread. Fifty policies of twenty statements for one role session: statements that list a node, that have a variable in
                their resource, that compare a node's tag, and one in twenty that denies. Allowed means that one of them matches, denied that none does.
                An explanation looks at every statement.

                | | over sixteen actions | all about one action |
                |---|---|---|
                """);
        for (var figure : List.of("allow p50", "allow mean", "deny p50", "deny mean", "explain mean", "filter mean")) {
            var words = figure.split(" ");
            details.append(format(
                    "| %s, %s | %.2f µs | %.2f µs |%n",
                    words[0],
                    words[1],
                    times.getOrDefault(words[0] + ", mixed " + words[1], 0.0),
                    times.getOrDefault(words[0] + ", same action " + words[1], 0.0)));
        }
    }

    // ── echo

    void echo(Echo.Result result) {
        var added = result.added(0.5);
        figure(
                "Keystroke echo, browser socket to pty and back, quiet",
                "adds ≤ 0.3 ms at p50",
                format("adds %.2f ms", added),
                format(
                        "%.2f ms, bare pty %.2f ms",
                        result.postern().quantile(0.5), result.bare().quantile(0.5)),
                added <= 0.3);
        details.append("""

                ### Keystroke echo

                One key, a pause of 2 to 4 ms, the next. The terminal's line discipline echoes, so no program's speed is measured. The way: browser
                socket, server (journal, then frame), TLS, agent, pty, and back (spool, then acknowledgement, then browser). The bare pty is the same
                library in the measuring process, in turns with it.

                | | p50 | p95 | p99 | keys |
                |---|---|---|---|---|
                """);
        latencies("bare pty, quiet", result.bare());
        latencies("Postern, quiet", result.postern());
        latencies("page to server and back, without the node", result.pulse());
    }

    void echoBesideFlood(Echo.Result result) {
        figure(
                "Keystroke echo, beside a session that floods",
                "—",
                format("adds %.2f ms", result.added(0.5)),
                format(
                        "%.2f ms, bare pty beside a bare flood %.2f ms",
                        result.postern().quantile(0.5), result.bare().quantile(0.5)),
                true);
        latencies("bare pty beside a bare `yes`", result.bare());
        latencies("Postern beside a session with `yes`", result.postern());
    }

    private void latencies(String name, Latencies times) {
        details.append(format(
                "| %s | %.3f ms | %.3f ms | %.3f ms | %d |%n",
                name, times.quantile(0.5), times.quantile(0.95), times.quantile(0.99), times.size()));
    }

    // ── bulk

    void terminal(Bulk.Result result) {
        var bare = Bulk.Result.median(result.bare());
        var with = Bulk.Result.median(result.postern());
        figure(
                "Bulk output through a pty",
                "≥ 90 % of the bare pty",
                format("%.0f MB/s, %.0f %%", with, 100 * with / bare),
                format("bare pty %.0f MB/s", bare),
                with >= 0.9 * bare);
        lost("a pty", result);
        details.append("""

                ### Bulk output

                `cat` of 64 MB of text, page-cached, read at the browser socket by a client that reports 64 KiB at a time and draws nothing; median of the
                rounds, in turns with the baseline; a checksum over every byte. Processor time is that of the server's process, of all its threads, and
                of the agent's, beside it.

                | | megabytes a second | rounds | server, CPU s/GB | agent, CPU s/GB |
                |---|---|---|---|---|
                """);
        bulk("bare pty", bare, result.bare());
        details.append(format(
                "| through a pty | %.0f | %s | %.1f | %.1f |%n",
                with, rounds(result.postern()), result.server(), result.agent()));
    }

    void pipe(Bulk.Result result) {
        var bare = Bulk.Result.median(result.bare());
        var with = Bulk.Result.median(result.postern());
        figure(
                "Bulk output from a source without a pty",
                "≥ 100 MB/s",
                format("%.0f MB/s", with),
                format("bare pipe %.0f MB/s", bare),
                with >= 100);
        lost("a pipe", result);
        figure(
                "Server CPU for it",
                "≤ 10 s/GB",
                format("%.1f s/GB", result.server()),
                format("agent %.1f s/GB", result.agent()),
                result.server() <= 10);
        bulk("bare pipe", bare, result.bare());
        details.append(format(
                "| a command without a terminal | %.0f | %s | %.1f | %.1f |%n",
                with, rounds(result.postern()), result.server(), result.agent()));
    }

    private void lost(String what, Bulk.Result result) {
        figure(
                "Bytes lost or changed, through " + what,
                "0",
                Long.toString(result.wrong()),
                format("of %.0f MB", result.bytes() / MEGA),
                result.wrong() == 0);
    }

    private void bulk(String name, double median, List<Double> all) {
        details.append(format("| %s | %.0f | %s | — | — |%n", name, median, rounds(all)));
    }

    private static String rounds(List<Double> all) {
        return String.join(", ", all.stream().map(each -> format("%.0f", each)).toList());
    }

    // ── forwarded ports

    void forward(Forward.Both both) {
        forward("node to client", both.fromNode());
        forward("client to node", both.toNode());
        details.append("""

                ### Forwarded port

                One connection through AWS-StartPortForwardingSession, 268 MB a round, random bytes with a checksum; median of the rounds, in turns with the
                same connection made directly. The client is the tests' own, in the measuring process, as are the connection's both ends; TLS from client to
                server and from agent to server.

                | | megabytes a second | rounds | server, CPU s/GB | agent, CPU s/GB |
                |---|---|---|---|---|
                """);
        forwarded("node to client", both.fromNode());
        forwarded("client to node", both.toNode());
    }

    private void forward(String direction, Forward.Result result) {
        var bare = Bulk.Result.median(result.bare());
        var with = Bulk.Result.median(result.postern());
        figure(
                "Forwarded port, " + direction,
                "≥ 80 MB/s",
                format("%.0f MB/s", with),
                format("plain loopback %.0f MB/s, %.1f times as fast", bare, bare / with),
                with >= 80);
        figure(
                "Bytes lost or changed, through it",
                "0",
                Long.toString(result.wrong()),
                format("of %.0f MB", result.bytes() / MEGA),
                result.wrong() == 0);
    }

    private void forwarded(String direction, Forward.Result result) {
        bulk("plain loopback, " + direction, Bulk.Result.median(result.bare()), result.bare());
        details.append(format(
                "| forwarded, %s | %.0f | %s | %.1f | %.1f |%n",
                direction,
                Bulk.Result.median(result.postern()),
                rounds(result.postern()),
                result.server(),
                result.agent()));
    }

    // ── idle channels, start

    void idle(IdleChannels.Result result) {
        figure(
                "Heap for an idle control channel, at " + IdleChannels.CHANNELS,
                "≤ 30 KB",
                format("%.1f KB", result.heap() / KILO),
                "TLS included",
                result.heap() <= 30 * KILO);
        figure(
                "Resident memory for it, heap included",
                "≤ 30 KB",
                format("%.1f KB", (result.heap() + result.outside()) / KILO),
                format("%.1f KB outside the heap", result.outside() / KILO),
                result.heap() + result.outside() <= 30 * KILO);
        details.append("""

                ### Idle agents

                2,000 registered nodes, each with its control channel: TLS, WebSocket, signed and opened as agents do, answering pings, in another process
                than the server. What the server holds after two full collections, less what it held with 200 channels open, for each of the 2,000.
                The server's heap is resident from its start (`-Xms512m -Xmx512m -XX:+AlwaysPreTouch`), so what its resident memory grows by lies outside.
                """);
    }

    void startUp(StartUp.Result result) {
        var again =
                result.again().stream().mapToDouble(Double::doubleValue).min().orElse(0);
        figure(
                "Start to `Postern is ready`",
                "—",
                format("%.1f s", again),
                format("%.1f s the first time: database, keys, own authority", result.first()),
                true);
        figure(
                "Resident memory at rest",
                "—",
                format("%.0f MB", result.rss() / MEGA),
                "10 s after the start, this machine's node in it",
                true);
        details.append("""

                ### Start

                `java -jar target/postern.jar` with no more settings than ports and home, from the start of its process to the line on standard output.
                """);
    }

    // ── all

    String text() throws IOException {
        var text = new StringBuilder("""
                # Benchmarks

                Written by `./mvnw -Pbench verify`, which measures real processes on loopback in one run: a server, an agent beside it in a process of its own, and
                the measuring process, which plays the browser. All share the cores, so compare the figures with the baseline beside them rather than
                with other machines.

                """);
        text.append("- Machine: ").append(machine()).append('\n');
        text.append("- Runtime: ")
                .append(System.getProperty("java.vm.name"))
                .append(' ')
                .append(System.getProperty("java.vm.version"))
                .append('\n');
        text.append("- Date: ")
                .append(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                .append(format("; the run took %d s; load at its end %s%n", (clock.millis() - begun) / 1000, load()));
        text.append("\n| figure | aim | measured | beside it | |\n|---|---|---|---|---|\n");
        figures.forEach(line -> text.append(line).append('\n'));
        text.append("\n## Method and details\n").append(details);
        return text.toString();
    }

    private static String machine() throws IOException {
        return format(
                "%s, %d cores, %s of memory, %s %s",
                first(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                first(Path.of("/proc/meminfo"), "MemTotal"),
                System.getProperty("os.name"),
                System.getProperty("os.version"));
    }

    private static String first(Path file, String key) throws IOException {
        if (!Files.isReadable(file)) return "unknown";
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String load() throws IOException {
        var file = Path.of("/proc/loadavg");
        return Files.isReadable(file) ? Files.readString(file).split(" ")[0] : "unknown";
    }
}
