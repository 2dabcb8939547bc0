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

    void refused(ApiError error, String action, Signer signer, String address, String requestId) {
        meters.counter("postern.api.refused", "code", error.code()).increment();
        var line = error.suspicious() ? log.atWarn() : log.atDebug();
        line.addKeyValue("action", action)
                .addKeyValue("code", error.code())
                .addKeyValue("principal", name(signer))
                .addKeyValue("address", address)
                .addKeyValue("request", requestId)
                .addKeyValue("why", error.text())
                .log("call refused");
        if (error.suspicious())
            bursts.next(error.code() + " " + address)
                    .ifPresent(leftOut -> record(error, action, signer, address, requestId, leftOut));
    }

    private void record(ApiError error, String action, Signer signer, String address, String requestId, long leftOut) {
        var entry = NewEntry.of(action, actor(signer, address), Outcome.DENIED)
                .node(signer instanceof Signer.Node(var id) ? id.value() : null)
                .with("code", error.code())
                .with("because", error.text())
                .with("request", requestId);
        trail.append(leftOut == 0 ? entry : entry.with("alsoLeftOut", Long.toString(leftOut)));
    }

    private static Actor actor(Signer signer, String address) {
        return switch (signer) {
            case Signer.User(var caller) -> caller.actor();
            case Signer.Node(var id) -> new Actor(id.value(), id.value(), address);
            case Signer.RegisteredKey(var id) -> new Actor(id.value(), id.value(), address);
            case Signer.Nobody _ -> Actor.anonymous(address);
        };
    }

    private static String name(Signer signer) {
        return switch (signer) {
            case Signer.User(var caller) -> caller.arn();
            case Signer.Node(var id) -> id.value();
            case Signer.RegisteredKey(var id) -> id.value();
            case Signer.Nobody _ -> "anonymous";
        };
    }
}
