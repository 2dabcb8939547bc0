package dev.postern.terminal;

import dev.postern.session.EndCause;
import dev.postern.session.Purpose;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** An end as the browser gets it: the cause's name on the wire, the exit status if there is one, and a sentence from the bundle. */
@Component
class EndWords {
    private final MessageSource messages;

    EndWords(MessageSource messages) {
        this.messages = messages;
    }

    record Words(String cause, @Nullable Integer status, String text) {}

    /** @param purpose what it is that ended */
    Words of(EndCause cause, Purpose purpose, Locale locale) {
        return switch (cause) {
            case EndCause.ClosedByUser() -> words("closed", locale);
            case EndCause.Exited(var status) ->
                new Words("exited", status, text("exited." + purpose.word(), locale, status));
            case EndCause.Finished() -> new Words("exited", null, text("finished." + purpose.word(), locale));
            case EndCause.Idle(var limit) -> words("idle", locale, limit.toMinutes());
            case EndCause.MaximumDuration(var limit) -> words("maximum", locale, limit.toMinutes());
            case EndCause.NodeLost() -> words("node-lost", locale);
            case EndCause.NodeStopped() -> words("node-stopped", locale);
            case EndCause.ClientLost() -> words("client-lost", locale);
            case EndCause.Terminated(var by) -> words("terminated", locale, by);
            case EndCause.AccessEnded(var why) -> words("access", locale, why);
            case EndCause.Draining() -> words("draining", locale);
            case EndCause.Failed(var output) -> words("failed", locale, output);
        };
    }

    private Words words(String cause, Locale locale, Object... facts) {
        return new Words(cause, null, text(cause, locale, facts));
    }

    private String text(String cause, Locale locale, Object... facts) {
        // a missing sentence must not hide the end itself
        return String.valueOf(messages.getMessage("session.end." + cause, facts, cause, locale));
    }
}
