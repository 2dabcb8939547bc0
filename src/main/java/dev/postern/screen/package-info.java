/**
 * A terminal without a window: bytes as a node sent them in, and out come what stands on the screen, the bytes that draw it again, the lines
 * that went by, and the marks of a shell that tells where its commands begin and end.
 *
 * <p>Pure: owns no clock, no socket and no store. It understands bytes as xterm.js 6 does, which is what people look at; both are tried on the
 * same strings. Where a recording is kept and who may see it is not known here.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.postern.screen;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
