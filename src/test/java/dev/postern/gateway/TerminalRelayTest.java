package dev.postern.gateway;

import static dev.postern.gateway.TestGateway.SESSION;
import static dev.postern.gateway.TestGateway.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.postern.gateway.DataChannels.Completion;
import dev.postern.inventory.NodeId;
import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.session.EndCause;
import dev.postern.session.Session.Client;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalRelayTest {
    @TempDir
    Path home;

    private TestGateway test;
    private RelayPlan plan;
    private final SeenOutput page = new SeenOutput();

    @BeforeEach
    void aSession() {
        test = new TestGateway(home);
        plan = test.open(Client.BROWSER, Kind.TERMINAL);
    }

    @Test
    void bringsBytesBothWaysWhicheverEndComesFirst() {
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        node.bring(test.output(0, "$ "));
        attachment.typed(keys("ls\r"), 0);

        await().until(() -> page.text().equals("$ "));
        assertThat(typed(node)).isEqualTo("ls\r");
        assertThat(page.begin()).isZero();
        await().until(() -> test.ledger.reports().contains("connected"));
    }

    @Test
    void acknowledgesOutputAlthoughNobodyLooks() {
        var node = test.nodeDials();
        node.bring(test.output(0, "$ "));
        assertThat(acknowledged(node)).containsExactly(0L);
    }

    @Test
    void acknowledgesARepeatedFrameAgainAndShowsItOnce() {
        test.attach(page, "tab", -1);
        var node = test.nodeDials();
        var frame = test.output(0, "$ ");
        node.bring(frame);
        node.bring(frame);
        node.bring(test.output(1, "x"));

        await().until(() -> page.text().equals("$ x"));
        assertThat(acknowledged(node)).containsExactly(0L, 0L, 1L);
    }

    @Test
    void acknowledgesAnEarlyFrameOnlyWhenItIsSpooled() {
        test.attach(page, "tab", -1);
        var node = test.nodeDials();
        node.bring(test.output(1, "b"));
        assertThat(acknowledged(node)).isEmpty();

        node.bring(test.output(0, "a"));
        await().until(() -> page.text().equals("ab"));
        assertThat(acknowledged(node)).containsExactly(0L, 1L);
    }

    @Test
    void sendsTheSizeOfTheFirstPage() {
        test.attach(page, "tab", -1);
        var node = test.nodeDials();
        assertThat(node.seen(MessageType.INPUT_STREAM_DATA)).singleElement().satisfies(size -> {
            assertThat(size.payloadType()).isEqualTo(PayloadType.SIZE);
            assertThat(size.payloadText()).isEqualTo("{\"cols\":80,\"rows\":24}");
        });
    }

    @Test
    void sendsTypedBytesAgainUntilTheNodeAcknowledgesThem() {
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        acknowledge(node, node.take());
        attachment.typed(keys("x"), 0);
        var first = node.take().getLast();

        test.move(Duration.ofSeconds(1));
        assertThat(node.take()).contains(first);
        assertThat(page.accepted()).isZero();

        acknowledge(node, List.of(first));
        test.move(Duration.ofMillis(100)); // told some keys at a time
        await().until(() -> page.accepted() == 1);
        test.move(Duration.ofSeconds(1));
        assertThat(node.seen(MessageType.INPUT_STREAM_DATA)).isEmpty();
    }

    @Test
    void sendsEverythingUnacknowledgedToANodeThatComesBack() {
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        attachment.typed(keys("abc"), 0);
        node.abort();
        attachment.typed(keys("def"), 3);
        await().until(() -> new NodeLeg.Away().equals(page.node()));

        var again = test.nodeDials();
        assertThat(typed(again)).isEqualTo("abcdef");
        await().until(() -> new NodeLeg.There().equals(page.node()));
    }

    @Test
    void skipsTypedBytesItHasAlready() {
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        attachment.typed(keys("abc"), 0);
        attachment.typed(keys("bcd"), 1);
        attachment.typed(keys("abcd"), 0);
        assertThat(typed(node)).isEqualTo("abcd");
    }

    @Test
    void refusesTypedBytesWithAGapBeforeThem() {
        var attachment = test.attach(page, "tab", -1);
        assertThatThrownBy(() -> attachment.typed(keys("x"), 5))
                .isInstanceOf(Attachment.InputRefused.class)
                .hasMessageContaining("0 to 5");
    }

    @Test
    void tellsAReloadedTabWhatItHoldsOfItsTyping() {
        test.attach(page, "tab", -1).typed(keys("abc"), 0);
        var reloaded = new SeenOutput();
        assertThat(test.attach(reloaded, "tab", -1).received()).isEqualTo(3);
        await().until(() -> reloaded.received() == 3);
        await().until(page::replacedByAnother);
    }

    @Test
    void ignoresTypingIntoAReplacedPage() {
        var old = test.attach(page, "one", -1);
        test.attach(new SeenOutput(), "two", -1);
        var node = test.nodeDials();
        old.typed(keys("rm -rf\r"), 0);
        assertThat(typed(node)).isEmpty();
    }

    @Test
    void resumesAPageExactlyWhereItWas() {
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        node.bring(test.output(0, "one "));
        await().until(() -> page.text().equals("one "));
        attachment.close();
        node.bring(test.output(1, "two"));

        var back = new SeenOutput();
        test.attach(back, "tab", 4);
        await().until(() -> back.text().equals("two"));
        assertThat(back.begin()).isEqualTo(4);
        assertThat(back.exact()).isTrue();
    }

    @Test
    void replaysTheLastPartFromALineStartToAFreshPage() {
        var node = test.nodeDials();
        var line = "0123456789abcde\n".repeat(64);
        for (var i = 0; i < 9 * 1024; i++) node.bring(test.output(i, line));
        var fresh = new SeenOutput();
        test.attach(fresh, "tab", -1);

        await().until(() -> fresh.end() == 9L * 1024 * 1024);
        assertThat(fresh.size()).isBetween(8 * 1024 * 1024 - 16, 8 * 1024 * 1024);
        assertThat(fresh.text()).startsWith("0123");
        assertThat(fresh.exact()).isFalse();
    }

    @Test
    void pausesTheNodeWhenThePageIsAWindowBehindAndStartsItBelowHalf() {
        var slow = new SeenOutput().withoutDrawing();
        var attachment = test.attach(slow, "tab", -1);
        var node = test.nodeDials();
        var kilobyte = "x".repeat(1024);
        for (var i = 0; i < 512; i++) node.bring(test.output(i, kilobyte));
        assertThat(node.seen(MessageType.PAUSE_PUBLICATION)).isEmpty();

        node.bring(test.output(512, kilobyte));
        assertThat(node.seen(MessageType.PAUSE_PUBLICATION)).hasSize(1);
        // our acknowledgement un-paused it, so what comes nevertheless is answered with another pause
        node.bring(test.output(513, kilobyte));
        assertThat(node.take().getLast().type()).isEqualTo(MessageType.PAUSE_PUBLICATION);

        await().until(() -> slow.size() >= 512 * 1024);
        attachment.parsed(300 * 1024);
        assertThat(node.seen(MessageType.START_PUBLICATION)).hasSize(1);
    }

    @Test
    void startsTheNodeAgainWhenThePageCatchesUpJustAsItIsPaused() {
        var slow = new SeenOutput().withoutDrawing();
        var attachment = test.attach(slow, "tab", -1);
        var node = test.nodeDials();
        var kilobyte = "x".repeat(1024);
        node.whileSending(frame -> {
            if (!frame.type().equals(MessageType.PAUSE_PUBLICATION)) return;
            await().until(() -> slow.size() >= 512 * 1024);
            attachment.parsed(512 * 1024); // its last report: there will be no other
        });
        for (var i = 0; i <= 512; i++) node.bring(test.output(i, kilobyte));

        assertThat(node.seen(MessageType.PAUSE_PUBLICATION)).hasSize(1);
        assertThat(node.take().getLast().type()).isEqualTo(MessageType.START_PUBLICATION);
    }

    @Test
    void showsTheNodesWordsAsTheyComeAndAcknowledgesThemAfterwards() {
        test.attach(page, "tab", -1);
        var node = test.nodeDials();
        node.bring(test.output(0, "$ "));
        await().until(() -> page.text().equals("$ "));

        var shown = new ArrayList<String>();
        node.whileSending(_ -> shown.add(page.text()));
        await().until(() -> {
            node.bring(test.output(shown.size() + 1, "x"));
            return shown.getLast().endsWith("x"); // at once, when the page's writer rests
        });
    }

    @Test
    void neverPausesACommand(@TempDir Path other) {
        var commands = new TestGateway(other);
        commands.open(Client.BROWSER, Kind.COMMAND);
        var node = commands.nodeDials();
        var kilobyte = "x".repeat(1024);
        for (var i = 0; i < 1024; i++) node.bring(commands.output(i, kilobyte));
        assertThat(node.seen(MessageType.PAUSE_PUBLICATION)).isEmpty();
    }

    @Test
    void pausesTheNodeWhileNobodyLooks() {
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        attachment.close();
        assertThat(node.seen(MessageType.PAUSE_PUBLICATION)).hasSize(1);
        test.attach(new SeenOutput(), "tab", 0);
        assertThat(node.seen(MessageType.START_PUBLICATION)).hasSize(1);
    }

    @Test
    void endsWithTheExitStatusAfterTheLastOutput() {
        test.attach(page, "tab", -1);
        var node = test.nodeDials();
        node.bring(test.output(0, "logout\r\n"));
        node.close(FrameLink.NORMAL, "");
        test.gateway.completed(TestGateway.NODE, SESSION, new Completion.Succeeded(3), () -> {});

        await().until(() -> page.ended() != null);
        assertThat(page.text()).isEqualTo("logout\r\n");
        assertThat(page.cause()).isEqualTo(new EndCause.Exited(3));
        assertThat(test.gateway.create(TestGateway.NODE, SESSION))
                .isEqualTo(new DataChannels.Ticket.AlreadyTerminated());
    }

    @Test
    void claimsNoExitStatusWhereTheNodeToldNone() {
        test.attach(page, "tab", -1);
        var node = test.nodeDials();
        node.close(FrameLink.NORMAL, "");
        test.gateway.completed(TestGateway.NODE, SESSION, new Completion.Succeeded(null), () -> {});
        await().until(() -> page.ended() != null);
        assertThat(page.cause()).isEqualTo(new EndCause.Finished());
    }

    @Test
    void showsAnEndedSessionOnceMore() {
        var node = test.nodeDials();
        node.bring(test.output(0, "logout\r\n"));
        node.close(FrameLink.NORMAL, "");
        test.gateway.completed(TestGateway.NODE, SESSION, new Completion.Succeeded(3), () -> {});
        await().until(() -> test.ledger.reports().contains("ended Exited[status=3]"));
        var later = new SeenOutput();
        test.attach(later, "tab", -1);
        await().until(() -> later.ended() != null);
        assertThat(later.text()).isEqualTo("logout\r\n");
    }

    @Test
    void countsTheEndOnceHoweverOftenTheNodeSaysIt() {
        test.nodeDials().close(FrameLink.NORMAL, "");
        test.gateway.completed(TestGateway.NODE, SESSION, new Completion.Failed("no such user"), () -> {});
        test.gateway.completed(TestGateway.NODE, SESSION, new Completion.Failed("another"), () -> {});
        await().until(() -> !test.ledger.reports().isEmpty());
        await().during(Duration.ofMillis(50)).until(() -> test.ledger.reports().size() == 1);
        assertThat(test.ledger.reports()).containsExactly("ended Failed[output=no such user]");
    }

    @Test
    void cutsUnderAFloodWithinASecond() {
        test.attach(page, "tab", -1);
        var node = test.nodeDials();
        node.clog();
        var before = System.nanoTime();
        assertThat(test.gateway.cut(SESSION, new EndCause.Terminated("arn:bob")))
                .isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        assertThat(node.isOpen()).isFalse();
        await().until(() -> page.ended() != null);
        assertThat(page.cause()).isEqualTo(new EndCause.Terminated("arn:bob"));
    }

    @Test
    void tellsTheNodeWhyItIsCut() {
        var node = test.nodeDials();
        test.gateway.cut(SESSION, new EndCause.Idle(Duration.ofMinutes(20)));
        assertThat(node.seen(MessageType.CHANNEL_CLOSED))
                .singleElement()
                .satisfies(closed -> assertThat(closed.payloadText()).contains("20 minutes without input or output"));
    }

    @Test
    void cancelsByTheControlChannelWhenTheNodesEndIsAway() {
        test.gateway.cut(SESSION, new EndCause.ClosedByUser());
        assertThat(test.cancelled).containsExactly(SESSION);
    }

    @Test
    void failsWhenTheNodeDoesNotAnswerInTime() {
        test.attach(page, "tab", -1);
        test.move(Duration.ofSeconds(14));
        assertThat(test.ledger.reports()).isEmpty();
        test.move(Duration.ofSeconds(1));
        await().until(() -> page.ended() != null);
        assertThat(page.cause()).isEqualTo(new EndCause.Failed("The node did not answer within 15 s."));
    }

    @Test
    void givesEitherEndTheGracePeriodToComeBack() {
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        node.abort();
        test.move(Duration.ofSeconds(119));
        var again = test.nodeDials();
        attachment.close();
        test.move(Duration.ofSeconds(119));
        assertThat(again.isOpen()).isTrue();
        again.bring(test.output(0, "still here"));
        test.move(Duration.ofSeconds(1));
        await().until(() -> test.ledger.reports().contains("ended ClientLost[]"));
    }

    /** As a page does that is closed because its person signed out, and who signs in again. */
    @Test
    void goesOnForWhoIsBackWithinTheGracePeriod() {
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        attachment.close();
        test.move(Duration.ofSeconds(119));
        node.bring(test.output(0, "still here"));
        var back = new SeenOutput();
        test.attach(back, "another tab", -1);
        test.move(Duration.ofMinutes(5));
        await().until(() -> back.text().equals("still here"));
        assertThat(back.ended()).isNull();
        assertThat(test.ledger.reports()).noneMatch(report -> report.startsWith("ended"));
    }

    @Test
    void givesUpANodeThatDoesNotComeBack() {
        test.attach(page, "tab", -1);
        test.nodeDials().abort();
        test.move(Duration.ofMinutes(2));
        await().until(() -> page.ended() != null);
        assertThat(page.cause()).isEqualTo(new EndCause.NodeLost());
    }

    @Test
    void endsWhenNothingWasTypedOrShownForTheIdleTime() {
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        test.move(Duration.ofSeconds(60));
        node.bring(test.output(0, "tick"));
        for (var minute = 0; minute < 19; minute++) {
            test.move(Duration.ofMinutes(1));
            attachment.size(80 + minute, 24);
            acknowledge(node, node.take());
        }
        assertThat(page.ended()).isNull();
        test.move(Duration.ofMinutes(1));
        await().until(() -> page.ended() != null);
        assertThat(page.cause()).isEqualTo(new EndCause.Idle(Duration.ofMinutes(20)));
    }

    @Test
    void pingsTheNodeAndDropsItWhenItIsSilent() {
        test.attach(page, "tab", -1);
        var node = test.nodeDials();
        test.move(Duration.ofSeconds(25));
        assertThat(node.pings()).isEqualTo(1);
        node.deafen();
        test.move(Duration.ofSeconds(71));
        assertThat(node.isOpen()).isFalse();
    }

    @Test
    void goesOnAfterAKillWithNothingLostOrDoubled() {
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        node.bring(test.output(0, "one "));
        attachment.typed(keys("abc"), 0);
        acknowledge(node, node.take().subList(0, 1));
        await().until(() -> page.text().equals("one "));

        test.killAndRestart(plan);
        await().until(() -> test.ledger.reports().contains("disconnected NODE"));
        var again = test.nodeDials();
        assertThat(typed(again)).isEqualTo("abc");
        again.bring(test.output(0, "one "));
        again.bring(test.output(1, "two"));

        var back = new SeenOutput();
        var held = test.attach(back, "tab", page.end());
        assertThat(held.received()).isEqualTo(3);
        await().until(() -> back.text().equals("two"));
        held.typed(keys("def"), 3);
        assertThat(typed(again)).isEqualTo("abcdef");
    }

    @Test
    void endsWhatNobodyComesBackToAfterARestart() {
        test.killAndRestart(plan);
        test.move(Duration.ofMinutes(2));
        await().until(() -> test.ledger.reports().contains("ended NodeLost[]"));
    }

    @Test
    void endsAtOnceWhatTheNodeSaysDiedWithItsAgent() {
        test.nodeDials().bring(test.output(0, "$ "));
        test.killAndRestart(plan);
        tell(TestGateway.NODE, new Completion.Stopped());

        assertThat(test.ledger.reports()).contains("ended NodeStopped[]");
        test.attach(page, "tab", -1);
        await().until(() -> page.ended() != null);
        assertThat(page.text()).isEqualTo("$ ");
        assertThat(page.cause()).isEqualTo(new EndCause.NodeStopped());
    }

    @Test
    void writesWhatANodeSaysOfItsSessionWhileTheServerStops() {
        test.attach(page, "tab", -1).typed(keys("open sesame"), 0);
        test.gateway.drain();
        var other = new NodeId("mi-0fedcba9876543210");
        tell(other, new Completion.Succeeded(0));
        assertThat(test.ledger.reports()).noneMatch(report -> report.startsWith("ended"));

        tell(TestGateway.NODE, new Completion.Succeeded(3));
        tell(TestGateway.NODE, new Completion.Stopped());
        assertThat(test.ledger.reports())
                .filteredOn(report -> report.startsWith("ended"))
                .containsExactly("ended Exited[status=3]");
        assertThat(home.resolve(SESSION.value()).resolve(InputJournal.FILE)).doesNotExist();
    }

    /** Returns when the node may forget it. */
    private void tell(NodeId node, Completion completion) {
        var written = new CountDownLatch(1);
        test.gateway.completed(node, SESSION, completion, written::countDown);
        await().until(() -> written.getCount() == 0);
    }

    @Test
    void opensTheNodesEndOnceWithItsToken() {
        var granted = (DataChannels.Ticket.Granted) test.gateway.create(TestGateway.NODE, SESSION);
        assertThat(test.gateway.nodeEnd(TestGateway.NODE, SESSION, "wrong", new MemoryLink()))
                .isEmpty();
        assertThat(test.gateway.nodeEnd(TestGateway.NODE, SESSION, granted.token(), new MemoryLink()))
                .isPresent();
        assertThat(test.gateway.nodeEnd(TestGateway.NODE, SESSION, granted.token(), new MemoryLink()))
                .isEmpty();
    }

    @Test
    void letsNoClientDialIntoABrowserSession() {
        assertThat(test.clientDials("")).isNull();
        assertThat(test.clientDials(TestGateway.CLIENT_TOKEN)).isNull();
    }

    @Test
    void sendsBothEndsAwayAndKeepsTheSessionWhenTheServerStops() {
        test.attach(page, "tab", -1);
        var node = test.nodeDials();
        test.gateway.drain();
        assertThat(node.closeCode()).isEqualTo(FrameLink.RESTART);
        assertThat(test.gateway.create(TestGateway.NODE, SESSION)).isEqualTo(new DataChannels.Ticket.NotNow());
        assertThat(test.ledger.reports()).noneMatch(report -> report.startsWith("ended"));
    }

    @Test
    void pausesWhileTheDiskTakesNothingAndGoesOnWithoutALoss(@TempDir Path other) {
        var disk = new FullableDisk();
        var full = new TestGateway(other, disk);
        full.open(Client.BROWSER, Kind.TERMINAL);
        full.attach(page, "tab", -1);
        var node = full.nodeDials();
        disk.takes(0);
        node.bring(full.output(0, "lost?"));
        assertThat(acknowledged(node)).isEmpty();
        assertThat(node.seen(MessageType.PAUSE_PUBLICATION)).hasSize(1);

        full.move(Duration.ofSeconds(5));
        disk.takesAll();
        full.move(Duration.ofMillis(100));
        assertThat(node.seen(MessageType.START_PUBLICATION)).hasSize(1);
        node.bring(full.output(0, "kept"));
        await().until(() -> page.text().equals("kept"));
        full.move(Duration.ofSeconds(10));
        assertThat(page.ended()).isNull();
    }

    @Test
    void endsVisiblyWhenTheDiskStaysFull(@TempDir Path other) {
        var disk = new FullableDisk();
        var full = new TestGateway(other, disk);
        full.open(Client.BROWSER, Kind.TERMINAL);
        full.attach(page, "tab", -1);
        var node = full.nodeDials();
        disk.takes(0);
        node.bring(full.output(0, "never shown"));
        full.move(Duration.ofSeconds(10));
        await().until(() -> page.ended() != null);
        assertThat(page.text()).isEmpty();
        assertThat(page.cause()).asString().contains("could not be recorded");
        assertThat(node.isOpen()).isFalse();
    }

    @Test
    void refusesTypingItCannotKeep(@TempDir Path other) {
        var disk = new FullableDisk();
        var full = new TestGateway(other, disk);
        full.open(Client.BROWSER, Kind.TERMINAL);
        var attachment = full.attach(page, "tab", -1);
        var node = full.nodeDials();
        disk.takes(0);
        assertThatThrownBy(() -> attachment.typed(keys("x"), 0)).isInstanceOf(Attachment.InputRefused.class);
        assertThat(typed(node)).isEmpty();

        disk.takesAll();
        attachment.typed(keys("x"), 0);
        assertThat(typed(node)).isEqualTo("x");
    }

    @Test
    void endsAtItsLongestDuration(@TempDir Path other) {
        var limited = new TestGateway(other);
        limited.ledger.add(SESSION, TestGateway.NODE, Client.BROWSER);
        var begun = limited.clock.instant();
        limited.gateway.open(new RelayPlan(
                SESSION,
                TestGateway.OWNER,
                TestGateway.NODE,
                Client.BROWSER,
                Kind.TERMINAL,
                Duration.ofHours(1),
                begun,
                Duration.ofMinutes(3),
                "",
                null,
                false));
        limited.gateway.begin(SESSION);
        limited.attach(page, "tab", -1);
        limited.nodeDials();
        limited.move(Duration.ofSeconds(179));
        assertThat(page.ended()).isNull();
        limited.move(Duration.ofSeconds(1));
        await().until(() -> page.ended() != null);
        assertThat(page.cause()).isEqualTo(new EndCause.MaximumDuration(Duration.ofMinutes(3)));
    }

    @Test
    void deletesSpoolsOnlyLongAfterTheEndAndWhenTheyAreKeptElsewhere() throws IOException {
        test.gateway.cut(SESSION, new EndCause.ClosedByUser());
        await().until(() -> !test.gateway.tapes().grows(SESSION));
        test.gateway.tapes().release(SESSION);
        test.gateway.sweep();
        assertThat(home.resolve(SESSION.value())).isDirectory();
        longAfter();
        test.gateway.sweep();
        assertThat(home.resolve(SESSION.value())).doesNotExist();
    }

    @Test
    void deletesNoSpoolThatIsNotKeptElsewhere() throws IOException {
        test.nodeDials().bring(test.output(0, "not recorded yet"));
        test.gateway.cut(SESSION, new EndCause.ClosedByUser());
        await().until(() -> !test.gateway.tapes().grows(SESSION));
        var unknown = Files.createDirectory(home.resolve("bob-0123456789abcdef0"));
        Files.createFile(unknown.resolve("index"));
        longAfter();
        test.gateway.sweep();
        assertThat(home.resolve(SESSION.value()).resolve("output")).hasContent("not recorded yet");
        assertThat(unknown).doesNotExist();
    }

    /** The files bear the real clock's dates. */
    private void longAfter() {
        test.clock.forward(Duration.between(test.clock.instant(), Instant.now()).plusDays(31));
    }

    @Test
    void makesNoFolderForASessionWhoseSpoolIsGone() throws IOException {
        test.gateway.cut(SESSION, new EndCause.ClosedByUser());
        await().until(() -> !test.gateway.tapes().grows(SESSION));
        test.gateway.tapes().release(SESSION);
        longAfter();
        test.gateway.sweep();

        test.attach(page, "tab", -1);
        await().until(() -> page.ended() != null);
        assertThat(page.text()).isEmpty();
        assertThat(home.resolve(SESSION.value())).doesNotExist();
    }

    private void acknowledge(MemoryLink node, List<Frame> frames) {
        frames.stream()
                .filter(frame -> frame.type().equals(MessageType.INPUT_STREAM_DATA))
                .forEach(frame ->
                        node.bring(Acknowledgement.of(frame).toFrame(UUID.randomUUID(), test.clock.instant())));
    }

    private static List<Long> acknowledged(MemoryLink node) {
        return node.seen(MessageType.ACKNOWLEDGE).stream()
                .map(Acknowledgement::sequenceOf)
                .toList();
    }

    private static String typed(MemoryLink node) {
        return node.seen(MessageType.INPUT_STREAM_DATA).stream()
                .filter(frame -> frame.payloadType() == PayloadType.OUTPUT)
                .map(Frame::payloadText)
                .collect(Collectors.joining());
    }
}
