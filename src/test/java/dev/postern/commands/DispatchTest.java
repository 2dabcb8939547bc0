package dev.postern.commands;

import static dev.postern.commands.CommandsUnderTest.carefully;
import static dev.postern.commands.CommandsUnderTest.echo;
import static dev.postern.commands.CommandsUnderTest.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.AgentJobAck;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and what is done about nodes that do not answer. */
@OnEveryDatabase
class DispatchTest {
    private final HandClock clock = new HandClock();
    private final Store store;
    private final CommandsUnderTest it;
    private final PlayedNodes nodes;

    DispatchTest(Database database) {
        store = database.fresh();
        it = new CommandsUnderTest(store, clock);
        nodes = it.nodes;
    }

    @Test
    void aJobIsSentAgainUntilTheNodeSaysThatItHasIt() {
        var web = it.node("web");
        var command = it.sent(echo(web));
        clock.forward(Dispatch.AGAIN.minusMillis(1));
        it.settle();
        assertThat(nodes.commanded()).hasSize(1);
        clock.forward(Duration.ofMillis(1));
        it.settle();
        assertThat(nodes.commanded()).hasSize(2);
        assertThat(nodes.sent.get(0).job()).isEqualTo(nodes.sent.get(1).job());

        nodes.acknowledges(web, command, AgentJobAck.DUPLICATE_COMMAND, "again?");
        clock.forward(Dispatch.AGAIN);
        it.settle();
        assertThat(nodes.commanded()).hasSize(2);
    }

    @Test
    void anAgentThatHasNoRoomIsAskedAgainAndOneThatRefusesIsBelieved() {
        var web = it.node("web");
        var command = it.sent(echo(web));
        nodes.acknowledges(web, command, AgentJobAck.PROCESSOR_BUFFER_FULL, "full");
        it.settle();
        assertThat(it.status(command, web)).isEqualTo(InvocationStatus.IN_PROGRESS);
        clock.forward(Dispatch.AGAIN);
        it.settle();
        assertThat(nodes.commanded()).hasSize(2);

        nodes.acknowledges(web, command, AgentJobAck.INVALID_DOCUMENT, "no such schema");
        it.settle();
        assertThat(it.status(command, web)).isEqualTo(InvocationStatus.FAILED);
        assertThat(it.trace(command, web)).contains("51406").contains("no such schema");
    }

    @Test
    void aNodeThatIsAwayGetsItWhenItComesBackInTime() {
        var away = it.absent("away", "Linux");
        var command = it.sent(echo(away));
        assertThat(it.status(command, away)).isEqualTo(InvocationStatus.DELAYED);
        assertThat(it.status(command)).isEqualTo(CommandStatus.PENDING);
        clock.forward(Duration.ofMinutes(59));
        it.settle();
        nodes.connected.add(away);
        it.settle();
        assertThat(nodes.commanded()).containsExactly(away);
        assertThat(it.status(command, away)).isEqualTo(InvocationStatus.IN_PROGRESS);
    }

    @Test
    void andNotWhenItIsTooLate() {
        var away = it.absent("away", "Linux");
        var command = it.sent(within(echo(away), Duration.ofSeconds(30)));
        clock.forward(Duration.ofSeconds(30));
        it.settle();
        nodes.connected.add(away);
        it.settle();
        assertThat(nodes.commanded()).isEmpty();
        assertThat(it.status(command, away)).isEqualTo(InvocationStatus.DELIVERY_TIMED_OUT);
        assertThat(it.status(command)).isEqualTo(CommandStatus.DELIVERY_TIMED_OUT);
        assertThat(it.trace(command, away)).contains("30 seconds");
    }

    @Test
    void whoNeverAnswersRunsOutOfTimeToo() {
        var web = it.node("web");
        var command = it.sent(within(echo(web), Duration.ofSeconds(30)));
        clock.forward(Duration.ofSeconds(31));
        it.settle();
        assertThat(it.status(command, web)).isEqualTo(InvocationStatus.DELIVERY_TIMED_OUT);
        // the answer comes late: the node has it, and must not run it
        nodes.takes(web, command);
        assertThat(nodes.cancelled()).containsExactly(web);
    }

