package dev.postern.agent;

import static dev.postern.agent.SentJobs.document;
import static dev.postern.agent.SentJobs.script;
import static dev.postern.agent.SentJobs.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.protocol.AgentJob;
import dev.postern.protocol.AgentJobAck;
import dev.postern.protocol.AgentJobReply;
import dev.postern.protocol.CommandReply;
import dev.postern.protocol.SendCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Commands on a real agent over the real wire, run by real shells. */
class JobsIT {

    @TempDir
    Path directory;

    private RunningAgent agent;
    private SentJobs jobs;

    @BeforeEach
    void start() {
        agent = new RunningAgent();
        jobs = new SentJobs(agent);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void takesAJobRunsItAndTellsWhatCameOfIt() {
        var id = jobs.send(script("echo one", "echo two >&2", "exit 3"));
        assertThat(jobs.awaitAck(id).statusCode()).isEqualTo(AgentJobAck.SUCCESSFUL);
        var reply = jobs.awaitEnd(id);
        assertThat(reply.documentStatus()).isEqualTo("Failed");
        assertThat(reply.agent().name()).isEqualTo("postern-agent");
        var step = named(reply, "one");
        assertThat(step.status()).isEqualTo("Failed");
        assertThat(step.code()).isEqualTo(3);
        assertThat(step.name()).isEqualTo("aws:runShellScript");
        assertThat(step.stepName()).isEqualTo("one");
        assertThat(step.standardOutput()).isEqualTo("one\n");
        assertThat(step.standardError()).isEqualTo("two\n");
        assertThat(step.output()).contains("one").contains("two");
        assertThat(step.startDateTime()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(jobs.replies(id).getFirst().documentStatus()).isEqualTo("InProgress");
        assertThat(folders()).isEmpty();
    }

    @Test
    void parametersAreFilledInAndTheRestIsAsOnAnyNode() {
        var document = script("echo \"$AWS_SSM_INSTANCE_ID in $PWD says {{ word }} {{ other }}\"", "{{ nobody }}");
        ((ObjectNode) document.path("mainSteps").get(0).path("inputs")).put("workingDirectory", "{{ where }}");
        document.putObject("parameters")
                .putObject("other")
                .put("type", "String")
                .put("default", "by default");
        var id = jobs.send(document, Map.of("word", text("hello"), "where", text(directory.toString())));
        var step = jobs.awaitOnlyStep(id);
        assertThat(step.standardOutput()).isEqualTo(agent.nodeId() + " in " + directory + " says hello by default\n");
        assertThat(step.standardError()).contains("{{");
    }

    @Test
    void aWholeScriptMayBeOneParameterAndDollarsStayDollars() {
        var document = script();
        ((ObjectNode) document.path("mainSteps").get(0).path("inputs")).put("runCommand", "{{ commands }}");
        var lines = JsonMapper.shared().createArrayNode().add("x=$$").add("test \"$x\" -gt 1 && echo {{ no }}");
        assertThat(jobs.awaitOnlyStep(jobs.send(document, Map.of("commands", lines)))
                        .standardOutput())
                .isEqualTo("{{ no }}\n");
    }

    @Test
    void theFirstLineMayNameAnInterpreter() {
        var id = jobs.send(script("#!/usr/bin/env perl", "print join('-', 1..3), \"\\n\";"));
        assertThat(jobs.awaitOnlyStep(id).standardOutput()).isEqualTo("1-2-3\n");
    }

    @Test
    void longOutputIsCutVisiblyAndTheProgramGoesOn() {
        var id = jobs.send(script("seq 1 200000", "seq 1 200000 >&2", "echo end > " + directory.resolve("end")));
        var step = jobs.awaitOnlyStep(id);
        assertThat(step.status()).isEqualTo("Success");
        assertThat(step.standardOutput()).hasSize(24_000).startsWith("1\n2\n").endsWith("---Output truncated---");
        assertThat(step.standardError()).hasSize(8_000).endsWith("---Output truncated---");
        assertThat(step.output()).hasSizeLessThanOrEqualTo(2_500).contains("truncated");
        assertThat(directory.resolve("end")).exists();
    }

    @Test
    void whatDoesNotFitIntoAFrameIsCutUntilItDoes() {
        var steps = IntStream.range(0, 8)
                .mapToObj(i -> step("step" + i, "yes '\"\\\"' | head -c 30000; printf '\\001%.0s' $(seq 9000)"))
                .toArray(ObjectNode[]::new);
        var id = jobs.send(document(steps));
        assertThat(jobs.awaitEnd(id).steps()).hasSize(8);
        agent.gateway.state().jobReplies.forEach(reply -> {
            assertThat(reply.content().getBytes(StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(AgentJobReply.MAX_CONTENT);
        });
    }

    @Test
    void outputIsToldWhileItComes() {
        var id = jobs.send(script("echo early", "while [ ! -e " + directory.resolve("go") + " ]; do sleep 0.1; done"));
        await().atMost(TestGateway.PATIENCE)
                .until(() -> jobs.replies(id).stream()
                        .anyMatch(reply -> named(reply, "one").standardOutput().equals("early\n")));
        assertThat(jobs.replies(id)).allMatch(reply -> reply.documentStatus().equals("InProgress"));
        touch("go");
        assertThat(jobs.awaitEnd(id).documentStatus()).isEqualTo("Success");
    }

    @Test
    void aScriptThatTakesTooLongIsStoppedWithAllItStarted() {
        var document = script("sleep 300 & echo $! > " + directory.resolve("pid"), "echo begun", "wait");
        ((ObjectNode) document.path("mainSteps").get(0).path("inputs")).put("timeoutSeconds", "1");
        var reply = jobs.awaitEnd(jobs.send(document));
        assertThat(reply.documentStatus()).isEqualTo("TimedOut");
        var step = named(reply, "one");
        assertThat(step.code()).isEqualTo(137);
        assertThat(step.standardOutput()).isEqualTo("begun\n");
        assertThat(step.standardError()).contains("Stopped after 1 seconds");
        assertGone("pid");
    }

    @Test
    void aCancelledJobIsStoppedWithAllItStartedEvenIfItWillNot() {
        var id = jobs.send(script(
                "trap '' TERM", "sh -c 'trap \"\" TERM; echo $$ > " + directory.resolve("pid") + "; sleep 300; :'"));
        await().atMost(TestGateway.PATIENCE).until(() -> Files.exists(directory.resolve("pid")));
        jobs.cancel(id);
        var reply = jobs.awaitEnd(id);
        assertThat(reply.documentStatus()).isEqualTo("Cancelled");
        assertThat(named(reply, "one").status()).isEqualTo("Cancelled");
        assertGone("pid");
    }

    @Test
    void fiveRunAtOnceAndTheOthersWaitAndMayBeCancelledMeanwhile() {
        var wait = "while [ ! -e " + directory.resolve("go") + " ]; do sleep 0.1; done";
        var ids = new ArrayList<String>();
        for (int i = 0; i < 7; i++) ids.add(jobs.send(script("echo > " + directory.resolve("began" + i), wait)));
        await().atMost(TestGateway.PATIENCE)
                .until(() -> IntStream.range(0, 5).allMatch(i -> Files.exists(directory.resolve("began" + i))));
        jobs.cancel(ids.get(5));
        assertThat(jobs.awaitEnd(ids.get(5)).documentStatus()).isEqualTo("Cancelled");
        assertThat(directory.resolve("began5")).doesNotExist();
        assertThat(directory.resolve("began6")).doesNotExist();
        touch("go");
        for (int i : new int[] {0, 4, 6})
            assertThat(jobs.awaitEnd(ids.get(i)).documentStatus()).isEqualTo("Success");
    }

    @Test
    void aJobIsRunOnceHoweverOftenItIsSent() {
        var id = UUID.randomUUID().toString();
        var jobId = AgentJob.jobId(id, agent.nodeId());
        var content = new SendCommand(
                        id, "test", script("echo x >> " + directory.resolve("runs")), Map.of(), "", "", "", false)
                .toJson();
        for (int i = 0; i < 3; i++) jobs.send(jobId, content);
        jobs.awaitEnd(jobId);
        jobs.send(jobId, content);
        await().atMost(TestGateway.PATIENCE).until(() -> jobs.acks(jobId).size() == 4);
        assertThat(jobs.acks(jobId)).extracting(AgentJobAck::statusCode).containsExactly(200, 51405, 51405, 51405);
        assertThat(directory.resolve("runs")).hasContent("x");
    }

    @Test
    void whatItCannotTakeIsSaidAtOnce() {
        var old = script("echo").put("schemaVersion", "0.3");
        assertAck(jobs.send(old), 51406, "schema version 0.3");
        assertAck(jobs.send(document()), 51406, "no steps");
        var broken = AgentJob.jobId(UUID.randomUUID().toString(), agent.nodeId());
        jobs.send(broken, "{\"CommandId\":");
        assertAck(broken, 51408, "not JSON");
        var foreign = "aws.ssm." + UUID.randomUUID() + ".mi-0123456789abcdef0";
        jobs.send(foreign, "{}");
        assertAck(foreign, 51408, "not a job for this node");
        var escaping = "aws.ssm.../../../etc." + agent.nodeId();
        jobs.send(escaping, "{}");
        assertAck(escaping, 51408, "not a job for this node");
    }

    @Test
    void anActionItDoesNotKnowFailsWithItsName() {
        var step = step("install");
        step.put("action", "aws:configurePackage");
        var reply = jobs.awaitEnd(jobs.send(document(step)));
        assertThat(reply.documentStatus()).isEqualTo("Failed");
        assertThat(named(reply, "install").standardError()).contains("does not know aws:configurePackage");
    }

    @Test
    void aDirectoryThatIsNotThereFailsTheStep() {
        var step = step("one", "pwd");
        ((ObjectNode) step.path("inputs")).put("workingDirectory", "/no/such");
        assertThat(jobs.awaitOnlyStep(jobs.send(document(step))).standardError())
                .isEqualTo("There is no directory /no/such on this node.");
    }

    @Test
    void stepsGoOnAfterAFailureUnlessTheDocumentSaysOtherwise() {
        var reply = jobs.awaitEnd(jobs.send(document(step("one", "exit 1"), step("two", "echo on"))));
        assertThat(reply.documentStatus()).isEqualTo("Failed");
        assertThat(named(reply, "two").standardOutput()).isEqualTo("on\n");

        var exits = step("one", "exit 1").put("onFailure", "exit");
        var last = step("three", "echo last").put("finallyStep", true);
        var stopped = jobs.awaitEnd(jobs.send(document(exits, step("two", "echo on"), last)));
        assertThat(stopped.documentStatus()).isEqualTo("Failed");
        assertThat(named(stopped, "two").status()).isEqualTo("NotStarted");
        assertThat(named(stopped, "three").standardOutput()).isEqualTo("last\n");

        var forgiven = step("one", "exit 1").put("onFailure", "successAndExit");
        var fine = jobs.awaitEnd(jobs.send(document(forgiven, step("two", "echo on"))));
        assertThat(fine.documentStatus()).isEqualTo("Success");
        assertThat(named(fine, "two").status()).isEqualTo("NotStarted");
    }

    @Test
    void aStepIsTriedAsOftenAsItMayBe() {
        var tries = directory.resolve("tries");
        var step = step("one", "echo x >> " + tries, "[ $(wc -l < " + tries + ") -ge 3 ]")
                .put("maxAttempts", 5);
        assertThat(jobs.awaitEnd(jobs.send(document(step))).documentStatus()).isEqualTo("Success");
        assertThat(tries).hasContent("x\nx\nx");
    }

    @Test
    void stepsForOtherPlatformsAreLeftOut() {
        var windows = step("pc", "exit 1");
        windows.putObject("precondition")
                .putArray("StringEquals")
                .add("platformType")
                .add("Windows");
        var linux = step("here", "echo here");
        linux.putObject("precondition")
                .putArray("StringEquals")
                .add("platformType")
                .add("Linux");
        var reply = jobs.awaitEnd(jobs.send(document(windows, linux)));
        assertThat(reply.documentStatus()).isEqualTo("Success");
        assertThat(named(reply, "pc").status()).isEqualTo("Skipped");
        assertThat(named(reply, "here").standardOutput()).isEqualTo("here\n");
    }

    @Test
    void documentsOfTheOldSchemaRunToo() throws Exception {
        var document = JsonMapper.shared().readTree("""
                {"schemaVersion": "1.2", "parameters": {"commands": {"type": "StringList"}},
                 "runtimeConfig": {"aws:runShellScript": {"properties": [
                   {"id": "0.aws:runShellScript", "runCommand": "{{ commands }}", "timeoutSeconds": "3600"}]}}}""");
        var id = jobs.send(
                document,
                Map.of("commands", JsonMapper.shared().createArrayNode().add("echo old")));
        var reply = jobs.awaitEnd(id);
        assertThat(reply.steps()).containsOnlyKeys("aws:runShellScript");
        assertThat(named(reply, "aws:runShellScript").standardOutput()).isEqualTo("old\n");
    }

    @Test
    void aReplyIsKeptUntilItIsAcknowledged() throws Exception {
        agent.gateway.state().acknowledgesReplies = false;
        var id = jobs.send(script("echo kept"));
        jobs.awaitEnd(id);
        agent.gateway.state().jobReplies.clear();
        agent.gateway.state().acknowledgesReplies = true;
        agent.restart();
        assertThat(named(jobs.awaitEnd(id), "one").standardOutput()).isEqualTo("kept\n");
        // and not a third time: the acknowledgement is remembered
        await().atMost(TestGateway.PATIENCE)
                .until(() -> Files.readString(agent.state.resolve("jobs/" + id.split("\\.")[2] + ".json"))
                        .contains("\"told\":true"));
        agent.gateway.state().jobReplies.clear();
        agent.restart();
        var another = jobs.send(script("echo another"));
        jobs.awaitEnd(another);
        assertThat(jobs.replies(id)).isEmpty();
    }

    @Test
    void anAgentThatIsStoppedSaysWhatBecameOfItsJobs() throws Exception {
        var id = jobs.send(script("echo $$ > " + directory.resolve("pid"), "sleep 300"));
        await().atMost(TestGateway.PATIENCE).until(() -> Files.exists(directory.resolve("pid")));
        agent.restart();
        var reply = jobs.awaitEnd(id);
        assertThat(reply.documentStatus()).isEqualTo("Failed");
        assertThat(reply.documentTraceOutput()).contains("agent was stopped");
        assertGone("pid");
    }

    @Test
    void aJobThatIsCancelledBeforeItComesIsNotRun() {
        var id = UUID.randomUUID().toString();
        var jobId = AgentJob.jobId(id, agent.nodeId());
        jobs.cancel(jobId);
        jobs.send(
                jobId,
                new SendCommand(id, "test", script("echo > " + directory.resolve("ran")), Map.of(), "", "", "", false)
                        .toJson());
        assertThat(jobs.awaitEnd(jobId).documentStatus()).isEqualTo("Cancelled");
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void whoWantsOutputsElsewhereIsToldThatTheyAreHereAlone() {
        var id = UUID.randomUUID().toString();
        var jobId = AgentJob.jobId(id, agent.nodeId());
        jobs.send(jobId, new SendCommand(id, "test", script("echo"), Map.of(), "a-bucket", "", "", false).toJson());
        assertThat(jobs.awaitEnd(jobId).documentTraceOutput()).contains("S3");
    }

    private static CommandReply.Step named(CommandReply reply, String step) {
        return Optional.ofNullable(reply.steps().get(step)).orElseThrow();
    }

    private void assertAck(String jobId, int code, String words) {
        var ack = jobs.awaitAck(jobId);
        assertThat(ack.statusCode()).isEqualTo(code);
        assertThat(ack.errorMessage()).contains(words);
    }

    private void assertGone(String pidFile) {
        await().atMost(TestGateway.PATIENCE).until(() -> {
            var pid =
                    Long.parseLong(Files.readString(directory.resolve(pidFile)).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
        });
    }

    private void touch(String name) {
        try {
            Files.createFile(directory.resolve(name));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What is left of scripts. */
    private List<Path> folders() {
        try (var inside = Files.list(agent.state.resolve("jobs"))) {
            return inside.filter(Files::isDirectory).toList();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static JsonNode text(String text) {
        return JsonMapper.shared().getNodeFactory().stringNode(text);
    }
}
