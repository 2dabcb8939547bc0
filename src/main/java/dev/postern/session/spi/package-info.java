/** What a session needs from whoever moves its bytes. */
@NullMarked
@NamedInterface("spi")
package dev.postern.session.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
