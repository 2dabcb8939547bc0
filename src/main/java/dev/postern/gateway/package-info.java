/**
 * Pairs the two ends of a session and relays frames between them; spools, resumes, cuts. Decodes no terminal payload, decides no access, and keeps
 * no history: what becomes of a session it reports to {@code session}.
 *
 * <p>Threads: whoever reads a socket brings its frames into the relay, which writes files but never waits for the other end. Each client end has one
 * writer, a virtual thread that sleeps when it is at the head of the spool; while a page keeps up, the thread that spooled a few bytes hands them to
 * it, too, never both at once. One clock thread looks at every relay ten times a second; whatever may take
 * long (the database, the trail, an end) runs on virtual threads of its own.
 *
 * <p>The hot path, output: {@code ChannelSocket} → {@code TerminalRelay} → {@code Spool} → {@code BrowserEnd} → {@code Viewer}, then the
 * acknowledgement.
 * Input: {@code Attachment} → {@code TerminalRelay} → {@code InputJournal} → {@code JettyLink}. A directory per session in {@code spool/} of the home
 * holds both, and a {@code Timeline} with whatever else happened, which output passes without. {@code spi} gives it all, as it grows, to whoever keeps it.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "protocol",
            "sigv4",
            "identity",
            "inventory",
            "session",
            "session::spi",
            "commands",
            "commands::spi",
            "cluster",
            "keys",
            "trail"
        })
package dev.postern.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
