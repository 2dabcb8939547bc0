/** What a command needs from whoever reaches the nodes. */
@NullMarked
@NamedInterface("spi")
package dev.postern.commands.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
