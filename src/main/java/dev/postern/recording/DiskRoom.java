package dev.postern.recording;

import dev.postern.recording.storage.Storage;
import dev.postern.session.spi.RoomToRecord;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** What is left on the disk for recordings. */
@Component
class DiskRoom implements RoomToRecord {
    private static final Logger log = LoggerFactory.getLogger(DiskRoom.class);

    private final Storage storage;
    /** As it was when it was last asked: a change is worth a line in the log. */
    private volatile boolean full;

    DiskRoom(Storage storage, MeterRegistry meters) {
        this.storage = storage;
        Gauge.builder("postern.recording.free", this, DiskRoom::free)
                .description("free space where recordings are kept")
                .baseUnit("bytes")
                .register(meters);
    }

    /** NaN where the disk does not say. */
    double free() {
        try {
            return storage.free();
        } catch (IOException e) {
            log.atError()
                    .addKeyValue("directory", storage.directory())
                    .setCause(e)
                    .log("the disk for recordings does not answer");
            return Double.NaN;
        }
    }

    @Override
    public Optional<String> refusal() {
        var free = free();
        if (Double.isNaN(free))
            return Optional.of(
                    "The session cannot be recorded: the disk for recordings does not answer. The server's log has the reason; postern.recording.directory says where it is.");
        if (free >= storage.leastFree()) {
            if (full) log.atInfo().addKeyValue("free", (long) free).log("sessions start again");
            full = false;
            return Optional.empty();
        }
        if (!full)
            log.atError()
                    .addKeyValue("directory", storage.directory())
                    .addKeyValue("free", (long) free)
                    .log("no session starts: the disk for recordings is full");
        full = true;
        return Optional.of("The session cannot be recorded: the disk for recordings has "
                + DataSize.ofBytes((long) free).toMegabytes() + " MB left, and postern.recording.least-free wants "
                + DataSize.ofBytes(storage.leastFree()).toMegabytes()
                + " MB. Whoever runs the server has to make room there.");
    }
}
