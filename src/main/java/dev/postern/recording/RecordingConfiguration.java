package dev.postern.recording;

import dev.postern.evidence.Seal;
import dev.postern.evidence.Signer;
import dev.postern.gateway.spi.SessionTapes;
import dev.postern.keys.SigningKeys;
import dev.postern.session.Sessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The recorder and its threads. Not an Executor bean: that would take the place of Spring's own. */
@Configuration(proxyBeanMethods = false)
class RecordingConfiguration {
    /** Each reads half a megabyte at most and draws a screen: a machine has no more cores for it than that. */
    private static final int AT_ONCE = 8;

    @Bean
    Signer recordingSigner(SigningKeys keys) {
        return bytes -> {
            var signed = keys.sign(bytes);
            return Seal.of(signed.by().publicKey(), signed.signature());
        };
    }

    @Bean(destroyMethod = "close")
    Recorder recorder(
            RecordingRecords records,
            Beginnings beginnings,
            Sessions sessions,
            SessionTapes tapes,
            SegmentRecords segments,
            Shelf shelf,
            Sealing sealing,
            RecordingSettings settings,
            RecordingMeters meters,
            MeterRegistry registry,
            InstantSource clock) {
        var room = new Semaphore(AT_ONCE);
        var name = Thread.ofVirtual().name("record-", 0);
        var recorder = new Recorder(
                records,
                beginnings,
                sessions,
                tapes,
                segments,
                shelf,
                sealing,
                settings,
                meters,
                look -> name.start(() -> {
                    room.acquireUninterruptibly();
                    try {
                        look.run();
                    } finally {
                        room.release();
                    }
                }),
                clock);
        Gauge.builder("postern.recording.failing", recorder, Recorder::failing)
                .description("sessions that cannot be sealed at this moment")
                .register(registry);
        Gauge.builder("postern.recording.waiting", segments, SegmentRecords::countWaiting)
                .description("segments on disk that wait for their store")
                .register(registry);
        return recorder;
    }
}
