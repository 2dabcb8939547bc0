package dev.postern.console.settings;

import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a new access key may be good. */
enum KeyLife {
    WEEK(7),
    MONTH(30),
    QUARTER(90),
    YEAR(365),
    ENDLESS(0);

    private final Duration span;

    KeyLife(int days) {
        this.span = Duration.ofDays(days);
    }

    @Nullable Instant endFrom(Instant now) {
        return this == ENDLESS ? null : now.plus(span);
    }

    String words(Moments moments) {
        return this == ENDLESS ? Texts.text("key.life.endless") : moments.span(span);
    }
}
