package dev.postern.commands;

import static dev.postern.commands.CommandsUnderTest.carefully;
import static dev.postern.commands.CommandsUnderTest.echo;
import static dev.postern.commands.CommandsUnderTest.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.postern.access.Outcome;
import dev.postern.commands.CommandRefused.Code;
import dev.postern.commands.Commands.Query;
import dev.postern.commands.Commands.Send;
import dev.postern.commands.Targets.Criterion;
import dev.postern.identity.Caller;
import dev.postern.identity.Standing;
import dev.postern.inventory.NodeChanged;
import dev.postern.inventory.NodeId;
import dev.postern.protocol.CommandReply;
import dev.postern.protocol.SendCommand;
import dev.postern.session.documents.DocumentFormat;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.VersionChoice;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is asked, who may ask, and what is kept of it. */
@OnEveryDatabase
class CommandsTest {
    private final HandClock clock = new HandClock();
    private final CommandsUnderTest it;
    private final PlayedNodes nodes;

    CommandsTest(Database database) {
        it = new CommandsUnderTest(database.fresh(), clock);
        nodes = it.nodes;
    }

    @Test
    void aCommandIsWrittenThenKeptThenSentToItsNodes() {
        var web = it.node("web");
        var command = it.sent(echo(web));

        var sent = nodes.sent.getFirst();
        assertThat(sent.job().jobId()).isEqualTo("aws.ssm." + command.id() + "." + web);
        var job = SendCommand.parse(sent.job().content());
        assertThat(job.documentName()).isEqualTo("AWS-RunShellScript");
        assertThat(job.parameters().get("commands")).hasToString("[\"echo hello\"]");
        assertThat(job.parameters().get("executionTimeout")).hasToString("\"3600\"");
        assertThat(job.documentContent().path("schemaVersion").asString()).isEqualTo("2.2");

        var entry = it.written("SendCommand").getFirst().event();
        assertThat(entry.resource()).endsWith(":document/AWS-RunShellScript");
        assertThat(entry.details())
                .containsEntry("command", command.id().value())
                .containsEntry("nodeIds", web.value())
                .containsEntry("parameters", "commands");
        assertThat(entry.details().values()).noneMatch(value -> value.contains("echo hello"));
        assertThat(it.status(command)).isEqualTo(CommandStatus.IN_PROGRESS);
    }

    @Test
    void whatCameBackIsKeptStepByStep() {
        var web = it.node("web");
        var command = it.sent(echo(web));
        nodes.takes(web, command);
        nodes.says(web, command, "Failed", PlayedNodes.step("Failed", 3, "half\0way", "oh no"));
        it.settle();

        assertThat(it.status(command, web)).isEqualTo(InvocationStatus.FAILED);
        assertThat(it.status(command)).isEqualTo(CommandStatus.FAILED);
        assertThat(it.commands.steps(command.id(), web)).singleElement().satisfies(step -> {
            assertThat(step.name()).isEqualTo("runShellScript");
            assertThat(step.action()).isEqualTo("aws:runShellScript");
            assertThat(step.code()).isEqualTo(3);
            assertThat(step.standardOutput()).isEqualTo("half\uFFFDway");
            assertThat(step.standardError()).isEqualTo("oh no");
            assertThat(step.duration()).isEqualTo(Duration.ofMillis(2_500));
        });
        assertThat(it.commands.glimpses(command.id())).hasEntrySatisfying(web, glimpse -> {
            assertThat(glimpse.code()).isEqualTo(3);
            assertThat(glimpse.beginning()).startsWith("half\uFFFDway");
        });
        var end = it.written("CommandInvocationEnded").getFirst().event();
        assertThat(end.node()).isEqualTo(web.value());
        assertThat(end.details()).containsEntry("status", "FAILED").containsEntry("codes", "runShellScript=3");
    }

    @Test
    void aFinalStateIsNeverTakenBack() {
        var web = it.node("web");
        var command = it.sent(echo(web));
        nodes.says(web, command, "Success");
        nodes.says(web, command, "InProgress", PlayedNodes.step("InProgress", 0, "", ""));
        nodes.says(web, command, "Failed");
        it.settle();

        assertThat(it.status(command, web)).isEqualTo(InvocationStatus.SUCCESS);
        assertThat(it.commands.steps(command.id(), web).getFirst().standardOutput())
                .isEqualTo("out of " + web);
        assertThat(it.written("CommandInvocationEnded")).hasSize(1);
        // it says that it still runs what is over here
        assertThat(nodes.cancelled()).containsExactly(web);
    }