    @Test
    void aNodeThatVanishesWithAJobCountsAsRunningIt() {
        var one = it.node("one");
        var two = it.node("two");
        var command = it.sent(carefully(echo(one, two), "1", "0"));
        nodes.connected.remove(one);
        it.settle();
        assertThat(it.status(command, one)).isEqualTo(InvocationStatus.DELAYED);
        assertThat(nodes.commanded()).containsExactly(one);
        nodes.connected.add(one);
        it.settle();
        assertThat(nodes.commanded()).containsExactly(one, one);
        nodes.says(one, command, "Success");
        it.settle();
        assertThat(nodes.commanded()).containsExactly(one, one, two);
    }

    @Test
    void aNodeThatIsAwayHoldsNobodyUp() {
        var away = it.absent("away", "Linux");
        var web = it.node("web");
        var command = it.sent(carefully(echo(away, web), "1", "0"));
        assertThat(nodes.commanded()).containsExactly(web);
        nodes.connected.add(away);
        it.settle();
        assertThat(nodes.commanded()).containsExactly(web);
        nodes.says(web, command, "Success");
        it.settle();
        assertThat(nodes.commanded()).containsExactly(web, away);
    }

    @Test
    void theTimeForDeliveryBeginsWithOnesTurn() {
        var one = it.node("one");
        var two = it.node("two");
        var command = it.sent(within(carefully(echo(one, two), "1", "0"), Duration.ofSeconds(30)));
        nodes.takes(one, command);
        clock.forward(Duration.ofMinutes(50));
        it.settle();
        nodes.says(one, command, "Success");
        it.settle();
        assertThat(nodes.commanded()).containsExactly(one, two);
        assertThat(it.status(command, two)).isEqualTo(InvocationStatus.IN_PROGRESS);
    }

    @Test
    void afterMoreErrorsThanAllowedNobodyElseGetsIt() {
        var names = new dev.postern.inventory.NodeId[] {it.node("a"), it.node("b"), it.node("c"), it.node("d")};
        var command = it.sent(carefully(echo(names), "1", "1"));
        nodes.says(names[0], command, "Failed");
        it.settle();
        assertThat(nodes.commanded()).hasSize(2);
        nodes.says(names[1], command, "TimedOut");
        it.settle();
        assertThat(nodes.commanded()).hasSize(2);
        assertThat(it.status(command, names[2])).isEqualTo(InvocationStatus.TERMINATED);
        assertThat(it.trace(command, names[3])).contains("max-errors");
        assertThat(it.status(command)).isEqualTo(CommandStatus.FAILED);
    }

    @Test
    void withAsManyErrorsAsAllowedItIsIncomplete() {
        var one = it.node("one");
        var two = it.node("two");
        var command = it.sent(carefully(echo(one, two), "50", "50%"));
        nodes.says(one, command, "Failed");
        nodes.says(two, command, "Success");
        it.settle();
        assertThat(it.status(command)).isEqualTo(CommandStatus.INCOMPLETE);
        var tally = it.commands.find(command.id()).orElseThrow().tally();
        assertThat(tally.targets()).isEqualTo(2);
        assertThat(tally.completed()).isEqualTo(2);
        assertThat(tally.errors()).isEqualTo(1);
    }

    @Test
    void aCancelledCommandStopsWhatRunsAndStartsNothingMore() {
        var one = it.node("one");
        var two = it.node("two");
        var command = it.sent(carefully(echo(one, two), "1", "0"));
        nodes.takes(one, command);
        it.commands.cancel(it.admin, command.id(), Set.of());
        it.settle();
        assertThat(it.status(command, two)).isEqualTo(InvocationStatus.CANCELLED);
        assertThat(it.status(command, one)).isEqualTo(InvocationStatus.CANCELLING);
        assertThat(it.status(command)).isEqualTo(CommandStatus.CANCELLING);
        assertThat(nodes.cancelled()).containsExactly(one);
        assertThat(nodes.sent.getLast().job().jobId())
                .isNotEqualTo(nodes.sent.getFirst().job().jobId());

        clock.forward(Dispatch.AGAIN);
        it.settle();
        assertThat(nodes.cancelled()).hasSize(2);
        nodes.hearsOfTheCancellation(one, command);
        clock.forward(Dispatch.AGAIN);
        it.settle();
        assertThat(nodes.cancelled()).hasSize(2);

        nodes.says(one, command, "Cancelled");
        it.settle();
        assertThat(it.status(command, one)).isEqualTo(InvocationStatus.CANCELLED);
        assertThat(it.status(command)).isEqualTo(CommandStatus.CANCELLED);
        assertThat(it.written("CancelCommand").getFirst().event().details()).containsEntry("nodes", "all");
    }

