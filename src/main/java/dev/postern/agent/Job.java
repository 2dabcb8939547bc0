package dev.postern.agent;

import dev.postern.agent.JobStep.Then;
import dev.postern.agent.JobStep.Work;
import dev.postern.protocol.AgentJobReply;
import dev.postern.protocol.CommandReply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One command on this node, from its first step to its last. */
final class Job {

    /** What fits into a control frame, where the content is a text within JSON: quotes and backslashes count again. */
    static final int MAX_QUOTED = 150_000;

    private static final int WHOLE = 100;

    /** What a job needs of the agent. */
    record Surroundings(String instanceId, String region, CommandReply.Agent agent, InstantSource clock) {}

    private final List<JobStep> steps;
    private final Surroundings surroundings;
    private final String note;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<StepOutcome> outcomes = new ArrayList<>();
    private @Nullable ScriptRun running;
    private boolean cancelled;
    private String status = StepOutcome.IN_PROGRESS;
    private String trace = "";

    /** @param note what whoever sent it should know beside the outputs; may be empty */
    Job(List<JobStep> steps, String note, Surroundings surroundings) {
        this.steps = steps;
        this.note = note;
        this.surroundings = surroundings;
        for (int i = 0; i < steps.size(); i++) outcomes.add(StepOutcome.WAITING);
    }

    /** @param folder for its scripts */
    void run(Path folder) throws InterruptedException {
        var leftOut = false;
        var forgiven = new ArrayList<JobStep>();
        for (int i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            if (isCancelled()) break;
            if (leftOut && !step.last()) continue;
            set(i, attempt(i, step, folder));
            var outcome = outcome(i);
            var then = outcome.failed() ? step.onFailure() : step.onSuccess();
            if (outcome.failed() && then == Then.SUCCESS_AND_EXIT) forgiven.add(step);
            if (then != Then.GO_ON && !outcome.status().equals(StepOutcome.SKIPPED)) leftOut = true;
        }
        finish(verdict(forgiven), note);
    }

    /** Stops what runs, and nothing more will. From any thread. */
    void cancel() {
        ScriptRun script;
        lock.lock();
        try {
            cancelled = true;
            script = running;
        } finally {
            lock.unlock();
        }
        if (script != null) script.cancel();
    }

    /** Ended before it began, or by what is no part of it. */
    void finish(String how, String why) {
        lock.lock();
        try {
            status = how;
            trace = why;
        } finally {
            lock.unlock();
        }
    }

    boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    String status() {
        lock.lock();
        try {
            return status;
        } finally {
            lock.unlock();
        }
    }

    private StepOutcome attempt(int index, JobStep step, Path folder) throws InterruptedException {
        return switch (step.work()) {
            case Work.Skipped(var because) -> new StepOutcome(StepOutcome.SKIPPED, 0, now(), now(), because, "");
            case Work.Impossible(var because) -> new StepOutcome(StepOutcome.FAILED, 1, now(), now(), "", because);
            case Work.Script script -> {
                var outcome = run(index, script, folder);
                for (int tries = 1; tries < step.attempts() && outcome.failed() && !isCancelled(); tries++)
                    outcome = run(index, script, folder);
                yield outcome;
            }
        };
    }

    private StepOutcome run(int index, Work.Script work, Path folder) throws InterruptedException {
        var script = new ScriptRun(work, folder, variables(), surroundings.clock());
        lock.lock();
        try {
            running = script;
            outcomes.set(index, script.progress());
            if (cancelled) script.cancel();
        } finally {
            lock.unlock();
        }
        try {
            return script.run();
        } finally {
            lock.lock();
            try {
                running = null;
            } finally {
                lock.unlock();
            }
        }
    }

    /** The ones the stock agent sets. */
    private Map<String, String> variables() {
        return Map.of("AWS_SSM_INSTANCE_ID", surroundings.instanceId(), "AWS_SSM_REGION_NAME", surroundings.region());
    }

    private String verdict(List<JobStep> forgiven) {
        lock.lock();
        try {
            if (cancelled) return StepOutcome.CANCELLED;
            var counted = new ArrayList<String>();
            for (int i = 0; i < steps.size(); i++)
                if (!forgiven.contains(steps.get(i)))
                    counted.add(outcomes.get(i).status());
            if (counted.contains(StepOutcome.FAILED)) return StepOutcome.FAILED;
            if (counted.contains(StepOutcome.TIMED_OUT)) return StepOutcome.TIMED_OUT;
            return counted.contains(StepOutcome.CANCELLED) ? StepOutcome.CANCELLED : StepOutcome.SUCCESS;
        } finally {
            lock.unlock();
        }
    }

    private void set(int index, StepOutcome outcome) {
        lock.lock();
        try {
            outcomes.set(index, outcome);
        } finally {
            lock.unlock();
        }
    }

    private StepOutcome outcome(int index) {
        lock.lock();
        try {
            return outcomes.get(index);
        } finally {
            lock.unlock();
        }
    }

    /** Where it stands, as the content of a reply. Outputs are cut so far that it fits. */
    String reply() {
        for (int share = WHOLE; share > 0; share = share * 3 / 4) {
            var content = reply(share);
            if (content.getBytes(StandardCharsets.UTF_8).length <= AgentJobReply.MAX_CONTENT
                    && JsonMapper.shared().writeValueAsBytes(content).length <= MAX_QUOTED) return content;
        }
        return reply(0);
    }

    private String reply(int share) {
        lock.lock();
        try {
            var told = new LinkedHashMap<String, CommandReply.Step>();
            for (int i = 0; i < steps.size(); i++) {
                var outcome = outcomes.get(i);
                if (running != null && outcome.status().equals(StepOutcome.IN_PROGRESS)) outcome = running.progress();
                told.put(steps.get(i).name(), outcome.reply(steps.get(i), share));
            }
            return new CommandReply(surroundings.agent(), StepOutcome.text(now()), "", status, trace, told).toJson();
        } finally {
            lock.unlock();
        }
    }

    private Instant now() {
        return surroundings.clock().instant();
    }
}
