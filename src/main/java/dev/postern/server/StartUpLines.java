package dev.postern.server;

import dev.postern.identity.Bootstrap;
import dev.postern.identity.Bootstrap.FirstStart;
import dev.postern.identity.SignInLinks;
import dev.postern.inventory.ApiAddress;
import java.io.PrintStream;
import java.net.URI;
import java.util.Optional;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What the server says on stdout, beside its log: at the first start how to get in, always where it is, and {@code Postern is ready}
 * as the last line. Scripts wait for that line. A first start that fails after it made the user says the password too: no later start
 * can.
 */
@Component
final class StartUpLines implements SmartInitializingSingleton, DisposableBean {
    private final Bootstrap bootstrap;
    private final ConsoleAddress console;
    private final ApiAddress api;
    private Optional<FirstStart> firstStart = Optional.empty();

    StartUpLines(Bootstrap bootstrap, ConsoleAddress console, ApiAddress api) {
        this.bootstrap = bootstrap;
        this.console = console;
        this.api = api;
    }

    /** Before either listener opens: whoever gets in finds the first user there. */
    @Override
    public void afterSingletonsInstantiated() {
        firstStart = bootstrap.run();
    }

    @EventListener
    @Order // last of all listeners
    void ready(ApplicationReadyEvent event) {
        print(System.out);
    }

    @Override
    public void destroy() {
        printUntold(System.out);
    }

    /** The user exists and nobody was told: a port was taken, or Ctrl-C came before the last line. */
    void printUntold(PrintStream out) {
        firstStart.ifPresent(first -> {
            out.println(
                    "The start did not come to its end, but its first user is there; the next start does not say this again:");
            printUser(out, first);
            out.flush();
        });
        firstStart = Optional.empty();
    }

    void print(PrintStream out) {
        firstStart.ifPresent(first -> printFirstStart(out, console.signInLink(first.linkToken()), first));
        firstStart = Optional.empty(); // told once, kept nowhere
        out.println("Console   " + console.url());
        out.println("API       " + api.url());
        api.caFile().ifPresent(file -> out.println("API's CA  " + file));
        out.println("Postern is ready");
        out.flush();
    }

    private static void printFirstStart(PrintStream out, URI link, FirstStart first) {
        out.println("First start: sign in at the console as");
        printUser(out, first);
        out.println("  or by     " + link);
        out.println("            (this link works once, within " + SignInLinks.LIFE.toMinutes() + " minutes)");
        if (first.accessKeyId() != null) {
            out.println("  API key   " + first.accessKeyId() + " (as given)");
        }
    }

    private static void printUser(PrintStream out, FirstStart first) {
        out.println("  user      " + first.user());
        out.println("  password  " + (first.generatedPassword() == null ? "(as given)" : first.generatedPassword()));
    }
}
