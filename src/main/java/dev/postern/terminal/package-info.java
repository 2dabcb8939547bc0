/**
 * The server half of the web terminal: tickets, and the browser socket of a session. Knows the socket's messages and nothing of the wire to nodes.
 *
 * <p>Threads: Jetty brings a browser's messages one after the other; the gateway brings the session's on the viewer's own virtual thread, which waits
 * while the browser's socket is full, and a few bytes on the node's thread, which does not wait. One clock thread pings, and closes what stays silent.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"protocol", "identity", "access", "session", "gateway", "keys", "trail"})
package dev.postern.terminal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
