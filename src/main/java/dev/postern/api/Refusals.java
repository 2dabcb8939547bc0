package dev.postern.api;

import dev.postern.api.operation.ApiError;
import dev.postern.trail.Actor;
import dev.postern.trail.Bursts;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps account of what was refused: every refusal is counted and logged; of credentials used wrongly the first of a kind from an
 * address in a minute goes to the trail.
 */
@Component
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final Trail trail;
    private final MeterRegistry meters;
    private final Bursts bursts;

    Refusals(Trail trail, MeterRegistry meters, InstantSource clock) {
        this.trail = trail;
        this.meters = meters;
        this.bursts = new Bursts(clock);
    }

    /**
     * What was refused.
     *
     * @param call method and path
     * @param key the key id the request claims to be signed with, whether it was or not; empty where it claims none
     */
    record Attempt(String action, Signer signer, String key, String address, String call, String requestId) {}

    void refused(ApiError error, Attempt attempt) {
        meters.counter("postern.api.refused", "code", error.code()).increment();
        var line = error.suspicious() ? log.atWarn() : log.atDebug();
        line.addKeyValue("action", attempt.action())
                .addKeyValue("code", error.code())
                .addKeyValue("principal", actor(attempt).arn())
                .addKeyValue("key", attempt.key())
                .addKeyValue("address", attempt.address())
                .addKeyValue("request", attempt.requestId())
                .addKeyValue("why", error.text())
                .log("call refused");
        if (error.suspicious())
            bursts.next(error.code() + " " + attempt.address()).ifPresent(leftOut -> record(error, attempt, leftOut));
    }

    private void record(ApiError error, Attempt attempt, long leftOut) {
        var entry = NewEntry.of(attempt.action(), actor(attempt), Outcome.DENIED)
                .node(attempt.signer() instanceof Signer.Node(var id) ? id.value() : null)
                .with("code", error.code())
                .with("because", error.text())
                .with("claimedKey", attempt.key())
                .with("call", attempt.call())
                .with("request", attempt.requestId());
        trail.append(leftOut == 0 ? entry : entry.with("alsoLeftOut", Long.toString(leftOut)));
    }

    private static Actor actor(Attempt attempt) {
        return switch (attempt.signer()) {
            case Signer.User(var caller) -> caller.actor();
            case Signer.Node(var id) -> new Actor(id.value(), id.value(), attempt.address());
            case Signer.RegisteredKey(var id) -> new Actor(id.value(), id.value(), attempt.address());
            case Signer.Nobody _ -> Actor.anonymous(attempt.address());
        };
    }
}
