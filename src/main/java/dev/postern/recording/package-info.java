/**
 * From spool to sealed recording: reads the gateway's tapes, seals what is on them piece by piece, keeps the pieces on disk or in S3, and gives
 * them to whoever may see them. Moves no session's bytes and shows nothing: the gateway and the faces do.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "evidence",
            "screen",
            "identity",
            "inventory",
            "access",
            "session",
            "session::spi",
            "gateway::spi",
            "keys",
            "trail"
        })
package dev.postern.recording;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
