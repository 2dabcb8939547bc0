/** From spool to sealed recording, storage, search, playback. Declared here; arrives with its issue. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"protocol", "evidence", "identity", "access", "session", "gateway", "keys", "trail"})
package dev.postern.recording;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
