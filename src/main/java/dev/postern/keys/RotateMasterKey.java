package dev.postern.keys;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Makes the master key that the server's next start goes over to. Needs no server and no database, and disturbs none that runs.
 *
 * <p>Exit status: 0 made, 1 refused or failed, 2 wrong usage.
 */
@Command(
        name = "rotate-master-key",
        mixinStandardHelpOptions = true,
        resourceBundle = "dev.postern.keys.messages",
        sortOptions = false)
public final class RotateMasterKey implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--home", paramLabel = "DIR", descriptionKey = "home")
    private @Nullable Path home;

    @Override
    public Integer call() {
        if (spec == null) throw new IllegalStateException("run by picocli alone");
        var directory = home == null ? usual() : home;
        var next = MasterKey.makeNext(directory.toAbsolutePath().normalize(), new SecureRandom());
        var out = spec.commandLine().getOut();
        out.println(spec.resourceBundle().getString("made").formatted(next, MasterKey.PREVIOUS));
        out.flush();
        return 0;
    }

    private static Path usual() {
        return Optional.ofNullable(System.getenv("POSTERN_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home", "."), ".postern"));
    }
}
