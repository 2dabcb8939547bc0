package dev.postern.server;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whether the machine the server runs on is a node itself.
 *
 * @param enabled not set: while the console listens on loopback only, that is, while it is this machine's own users who get its shell
 */
@ConfigurationProperties("postern.local-node")
record LocalNodeSettings(@Nullable Boolean enabled) {}
