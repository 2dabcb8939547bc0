package dev.postern.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A new way in for somebody who is out: asks the server that runs on a home for a one-time sign-in link, through {@link OwnersSocket}.
 *
 * <p>Exit status: 0 the link is on stdout, 1 refused or no server there, 2 wrong usage.
 */
@Command(name = "sign-in-link", resourceBundle = "dev.postern.server.messages", sortOptions = false)
public final class SignInLinkCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--help", usageHelp = true, descriptionKey = "help")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Option(names = "--user", paramLabel = "NAME", descriptionKey = "user", defaultValue = "admin")
    private String user = "admin";

    @Option(names = "--new-administrator", descriptionKey = "new-administrator")
    private boolean newAdministrator;

    @Option(names = "--home", paramLabel = "DIR", descriptionKey = "home")
    private @Nullable Path home;

    @Override
    public Integer call() throws IOException {
        Path directory = (home == null ? defaultHome() : home).toAbsolutePath().normalize();
        if (Files.isDirectory(directory) && !Files.isExecutable(directory)) return failed("link.owner", directory);
        Path socket = OwnersSocket.in(directory);
        if (!Files.exists(socket)) return failed("link.no-server", directory);
        String answer;
        try {
            answer = ask(
                    socket, (newAdministrator ? OwnersRequests.NEW_ADMINISTRATOR : OwnersRequests.SIGN_IN_LINK) + user);
        } catch (ConnectException stale) { // of a server that was killed
            return failed("link.no-server", directory);
        }
        if (answer.startsWith(OwnersRequests.DONE)) {
            out(answer.substring(OwnersRequests.DONE.length()));
            return 0;
        }
        if (!answer.startsWith(OwnersRequests.REFUSED)) return failed("link.no-answer", directory);
        err(answer.substring(OwnersRequests.REFUSED.length()));
        return FAILED;
    }

    private static String ask(Path socket, String request) throws IOException {
        try (var server = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var deadline = CompletableFuture.runAsync(
                    () -> OwnersSocket.close(server),
                    CompletableFuture.delayedExecutor(OwnersSocket.LONGEST_TALK.toMillis(), TimeUnit.MILLISECONDS));
            server.write(StandardCharsets.UTF_8.encode(request + "\n"));
            String answer = OwnersSocket.line(server);
            deadline.cancel(false);
            return answer;
        }
    }

    private static Path defaultHome() {
        String told = System.getenv("POSTERN_HOME");
        return told == null || told.isBlank()
                ? Path.of(System.getProperty("user.home", "."), ".postern")
                : Path.of(told);
    }

    private int failed(String key, Path directory) {
        err(MessageFormat.format(spec().resourceBundle().getString(key), directory));
        return FAILED;
    }

    private void out(String line) {
        var out = spec().commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private void err(String line) {
        var err = spec().commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private CommandSpec spec() {
        if (spec == null) throw new IllegalStateException("run by picocli alone");
        return spec;
    }
}
