package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.ProgramOnThisMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * This machine's OpenSSH: a daemon of the test's own on a loopback port, as whoever runs the test, with keys of its own; and its clients, which
 * reach it by a ProxyCommand alone. Installed like the browser where that may be done; else the tests fail and say what to install.
 */
final class OpenSsh implements AutoCloseable {
    private static final Path SYSTEM_PROGRAMS = Path.of("/usr/sbin");
    /** Where a daemon of root's goes to be nobody. Debian's package leaves it to systemd, which a container has not. */
    private static final Path NOWHERE = Path.of("/run/sshd");

    private static final Path NOTHING = Path.of("/dev/null");
    private static final long COMMAND_SECONDS = 180;
    private static final String ALIAS = "node-of-the-test";

    private final Path directory;
    private final int port;
    private final Process daemon;

    OpenSsh(Path directory) throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        var program = program("sshd", "openssh-server");
        program("ssh", "openssh-client");
        port = PosternProcess.Ports.free().console();
        for (var key : List.of("host", "person"))
            run(NOTHING, Map.of(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file(key));
        Files.copy(directory.resolve("person.pub"), directory.resolve("authorized"));
        Files.writeString(directory.resolve("known"), ALIAS + " " + Files.readString(directory.resolve("host.pub")));
        Files.writeString(
                directory.resolve("sshd_config"),
                String.join(
                                "\n",
                                "Port " + port,
                                "ListenAddress 127.0.0.1",
                                "HostKey " + file("host"),
                                "AuthorizedKeysFile " + file("authorized"),
                                "PasswordAuthentication no",
                                "StrictModes no",
                                "UsePAM no",
                                "PidFile none",
                                "Subsystem sftp internal-sftp")
                        + "\n");
        if (isRoot()) Files.createDirectories(NOWHERE);
        daemon = new ProcessBuilder(program.toString(), "-D", "-e", "-f", file("sshd_config"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start();
        Awaitility.await("sshd").atMost(Duration.ofSeconds(20)).until(this::listens);
    }

    private boolean listens() throws IOException {
        if (!daemon.isAlive()) throw new IOException("sshd: " + Files.readString(directory.resolve("sshd.log")));
        try (var tried = new Socket()) {
            tried.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static Path program(String name, String debianPackage) {
        var wanted = new ProgramOnThisMachine(List.of(name), debianPackage);
        var tried = new ArrayList<String>();
        return wanted.onPath()
                .or(() -> wanted.in(Stream.of(SYSTEM_PROGRAMS)))
                .or(() -> wanted.fromThePackageManager(tried))
                .or(() -> wanted.in(Stream.of(SYSTEM_PROGRAMS)))
                .orElseThrow(() -> new IllegalStateException("SSH over a session needs " + name
                        + " and could not get it. Install the package " + debianPackage + " (Debian: apt-get install "
                        + debianPackage + "). Tried: " + tried));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** What a person writes once, for every node: from then on ssh and scp take node ids for host names. */
    void configure(String proxyCommand) throws IOException {
        Files.writeString(
                directory.resolve("config"),
                String.join(
                                "\n",
                                "Host mi-*",
                                "  ProxyCommand " + proxyCommand,
                                "  Port " + port,
                                "  User " + System.getProperty("user.name"),
                                "  IdentityFile " + file("person"),
                                "  IdentitiesOnly yes",
                                "  BatchMode yes",
                                "  HostKeyAlias " + ALIAS,
                                "  UserKnownHostsFile " + file("known"),
                                "  StrictHostKeyChecking yes")
                        + "\n");
    }

    /** What {@code ssh node command} prints when that is its input. */
    String ssh(Map<String, String> environment, String node, String command, String typed)
            throws IOException, InterruptedException {
        var input = Files.writeString(directory.resolve("input"), typed);
        return run(input, environment, "ssh", "-q", "-F", file("config"), node, command);
    }

    void scp(Map<String, String> environment, String from, String to) throws IOException, InterruptedException {
        run(NOTHING, environment, "scp", "-q", "-F", file("config"), from, to);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private String run(Path input, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        var output = Files.createTempFile(directory, "output", "");
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            assertThat(process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS))
                    .as("%s came to an end", List.of(command))
                    .isTrue();
            var said = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as("%s: %s", List.of(command), said).isZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        daemon.destroy();
    }
}
