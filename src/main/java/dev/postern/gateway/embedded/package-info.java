/** The own fleet's sockets: agents' control and data channels, and the data channel of command-line clients. */
@NullMarked
@NamedInterface("embedded")
package dev.postern.gateway.embedded;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