    @Test
    void outputsAreCutAndUnknownStepsLeftOut() {
        var web = it.node("web");
        var command = it.sent(echo(web));
        nodes.says(
                web,
                command,
                "Success",
                PlayedNodes.step("Success", 0, "o".repeat(30_000), "e".repeat(30_000)),
                PlayedNodes.step("nobodyAskedForIt", "Success", 0, "x", ""));

        assertThat(it.commands.steps(command.id(), web)).singleElement().satisfies(step -> {
            assertThat(step.standardOutput()).hasSize(CommandReply.MAX_STANDARD_OUTPUT);
            assertThat(step.standardError()).hasSize(CommandReply.MAX_STANDARD_ERROR);
            assertThat(step.output()).hasSize(StepResult.MOST_OUTPUT);
        });
    }

    @Test
    void aNodeSpeaksForItselfAlone() {
        var web = it.node("web");
        var other = it.node("other");
        var command = it.sent(echo(web));
        nodes.says(other, command, "Success");
        it.settle();
        assertThat(it.status(command, web)).isEqualTo(InvocationStatus.IN_PROGRESS);
    }

    @Test
    void whoMayNotIsRefusedAndTheLegIsInTheTrail() {
        var web = it.node("web");
        assertThat(it.commands.send(it.alice, echo(web))).isInstanceOf(Outcome.Refused.class);
        it.settle();
        assertThat(nodes.sent).isEmpty();
        assertThat(it.records.countLive()).isZero();
        assertThat(it.written("SendCommand").getFirst().event().node()).isEqualTo(web.value());

        var command = it.sent(echo(web));
        assertThat(it.commands.cancel(it.alice, command.id(), Set.of())).isInstanceOf(Outcome.Refused.class);
        assertThat(it.commands.visibleTo(it.alice, Query.ANY)).isEmpty();
        assertThat(it.commands.invocationsVisibleTo(it.alice, Query.ANY)).isEmpty();
        assertThat(it.commands.visibleTo(it.admin, Query.ANY)).hasSize(1);
    }

    @Test
    void whatIsWrongIsNamed() {
        var web = it.node("web");
        var nobody = new NodeId("mi-0123456789abcdef0");
        assertRefused(echo(nobody), Code.INVALID_NODE, "no node " + nobody);
        assertRefused(echo(web, web), Code.DUPLICATE_NODE, "named twice");
        assertRefused(echo(), Code.INVALID_NODE, "1 to 50");
        assertRefused(send("No-Such", web, Map.of()), Code.INVALID_DOCUMENT, "no Command document No-Such");
        assertRefused(send("AWS-RunShellScript", web, Map.of()), Code.INVALID_PARAMETERS, "commands is required");
        assertRefused(
                send("AWS-RunShellScript", web, Map.of("command", List.of("ls"))),
                Code.INVALID_PARAMETERS,
                "has no parameter command: it has commands, workingDirectory, executionTimeout");
        assertRefused(
                send("AWS-RunShellScript", web, Map.of("commands", List.of("ls"), "executionTimeout", List.of("0"))),
                Code.INVALID_PARAMETERS,
                "executionTimeout must match");
        assertRefused(
                send("AWS-RunShellScript", web, Map.of("commands", List.of())),
                Code.INVALID_PARAMETERS,
                "takes 1 to 1000 values, not 0");
        assertRefused(within(echo(web), Duration.ofSeconds(29)), Code.INVALID_PARAMETERS, "30 to 2592000");
        assertRefused(
                send("AWS-RunShellScript", web, Map.of("commands", List.of("#".repeat(170_000)))),
                Code.INVALID_PARAMETERS,
                "is longer than 65535 characters");
        assertRefused(
                send("AWS-RunShellScript", web, Map.of("commands", List.of("\"".repeat(60_000), "\"".repeat(30_000)))),
                Code.INVALID_PARAMETERS,
                "bytes");
        var windows = it.absent("pc", "Windows");
        assertRefused(echo(web, windows), Code.UNSUPPORTED_PLATFORM, "is Windows");
        assertThat(it.records.countLive()).isZero();
    }

