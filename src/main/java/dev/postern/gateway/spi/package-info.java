/** What the gateway gives to whoever keeps what was said in a session. */
@NullMarked
@NamedInterface("spi")
package dev.postern.gateway.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
