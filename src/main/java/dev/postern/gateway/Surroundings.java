package dev.postern.gateway;

import dev.postern.session.EndCause;
import dev.postern.session.SessionId;
import dev.postern.session.spi.NodeBackend;
import dev.postern.session.spi.SessionLedger;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every relay of this gateway shares.
 *
 * @param spools the folder with a folder for each session
 * @param tapes told which of these are being written
 * @param reports runs what must not hold up a socket: reports to the ledger, ends
 * @param over told when a relay has ended
 * @param untold takes ends that the ledger did not
 */
record Surroundings(
        GatewaySettings settings,
        InstantSource clock,
        SessionLedger ledger,
        NodeBackend backend,
        Path spools,
        SpoolFile.Disk disk,
        Tapes tapes,
        DataKeys dataKeys,
        Supplier<UUID> ids,
        Executor reports,
        Traffic traffic,
        Consumer<Relay> over,
        BiConsumer<SessionId, EndCause> untold) {}
