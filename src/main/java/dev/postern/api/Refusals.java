package dev.postern.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.postern.api.operation.ApiError;
import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps account of what was refused: every refusal is counted and logged, and the first of a kind from an address in a minute goes to
 * the trail, so that nobody can fill it from outside.
 */
@Component
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private static final Duration SAMPLE = Duration.ofMinutes(1);

    /** More addresses than this in a minute and some are written twice. */
    private static final int MOST_REMEMBERED = 10_000;

    /** At least so far apart for all addresses together: an attacker with many of them fills nothing either. */
    private static final int MOST_ENTRIES_A_MINUTE = 600;

    private final Trail trail;
    private final MeterRegistry meters;
    private final Cache<String, Boolean> recent;

    Refusals(Trail trail, MeterRegistry meters, InstantSource clock) {
        this.trail = trail;
        this.meters = meters;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.recent = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(SAMPLE)
                .ticker(ticker)
                .build();
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
        if (error.suspicious() && isFirst(error, address)) record(error, action, signer, address, requestId);
    }

    private boolean isFirst(ApiError error, String address) {
        if (recent.asMap().size() >= MOST_ENTRIES_A_MINUTE) recent.cleanUp();
        if (recent.asMap().size() >= MOST_ENTRIES_A_MINUTE) return false;
        return recent.asMap().putIfAbsent(address + " " + error.code(), true) == null;
    }

    private void record(ApiError error, String action, Signer signer, String address, String requestId) {
        trail.append(NewEntry.of(action, actor(signer, address), Outcome.DENIED)
                .node(signer instanceof Signer.Node(var id) ? id.value() : null)
                .with("code", error.code())
                .with("reason", error.text())
                .with("request", requestId)
                .with("sampled", "the first of its kind from this address in a minute"));
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
