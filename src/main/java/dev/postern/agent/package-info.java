/**
 * The node agent: registers, dials out, runs shells on a pty, commands and port forwards. Plain Java: runs in the server and alone.
 *
 * <p>Threads, in three sentences. {@link dev.postern.agent.Agent} owns one virtual thread each for the role token, the heartbeat, the control
 * channel and the reports of ended sessions. A session has one that runs it, one that keeps its data channel connected and one that sends again what
 * was not acknowledged; what reads a socket, a pty or a pipe is a platform thread, since it does little else than wait in the kernel. Frames are
 * handled on the thread that read them, where nothing may wait: a key goes into the terminal there when the kernel says that it is taken at once.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"protocol", "sigv4"})
package dev.postern.agent;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
