/** The Session Manager channels as machines: frames, the reliable stream, handshake, control messages, smux. Bytes and time come in, frames go out; no socket, clock or thread. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.postern.protocol;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
