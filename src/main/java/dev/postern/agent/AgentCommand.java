package dev.postern.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The agent on a machine of its own. Runs until it is told to stop.
 *
 * <p>Exit status: 0 stopped, 1 refused or failed, 2 wrong usage.
 */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        resourceBundle = "dev.postern.agent.messages",
        sortOptions = false)
public final class AgentCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--endpoint", required = true, paramLabel = "URL", descriptionKey = "endpoint")
    private @Nullable URI endpoint;

    @Option(names = "--ca", paramLabel = "FILE", descriptionKey = "ca")
    private @Nullable Path ca;

    @Option(names = "--activation-id", paramLabel = "ID", descriptionKey = "activation-id")
    private @Nullable String activationId;

    @Option(names = "--activation-code", paramLabel = "CODE", descriptionKey = "activation-code")
    private @Nullable String activationCode;

    @Option(names = "--state", paramLabel = "DIR", descriptionKey = "state")
    private @Nullable Path state;

    @Option(names = "--name", paramLabel = "NAME", descriptionKey = "name")
    private @Nullable String name;

    @Option(names = "--region", paramLabel = "REGION", descriptionKey = "region", defaultValue = "local")
    private String region = "local";

    @Option(names = "--user", paramLabel = "USER", descriptionKey = "user")
    private @Nullable String user;

    @Override
    public Integer call() throws InterruptedException {
        try (var agent = new Agent(settings(), Clock.systemUTC())) {
            var stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent, stopped), "agent-stop"));
            var node = agent.register();
            usage().commandLine().getOut().println(text("agent.dials").formatted(node, endpoint));
            usage().commandLine().getOut().flush();
            agent.start();
            stopped.await();
            return 0;
        } catch (RegistrationRefused refused) {
            return failed(refused);
        } catch (SSLHandshakeException untrusted) {
            if (ca != null) return failed(untrusted);
            usage().commandLine().getErr().println(text("agent.untrusted").formatted(endpoint, untrusted.getMessage()));
            return 1;
        } catch (IOException failed) {
            return failed(failed);
        }
    }

    private static void stop(Agent agent, CountDownLatch stopped) {
        agent.close();
        stopped.countDown();
    }

    private int failed(Exception why) {
        usage().commandLine().getErr().println(why.getMessage());
        return 1;
    }

    private AgentSettings settings() throws IOException {
        if ((activationId == null) != (activationCode == null))
            throw new ParameterException(usage().commandLine(), text("agent.together"));
        AgentSettings settings;
        try {
            if (endpoint == null) throw new IllegalArgumentException("--endpoint is missing");
            settings = AgentSettings.of(endpoint, state == null ? defaultState() : state);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(usage().commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
        settings = settings.inRegion(region).named(name).withShellUser(user);
        if (ca != null) settings = settings.trusting(AgentSettings.certificates(ca));
        if (activationId != null && activationCode != null)
            settings = settings.registeringWith(activationId, activationCode);
        return settings;
    }

    private String text(String key) {
        return usage().resourceBundle().getString(key);
    }

    private CommandSpec usage() {
        if (spec == null) throw new IllegalStateException("run by picocli alone");
        return spec;
    }

    private static Path defaultState() {
        return Path.of(System.getProperty("user.home", "."), ".postern-agent");
    }
}