    @Test
    void whoIsGivenANameLaterSeesNothingOfItsLastBearers() {
        var command = it.sent(echo(it.node("web")));
        var namesake = new Caller(
                it.admin.arn(), it.admin.name(), Set.of(), null, null, new Standing.Own("AIDANEXT", new TreeMap<>()));
        assertThat(it.commands.visibleTo(namesake, Query.ANY)).isEmpty();
        assertThat(it.commands.invocationsVisibleTo(namesake, Query.ANY)).isEmpty();
        assertThat(command.isOf(namesake)).isFalse();
        assertThat(command.isOf(it.admin)).isTrue();
    }

    @Test
    void capsAreNamedWhenTheyAreReached() {
        var web = it.absent("away", "Linux");
        for (int i = 0; i < 4; i++) it.sent(echo(web));
        assertRefused(echo(web), Code.LIMIT_EXCEEDED, "max-live");
        var command = it.commands.visibleTo(it.admin, Query.ANY).getFirst();
        it.commands.cancel(it.admin, command.id(), Set.of());
        it.settle();
        for (int i = 0; i < 21; i++) it.inventory.nodes().tag(it.absent("n" + i, "Linux"), Map.of("team", "web"));
        assertRefused(fitting(new Criterion("tag:team", List.of("web"))), Code.LIMIT_EXCEEDED, "max-targets");
    }

    @Test
    void targetsAreFoundByTagsAndAllCriteriaMustFit() {
        var one = it.node("one");
        var two = it.node("two");
        var three = it.node("three");
        it.inventory.nodes().tag(one, Map.of("team", "web", "stage", "prod"));
        it.inventory.nodes().tag(two, Map.of("team", "shop", "stage", "prod"));
        it.inventory.nodes().tag(three, Map.of("team", "web"));

        it.sent(fitting(new Criterion("tag:team", List.of("web", "shop")), new Criterion("tag-key", List.of("stage"))));
        assertThat(nodes.commanded()).containsExactlyInAnyOrder(one, two);
        nodes.sent.clear();
        it.sent(fitting(new Criterion("InstanceIds", List.of(three.value()))));
        assertThat(nodes.commanded()).containsExactly(three);
        var nobody = it.sent(fitting(new Criterion("tag:team", List.of("none"))));
        assertThat(it.status(nobody)).isEqualTo(CommandStatus.NO_NODES);
    }

    @Test
    void targetsOfAnotherPlatformAreLeftOut() {
        var linux = it.node("linux");
        var windows = it.absent("pc", "Windows");
        for (var node : List.of(linux, windows)) it.inventory.nodes().tag(node, Map.of("team", "web"));
        var command = it.sent(fitting(new Criterion("tag:team", List.of("web"))));
        nodes.says(linux, command, "Success");
        it.settle();
        assertThat(it.status(command, windows)).isEqualTo(InvocationStatus.INVALID_PLATFORM);
        assertThat(it.trace(command, windows)).contains("is for").contains("is Windows");
        assertThat(it.status(command)).isEqualTo(CommandStatus.INCOMPLETE);
    }

    @Test
    void listsAreFilteredAndNewestFirst() {
        var web = it.node("web");
        var db = it.node("db");
        var first = it.sent(echo(web));
        nodes.says(web, first, "Success");
        it.settle();
        clock.forward(Duration.ofMinutes(1));
        var second = it.sent(echo(web, db));

        assertThat(it.commands.visibleTo(it.admin, Query.ANY))
                .extracting(Command::id)
                .containsExactly(second.id(), first.id());
        assertThat(ids(Query.on(db))).containsExactly(second.id());
        assertThat(ids(Query.of(first.id()))).containsExactly(first.id());
        assertThat(ids(new Query(null, null, first.requestedAt(), null, null, Set.of(), Set.of())))
                .containsExactly(second.id());
        assertThat(ids(new Query(null, null, null, second.requestedAt(), null, Set.of(), Set.of())))
                .containsExactly(first.id());
        assertThat(ids(new Query(
                        null, null, null, null, "AWS-RunShellScript", Set.of(CommandStatus.SUCCESS), Set.of())))
                .containsExactly(first.id());
        assertThat(ids(new Query(null, null, null, null, "Another", Set.of(), Set.of())))
                .isEmpty();
        assertThat(it.commands.invocationsVisibleTo(it.admin, Query.of(second.id())))
                .extracting(Invocation::node)
                .containsExactly(web, db);
        assertThat(it.commands.invocationsVisibleTo(
                        it.admin, new Query(null, web, null, null, null, Set.of(), Set.of(InvocationStatus.SUCCESS))))
                .extracting(Invocation::command)
                .containsExactly(first.id());
        assertThat(it.commands
                        .visibleTo(it.admin, Query.of(second.id()))
                        .getFirst()
                        .tally()
                        .targets())
                .isEqualTo(2);
    }

