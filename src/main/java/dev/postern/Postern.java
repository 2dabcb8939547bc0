package dev.postern;

import dev.postern.agent.AgentCommand;
import dev.postern.keys.RotateMasterKey;
import dev.postern.server.Serve;
import dev.postern.server.SignInLinkCommand;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Picks the command: {@code serve} (also when none is named) starts the server, nothing else starts Spring. */
@Command(
        name = "postern",
        description = "An open, self-hosted Session Manager.",
        synopsisSubcommandLabel = "[serve] | agent | verify | sign-in-link | rotate-master-key | version",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {"", "Without a command: serve. Exit codes: 0 done, 1 failed, 2 wrong usage."})
public final class Postern {
    /** What picocli and we agree on: 0 done, 1 failed, 2 wrong usage. */
    private static final int FAILED = 1;

    private static final String LOGGING = "logback.configurationFile";

    private Postern() {}

    public static void main(String[] args) {
        if (!isServe(args)) logInTheServersForm();
        int code = run(args);
        if (code != Serve.STILL_RUNNING) {
            System.exit(code);
        }
    }

    /** Runs one command line and answers its exit code. */
    static int run(String... args) {
        return commandLine().execute(withCommand(args));
    }

    private static CommandLine commandLine() {
        return new CommandLine(new Postern())
                .addSubcommand("serve", Serve.commandLine(PosternApplication.class))
                .addSubcommand("agent", versioned(new AgentCommand()))
                .addSubcommand("verify", versioned(new VerifyCommand()))
                .addSubcommand("sign-in-link", new SignInLinkCommand())
                .addSubcommand("rotate-master-key", versioned(new RotateMasterKey()))
                .addSubcommand("version", new VersionCommand())
                .setExecutionExceptionHandler(Postern::failed);
    }

    private static CommandLine versioned(Object command) {
        var line = new CommandLine(command);
        line.getCommandSpec().versionProvider(new Version());
        return line;
    }

    /** Spring sets it for the server; before the first logger is made. */
    private static void logInTheServersForm() {
        if (System.getProperty(LOGGING) == null) System.setProperty(LOGGING, "dev/postern/commands-logging.xml");
    }

    private static boolean isServe(String[] args) {
        return withCommand(args)[0].equals("serve");
    }

    /** {@code postern --server.port=80} means {@code postern serve --server.port=80}. */
    private static String[] withCommand(String[] args) {
        boolean serve = args.length == 0 || (args[0].startsWith("--") && !isOwnOption(args[0]));
        return serve ? Stream.concat(Stream.of("serve"), Arrays.stream(args)).toArray(String[]::new) : args;
    }

    private static boolean isOwnOption(String arg) {
        return arg.equals("--help") || arg.equals("--version");
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("postern: " + (failure.getMessage() == null ? failure.toString() : failure.getMessage()));
        err.flush();
        return FAILED;
    }
}
