package dev.postern.session.spi;

import java.util.Optional;

/** Whoever records sessions, asked before one starts: a session that could not be recorded must not be. */
@FunctionalInterface
public interface RoomToRecord {
    /** Why no session can be recorded at this moment, and what is to be done about it; empty where one can. Must be quick. */
    Optional<String> refusal();
}