    @Test
    void whatIsOldIsForgotten() {
        var web = it.node("web");
        var old = it.sent(echo(web));
        nodes.says(web, old, "Success");
        it.settle();
        var running = it.sent(echo(web));
        clock.forward(Duration.ofDays(31));
        assertThat(it.records.forget(clock.instant().minus(Duration.ofDays(30))))
                .isOne();
        assertThat(it.commands.find(old.id())).isEmpty();
        assertThat(it.commands.find(running.id())).isPresent();
    }

    @Test
    void aDeregisteredNodeIsWaitedForNoLonger() {
        var away = it.absent("away", "Linux");
        var web = it.node("web");
        var command = it.sent(echo(away, web));
        nodes.takes(web, command);
        for (var node : List.of(away, web)) it.commands.on(new NodeChanged(node, NodeChanged.What.DEREGISTERED));
        it.settle();
        assertThat(it.status(command, away)).isEqualTo(InvocationStatus.UNDELIVERABLE);
        assertThat(it.status(command, web)).isEqualTo(InvocationStatus.CANCELLED);
        assertThat(it.status(command).over()).isTrue();
    }

    @Test
    void everythingAskedForComesBackAsItWasKept() {
        var web = it.node("web");
        var asked = new Send(
                "arn:aws:ssm:local:000000000000:document/AWS-RunShellScript",
                "1",
                null,
                Map.of("commands", List.of("one", "two"), "workingDirectory", List.of("/tmp")),
                new Targets.Fitting(List.of(new Criterion("InstanceIds", List.of(web.value())))),
                "what for",
                Duration.ofMinutes(10),
                new Allowance("10%"),
                new Allowance("2"),
                new Command.OutputPlace("local", "bucket", "prefix", "group", true));
        var kept = it.commands.find(it.sent(asked).id()).orElseThrow();
        assertThat(kept.document()).isEqualTo("AWS-RunShellScript");
        assertThat(kept.documentVersion()).isEqualTo("1");
        assertThat(kept.parameters()).isEqualTo(asked.parameters());
        assertThat(kept.targets()).isEqualTo(asked.targets());
        assertThat(kept.comment()).isEqualTo("what for");
        assertThat(kept.output()).isEqualTo(asked.output());
        assertThat(kept.owner()).isEqualTo(it.admin.arn());
        assertThat(kept.mostAtOnce()).isEqualTo(new Allowance("10%"));
        assertThat(kept.expiresAt()).isEqualTo(kept.requestedAt().plus(Duration.ofMinutes(70)));
    }