    @Test
    void oneNodeAloneCanBeCancelledAndWhatWasQuickerCounts() {
        var one = it.node("one");
        var two = it.node("two");
        var command = it.sent(echo(one, two));
        nodes.takes(one, command);
        nodes.takes(two, command);
        it.commands.cancel(it.admin, command.id(), Set.of(one));
        it.settle();
        assertThat(it.status(command, two)).isEqualTo(InvocationStatus.IN_PROGRESS);
        assertThat(it.status(command)).isEqualTo(CommandStatus.IN_PROGRESS);
        nodes.says(one, command, "Success");
        nodes.says(two, command, "Success");
        it.settle();
        assertThat(it.status(command)).isEqualTo(CommandStatus.SUCCESS);
    }

    @Test
    void aCancelledNodeThatIsAwayIsToldWhenItSaysThatItHasIt() {
        var one = it.node("one");
        var command = it.sent(echo(one));
        nodes.connected.remove(one);
        it.settle();
        it.commands.cancel(it.admin, command.id(), Set.of());
        it.settle();
        assertThat(it.status(command, one)).isEqualTo(InvocationStatus.CANCELLED);
        nodes.connected.add(one);
        nodes.says(one, command, "InProgress", PlayedNodes.step("InProgress", 0, "", ""));
        assertThat(nodes.cancelled()).containsExactly(one);
        assertThat(it.status(command, one)).isEqualTo(InvocationStatus.CANCELLED);
    }

    @Test
    void aNodeThatNeverSaysWhatBecameOfItIsNotWaitedForForEver() {
        var web = it.node("web");
        var command = it.sent(echo(web));
        nodes.takes(web, command);
        nodes.connected.remove(web);
        // its own time for running, again the time for delivery, since it may queue at the agent, and some slack
        clock.forward(Duration.ofHours(2).plus(Dispatch.SLACK).minusSeconds(1));
        it.settle();
        assertThat(it.status(command, web)).isEqualTo(InvocationStatus.IN_PROGRESS);
        clock.forward(Duration.ofSeconds(1));
        it.settle();
        assertThat(it.status(command, web)).isEqualTo(InvocationStatus.EXECUTION_TIMED_OUT);
        assertThat(it.status(command)).isEqualTo(CommandStatus.EXECUTION_TIMED_OUT);
    }

    @Test
    void aRestartedServerGoesOnWhereItWas() {
        var one = it.node("one");
        var two = it.node("two");
        var command = it.sent(carefully(echo(one, two), "1", "0"));

        var after = new CommandsUnderTest(store, clock);
        after.nodes.connected.addAll(nodes.connected);
        clock.forward(Dispatch.AGAIN);
        after.settle();
        assertThat(after.nodes.commanded()).containsExactly(one);
        after.nodes.says(one, command, "Success");
        after.settle();
        assertThat(after.nodes.commanded()).containsExactly(one, two);
        after.nodes.says(two, command, "Success");
        after.settle();
        assertThat(after.status(command)).isEqualTo(CommandStatus.SUCCESS);
    }

    @Test
    void aNodeWithoutAChannelFetchesItsJobs() {
        var polling = it.absent("polling", "Linux");
        assertThat(it.ledger.due(polling)).isEmpty();
        var command = it.sent(echo(polling));
        assertThat(it.status(command, polling)).isEqualTo(InvocationStatus.DELAYED);

        assertThat(it.ledger.due(polling))
                .singleElement()
                .satisfies(job -> assertThat(job.isSendCommand()).isTrue());
        assertThat(it.status(command, polling)).isEqualTo(InvocationStatus.IN_PROGRESS);
        assertThat(it.ledger.due(polling)).hasSize(1);
        nodes.takes(polling, command);
        assertThat(it.ledger.due(polling)).isEmpty();

        it.commands.cancel(it.admin, command.id(), Set.of());
        assertThat(it.ledger.due(polling))
                .singleElement()
                .satisfies(job -> assertThat(job.isCancelCommand()).isTrue());
        nodes.says(polling, command, "Cancelled");
        it.settle();
        assertThat(it.status(command)).isEqualTo(CommandStatus.CANCELLED);
    }

    @Test
    void aPollingNodeThatStopsAskingIsAwayAgain() {
        var polling = it.absent("polling", "Linux");
        var command = it.sent(echo(polling));
        it.ledger.due(polling);
        clock.forward(Dispatch.POLLING);
        it.settle();
        assertThat(it.status(command, polling)).isEqualTo(InvocationStatus.DELAYED);
    }
}
