package dev.postern.webapp;

import dev.postern.session.SessionId;
import java.time.Instant;

/**
 * A web app that is open: one port session, one origin.
 *
 * @param owner ARN of whom it is open for; nobody else gets in
 */
public record WebApp(SessionId session, String owner, String nodeName, AppTarget target, Instant openedAt) {}
