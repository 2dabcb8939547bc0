package dev.postern.trail;

import dev.postern.evidence.Checkpoint;
import dev.postern.evidence.Damaged;
import dev.postern.evidence.Seal;
import dev.postern.evidence.TrailBundle;
import dev.postern.evidence.TrailEntry;
import dev.postern.keys.SigningKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Signs the trail from time to time, so that whoever rules the database alone cannot make its past anew. Signs only what it
 * has just seen follow from what was signed before.
 */
@Component
final class SignedTrail implements TrailExport {
    private static final Logger log = LoggerFactory.getLogger(SignedTrail.class);

    private final StoredTrail trail;
    private final StoredCheckpoints checkpoints;
    private final SigningKeys keys;
    private final TrailSettings settings;
    private final Clock clock;
    private final ReentrantLock signing = new ReentrantLock();
    // Guarded by signing. Who deletes checkpoints to have another past signed has to stop the server, too.
    private long signed;
    private String complained = "";

    SignedTrail(StoredTrail trail, JdbcClient jdbc, SigningKeys keys, TrailSettings settings, Clock clock) {
        this.trail = trail;
        this.checkpoints = new StoredCheckpoints(jdbc, bytes -> {
            var signed = keys.sign(bytes);
            return Seal.of(signed.by().publicKey(), signed.signature());
        });
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    /** Often enough for "after so many entries"; looks at two rows where nothing is due. */
    @Scheduled(fixedDelayString = "PT10S")
    void signIfDue() {
        signing.lock();
        try {
            var last = trail.lastSequence();
            if (isDue(last)) sign(last);
            complained = "";
        } catch (Damaged broken) {
            // it stays so until somebody comes: once is enough
            if (!broken.what().equals(complained))
                log.atError().addKeyValue("detail", broken.what()).log("the trail is not signed: it was tampered with");
            complained = broken.what();
        } finally {
            signing.unlock();
        }
    }

    private boolean isDue(long last) throws Damaged {
        if (last == 0) return false;
        var newest = checkpoints.upTo(Long.MAX_VALUE);
        if (newest.map(Checkpoint::sequence).orElse(0L) < signed)
            throw new Damaged("the checkpoint of entry " + signed + " is gone");
        if (newest.isEmpty()) return true;
        var entries = last - newest.get().sequence();
        return entries >= settings.checkpointEntries()
                || (entries > 0 && !now().isBefore(newest.get().at().plus(settings.checkpointEvery())));
    }

    /** @throws Damaged where this entry does not follow from what was signed before */
    private void sign(long sequence) throws Damaged {
        var before = checkpoints.upTo(sequence);
        if (before.isPresent()) prove(before.get());
        var from = before.map(Checkpoint::sequence).orElse(0L);
        if (from == sequence) return;
        var hash = before.map(Checkpoint::hash).orElse(CanonicalText.BEFORE_THE_FIRST);
        checkpoints.sign(sequence, chained(hash, from + 1, sequence), now());
        signed = Math.max(signed, sequence);
    }

    /** By a key of ours: anybody can sign with another. */
    private void prove(Checkpoint checkpoint) throws Damaged {
        checkpoint.prove();
        var signer = checkpoint.seal().fingerprint();
        if (keys.all().stream().noneMatch(key -> key.fingerprint().equals(signer)))
            throw new Damaged(
                    "the checkpoint of entry " + checkpoint.sequence() + " is signed by another key, " + signer);
    }

    private String chained(String before, long first, long last) throws Damaged {
        var hash = before;
        for (var expected = first; expected <= last; ) {
            var page = trail.following(expected - 1, last);
            if (page.isEmpty()) throw new Damaged("entry " + expected + " is missing");
            for (var entry : page) {
                if (entry.sequence() != expected) throw new Damaged("entry " + expected + " is missing");
                hash = evidence(entry).hash(hash);
                if (!hash.equals(entry.hash()))
                    throw new Damaged("entry " + expected + " is not what was written: its hash does not come out");
                expected++;
            }
        }
        return hash;
    }

    private static TrailEntry evidence(Entry entry) {
        return CanonicalText.evidence(entry.sequence(), entry.id(), entry.at(), entry.event());
    }

    @Override
    public void write(long first, long last, OutputStream out) throws IOException {
        var end = Math.min(last, trail.lastSequence());
        if (first < 1 || first > end)
            throw new IllegalArgumentException("the trail has no entries from " + first + " to " + last);
        vouchFor(end);
        var bundle = new TrailBundle(out, first, end, trail.hashBefore(first));
        var page = trail.following(first - 1, end);
        while (!page.isEmpty()) {
            write(page, bundle);
            page = trail.following(page.getLast().sequence(), end);
        }
    }

    private void write(List<Entry> page, TrailBundle bundle) throws IOException {
        var covering = new HashMap<Long, Checkpoint>();
        for (var each :
                checkpoints.between(page.getFirst().sequence(), page.getLast().sequence()))
            covering.put(each.sequence(), each);
        for (var entry : page) {
            bundle.add(evidence(entry), entry.hash());
            var checkpoint = covering.get(entry.sequence());
            if (checkpoint != null) bundle.add(checkpoint);
        }
    }

    private void vouchFor(long last) {
        signing.lock();
        try {
            sign(last);
        } catch (Damaged broken) {
            log.atError()
                    .addKeyValue("detail", broken.what())
                    .log("what is exported of the trail is not signed: it was tampered with");
        } finally {
            signing.unlock();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
