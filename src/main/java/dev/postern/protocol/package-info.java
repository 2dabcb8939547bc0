/**
 * The wire of AWS Systems Manager Session Manager: frames, the reliable stream, the handshake, the messages of both channels, and smux.
 *
 * <p>Bytes and time come in, frames go out. Nothing here owns a thread, a clock, a socket or a log, and nothing here knows what a session is
 * for: callers bring the bytes, the time and the ids, and decide what a message means. Every buffer has a limit, and whatever a peer sends
 * becomes either a value or a {@link dev.postern.protocol.ProtocolViolation}. Instances are confined to one owner at a time, who brings the
 * lock if there are several; {@link dev.postern.protocol.Frame} and the records are immutable and may go anywhere.
 *
 * <p>Wire facts are those of amazon-ssm-agent 3.3 and session-manager-plugin 1.2.650. "Stock" means those two.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.postern.protocol;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
