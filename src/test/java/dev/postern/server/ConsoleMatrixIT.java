package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.router.RouteBaseData;
import com.vaadin.flow.server.VaadinServletContext;
import com.vaadin.flow.server.startup.ApplicationRouteRegistry;
import dev.postern.server.Visit.Seen;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every page of the console and every address of its server, by everybody. Who sees what is in access/routes.txt and access/endpoints.txt; what
 * is not there fails until it is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleMatrixIT {
    /** What every page is made in: whatever address is nobody else's gets it, and its view then says that there is nothing. */
    private static final String SHELL = "<div id=\"outlet\"";

    private EverybodysConsole console;

    /** @param address of one such page, with {@code $} for what there is one of */
    private record Page(String route, String address, Map<String, Seen> seen) {
        /** {@code route | address | content for | denied for}; to everybody else there is nothing there, and nobody is asked to sign in. */
        static Page of(String line, Set<String> everybody) {
            var parts = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            assertThat(parts).as(line).hasSize(4);
            var content = names(parts.get(2));
            var denied = names(parts.get(3));
            var seen = new LinkedHashMap<String, Seen>();
            for (var name : everybody) {
                if (content.contains(name)) seen.put(name, Seen.CONTENT);
                else if (denied.contains(name)) seen.put(name, Seen.DENIED);
                else seen.put(name, name.equals(EverybodysConsole.ANONYMOUS) ? Seen.SIGN_IN : Seen.NOTHING);
            }
            return new Page(parts.get(0), parts.get(1), seen);
        }

        private static Set<String> names(String list) {
            return list.isEmpty() ? Set.of() : Set.of(list.split(" +"));
        }
    }

    @BeforeAll
    void start(@TempDir Path home) throws IOException, InterruptedException {
        console = new EverybodysConsole(home);
    }

    @AfterAll
    void stop() {
        console.close();
    }

    @Test
    void everyPageShowsEverybodyWhatTheTableSays() throws IOException, InterruptedException {
        var wrong = new ArrayList<String>();
        for (var page : pages()) {
            var seen = new LinkedHashMap<String, Seen>();
            for (var visit : console.visits.entrySet())
                seen.put(visit.getKey(), visit.getValue().open(console.filled(page.address())));
            if (!seen.equals(page.seen())) wrong.add(page.address() + ": " + seen + ", table says " + page.seen());
        }
        assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
    }

    @Test
    void everyPageIsInTheTable() {
        var context = ((WebApplicationContext) console.server).getServletContext();
        var registry = ApplicationRouteRegistry.getInstance(new VaadinServletContext(Objects.requireNonNull(context)));
        var routes = registry.getRegisteredRoutes().stream()
                .flatMap(route -> Stream.concat(
                        Stream.of(route.getTemplate()),
                        route.getRouteAliases().stream().map(RouteBaseData::getTemplate)))
                .collect(Collectors.toCollection(TreeSet::new));
        var inTable = pages().stream().map(Page::route).toList();
        assertThat(inTable).containsExactlyInAnyOrderElementsOf(routes);
    }

    /** Asked for from outside: no page is sent to who has not signed in, whatever is in it. */
    @Test
    void whoHasNotSignedInIsSentToTheSignInPage() throws IOException, InterruptedException {
        var anonymous = Objects.requireNonNull(console.visits.get(EverybodysConsole.ANONYMOUS));
        for (var page : pages()) {
            var answer = anonymous.get("/" + console.filled(page.address()));
            if (page.seen().get(EverybodysConsole.ANONYMOUS) == Seen.CONTENT)
                assertThat(answer.statusCode()).as(page.address()).isEqualTo(200);
            else {
                assertThat(answer.statusCode()).as(page.address()).isEqualTo(302);
                assertThat(Visit.where(answer)).as(page.address()).endsWith("/login");
            }
        }
    }

    @Test
    void everyAddressAnswersEverybodyAsTheTableSays() throws IOException, InterruptedException {
        var wrong = new ArrayList<String>();
        for (var endpoint : endpoints()) {
            var answers = new ArrayList<String>();
            for (var visit : console.visits.values()) answers.add(answer(visit, console.filled(endpoint.address())));
            if (!answers.equals(endpoint.answers().stream().map(console::filled).toList()))
                wrong.add(endpoint.address() + " | " + String.join(" ", answers) + ", table says "
                        + String.join(" ", endpoint.answers()));
        }
        assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
    }

    @Test
    void everyAddressOfTheConsoleIsInTheTable() {
        var mapped = console.server.getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(endpoints().stream().map(Endpoint::pattern).toList()).containsAll(mapped);
    }

    /** The page of a terminal is the same for all sessions: what it tells of one is for those who may view it. */
    @Test
    void aTerminalsPageTellsOfTheSessionToWhoMayViewIt() throws IOException, InterruptedException {
        var told = new ArrayList<String>();
        for (var visit : console.visits.entrySet()) {
            var page =
                    visit.getValue().get(console.filled("/terminal/$SESSION")).body();
            if (page.contains(console.filled("\"id\":\"$SESSION\""))) told.add(visit.getKey());
        }
        assertThat(told).containsExactly("engineer", "auditor", "approver", "administrator");
    }

    /** @param answers by everybody, in order: status, and where to for one that leads elsewhere */
    private record Endpoint(String pattern, String address, List<String> answers) {
        static Endpoint of(String line) {
            var parts = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            assertThat(parts).as(line).hasSize(3);
            return new Endpoint(parts.get(0), parts.get(1), List.of(parts.get(2).split(" +")));
        }
    }

    private static List<Endpoint> endpoints() {
        return EverybodysConsole.table("endpoints.txt").stream()
                .map(Endpoint::of)
                .toList();
    }

    /** @param address method, then a path, perhaps behind {@code management} or the name of an app */
    private String answer(Visit visit, String address) throws IOException, InterruptedException {
        var words = address.split(" ");
        if (words.length == 3 && words[1].endsWith(".localhost"))
            return String.valueOf(visit.status(words[1], words[2]));
        var base = words.length == 3 ? console.management() : console.console();
        var answer = visit.call(words[0], base.resolve(words[words.length - 1]));
        var where = Visit.where(answer);
        if (answer.statusCode() == 200 && answer.body().contains(SHELL)) return "page";
        return where.isEmpty()
                ? String.valueOf(answer.statusCode())
                : answer.statusCode() + ">" + URI.create(where).getPath();
    }

    private List<Page> pages() {
        return EverybodysConsole.table("routes.txt").stream()
                .map(line -> Page.of(line, console.visits.keySet()))
                .toList();
    }
}
