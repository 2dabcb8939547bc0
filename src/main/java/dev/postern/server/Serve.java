package dev.postern.server;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts the server. Settings are given as {@code --name=value}; {@code docs/settings.md} lists them. */
@Command(
        name = "serve",
        description = "Run the server: console and API (the default command).",
        synopsisHeading = "Usage: ",
        customSynopsis = "postern [serve] [--<setting>=<value>]...",
        footer = {
            "",
            "Settings, among others:",
            "  --postern.home=DIR           where everything is kept (POSTERN_HOME, default ~/.postern)",
            "  --server.port=PORT           the console's port (default 8080, on loopback)",
            "  --postern.api.port=PORT      the API's port (default 8443, on loopback)",
            "  --postern.api.hosts=NAMES    more names for the API's own certificate"
        })
public final class Serve implements Callable<Integer> {
    /** Not an exit code: the server runs on threads of its own and ends with a signal. */
    public static final int STILL_RUNNING = -1;

    private static final int FAILED = 1;
    private static final Pattern SETTING = Pattern.compile("--[A-Za-z][A-Za-z0-9._\\[\\]-]*(=.*)?", Pattern.DOTALL);

    private final Class<?> application;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Parameters(hidden = true)
    private List<String> settings = List.of();

    public Serve(Class<?> application) {
        this.application = application;
    }

    /** Settings look like options; picocli must hand them on as they are. */
    public static CommandLine commandLine(Class<?> application) {
        return new CommandLine(new Serve(application)).setUnmatchedOptionsArePositionalParams(true);
    }

    @Override
    public Integer call() {
        for (String setting : settings) {
            if (!SETTING.matcher(setting).matches()) {
                throw new ParameterException(spec.commandLine(), "not a setting (--name=value): " + setting);
            }
        }
        SpringApplication server = new SpringApplicationBuilder(application).build();
        try {
            server.run(settings.toArray(String[]::new));
            return STILL_RUNNING;
        } catch (
                RuntimeException
                        toldAlready) { // SpringApplication has logged why, by StartRefusedAnalyzer or with its trace
            return FAILED;
        }
    }
}
