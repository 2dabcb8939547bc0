/**
 * The node agent: registers, dials out, runs shells on a pty, commands and port forwards. Plain Java: runs in the server and alone.
 *
 * <p>Threads, in three sentences. {@link dev.postern.agent.Agent} owns one virtual thread each for the role token, the heartbeat and the control
 * channel. A session has one that runs it, one that keeps its data channel connected and one that sends again what was not acknowledged; what reads
 * or writes a pty or a pipe is a platform thread, since it waits inside the kernel. Frames are handled on the WebSocket's own thread, where nothing
 * may wait.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"protocol", "sigv4"})
package dev.postern.agent;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
