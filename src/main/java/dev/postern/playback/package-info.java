/**
 * Recordings as people see them: what a terminal made of their bytes, line by line and command by command, asciicast for other players, and the
 * server half of Postern's own. Keeps nothing and decides nothing: {@code recording} does both.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"evidence", "screen", "identity", "access", "session", "recording"})
package dev.postern.playback;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