    @Test
    void aDocumentOfOnesOwnIsSentInTheVersionAskedFor() {
        var web = it.node("web");
        it.documents.create(it.admin, greeting("Greet", "hello"));
        it.documents.update(
                it.admin,
                new Documents.NewVersion(
                        "Greet",
                        VersionChoice.LATEST,
                        DocumentFormat.JSON,
                        greeting("Greet", "good morning").text(),
                        "",
                        "",
                        ""));
        var who = Map.of("who", List.of("web"));

        it.sent(send("Greet", web, who));
        it.sent(inVersion("$LATEST", send("Greet", web, who)));
        var first = it.sent(inVersion("1", send("Greet", web, Map.of())));
        assertThat(nodes.sent)
                .extracting(sent -> SendCommand.parse(sent.job().content()))
                .extracting(
                        job -> job.documentContent()
                                .path("mainSteps")
                                .path(0)
                                .path("inputs")
                                .path("runCommand")
                                .path(0)
                                .asString(),
                        job -> String.valueOf(job.parameters().get("who")))
                .containsExactly(
                        tuple("echo hello {{ who }}", "\"web\""),
                        tuple("echo good morning {{ who }}", "\"web\""),
                        tuple("echo hello {{ who }}", "\"you\""));
        assertThat(first.documentVersion()).isEqualTo("1");
        // 30 seconds of its step, an hour of delivery
        assertThat(first.expiresAt()).isEqualTo(first.requestedAt().plus(Duration.ofSeconds(3_630)));
        assertRefused(inVersion("3", send("Greet", web, who)), Code.INVALID_DOCUMENT_VERSION, "no version 3");
        assertRefused(
                send("Greet", web, Map.of("who", List.of("you; reboot"))),
                Code.INVALID_PARAMETERS,
                "who must match [a-z]+");
        assertRefused(
                send("AWS-StartSSHSession", web, Map.of()), Code.INVALID_DOCUMENT, "is a Session document, which runs");
    }

    private static Documents.NewDocument greeting(String name, String word) {
        return new Documents.NewDocument(
                name, DocumentType.COMMAND, DocumentFormat.JSON, """
                {"schemaVersion": "2.2",
                 "parameters": {"who": {"type": "String", "default": "you", "allowedPattern": "[a-z]+"}},
                 "mainSteps": [{"action": "aws:runShellScript", "name": "greet",
                   "inputs": {"runCommand": ["echo %s {{ who }}"], "timeoutSeconds": "30"}}]}""".formatted(word), "", "", "", Map.of());
    }

    private static Send inVersion(String version, Send send) {
        return new Send(
                send.document(),
                version,
                send.hash(),
                send.parameters(),
                send.targets(),
                send.comment(),
                send.deliverWithin(),
                send.mostAtOnce(),
                send.mostErrors(),
                send.output());
    }

    @Test
    void anotherVersionThanTheFirstIsNone() {
        var web = it.node("web");
        assertRefused(inVersion("2", echo(web)), Code.INVALID_DOCUMENT_VERSION, "no version 2");
    }

    @Test
    void sharesAreRoundedDownAndOneRunsAtLeast() {
        assertThat(new Allowance("10%").atOnce(5)).isOne();
        assertThat(new Allowance("10%").of(19)).isOne();
        assertThat(new Allowance("100%").of(7)).isEqualTo(7);
        assertThat(new Allowance("3").of(1_000)).isEqualTo(3);
        assertThat(List.of("0", "0%", "1", "99%", "100%", "9999999")).allMatch(Allowance::isValid);
        assertThat(List.of("", "-1", "101%", "1.5", "%", "01", "99999999")).noneMatch(Allowance::isValid);
    }

    @Test
    void aLiveCommandWithManyNodesTakesItsTurns() {
        var twenty = IntStream.range(0, 20).mapToObj(i -> it.node("n" + i)).toArray(NodeId[]::new);
        var command = it.sent(carefully(echo(twenty), "30%", "0"));
        assertThat(nodes.commanded()).hasSize(6);
        for (int done = 0; done < 20; done++) {
            nodes.says(nodes.commanded().get(done), command, "Success");
            it.settle();
            assertThat(nodes.commanded()).hasSize(Math.min(20, 7 + done));
        }
        assertThat(it.status(command)).isEqualTo(CommandStatus.SUCCESS);
    }

    private List<CommandId> ids(Query query) {
        return it.commands.visibleTo(it.admin, query).stream().map(Command::id).toList();
    }

    private static Send send(String document, NodeId node, Map<String, List<String>> parameters) {
        return Send.of(document, parameters, new Targets.Named(List.of(node)));
    }

    private static Send fitting(Criterion... criteria) {
        return Send.of("AWS-RunShellScript", PlayedNodes.ECHO, new Targets.Fitting(List.of(criteria)));
    }

    private void assertRefused(Send send, Code code, String words) {
        assertThatThrownBy(() -> it.commands.send(it.admin, send))
                .asInstanceOf(type(CommandRefused.class))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code))
                .extracting(CommandRefused::text)
                .asString()
                .contains(words);
    }
}
