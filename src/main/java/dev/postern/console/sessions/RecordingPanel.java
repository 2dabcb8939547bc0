package dev.postern.console.sessions;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Amounts;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.recording.Recording;
import dev.postern.recording.RecordingState;
import dev.postern.recording.Recordings;
import dev.postern.session.Purpose;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What there is of a session's recording on its page: the player, what proves it, what one may take away; or why there is nothing. */
final class RecordingPanel extends Div {
    private static final String VIEW = "postern:ViewRecording";
    private static final String EXPORT = "postern:ExportRecording";

    private final Recordings recordings;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Div player = new Div();
    private final Div seal = new Div();
    private @Nullable SessionId playing;

    RecordingPanel(Recordings recordings, Acting acting, Moments moments, Caller caller) {
        this.recordings = recordings;
        this.acting = acting;
        this.moments = moments;
        this.caller = caller;
        addClassName("recording");
        seal.addClassName("panel");
        add(player, seal);
    }

    /** Again and again, while it plays. */
    void show(Session session) {
        var recording = recordings.find(session.id());
        setVisible(recording.isPresent());
        recording.ifPresent(found -> show(session, found));
    }

    private void show(Session session, Recording recording) {
        var refusal = acting.whyNot(caller, VIEW, session);
        play(session, recording, refusal.isEmpty());
        seal.removeAll();
        var state = new Span(word("state", recording.state()));
        state.addClassNames("badge", badge(recording.state()));
        var line = new Div(state, new Span(word("about", recording.state())));
        line.addClassName("state-line");
        seal.add(new H2(Texts.text("recording")), line);
        refusal.ifPresent(why -> seal.add(new Paragraph(Texts.text("recording.denied", why.because()))));
        seal.add(facts(session, recording));
        if (recording.state() == RecordingState.COMPLETE || recording.state() == RecordingState.TRUNCATED)
            seal.add(downloads(session));
    }

    /** A player that plays goes on playing. */
    private void play(Session session, Recording recording, boolean may) {
        var plays = may && recording.playable() && !(session.purpose() instanceof Purpose.Port);
        if (plays && session.id().equals(playing)) return;
        player.removeAll();
        playing = plays ? session.id() : null;
        if (plays) player.add(new Playback(session.id()));
    }

    private Facts facts(Session session, Recording recording) {
        var facts = new Facts()
                .text("recording.number", Long.toString(recording.number()))
                .id("recording.hash", recording.hash());
        if (session.purpose() instanceof Purpose.Port)
            facts.text("recording.to-node", Amounts.bytes(recording.toNode()))
                    .text("recording.from-node", Amounts.bytes(recording.fromNode()));
        else if (recording.playable()) facts.text("recording.output", Amounts.bytes(recording.outputBytes()));
        var expires = recording.expiresAt();
        return expires == null ? facts : facts.text("recording.expires", moments.exact(expires));
    }

    private Div downloads(Session session) {
        var downloads = new Div();
        downloads.addClassName("downloads");
        var refusal = acting.whyNot(caller, EXPORT, session);
        if (refusal.isPresent()) {
            var why =
                    new Span(Texts.text("recording.export.denied", refusal.get().because()));
            why.addClassName("quiet");
            downloads.add(why);
            return downloads;
        }
        downloads.add(new Span(Texts.text("recording.export")));
        for (var format : new String[] {"bundle", "cast", "text"}) downloads.add(download(session, format));
        return downloads;
    }

    private static Anchor download(Session session, String format) {
        var anchor = new Anchor(
                "recordings/" + session.id() + "/export/" + format, Texts.text("recording.export." + format));
        anchor.getElement()
                .setAttribute("download", true)
                .setAttribute("title", Texts.text("recording.export." + format + ".what"));
        anchor.setRouterIgnore(true);
        return anchor;
    }

    private static String word(String what, RecordingState state) {
        return Texts.text("recording." + what + "." + state.name().toLowerCase(Locale.ROOT));
    }

    private static String badge(RecordingState state) {
        return switch (state) {
            case LIVE -> "badge-live";
            case COMPLETE -> "badge-ended";
            case TRUNCATED, UNRECORDED -> "badge-waiting";
            case MISSING -> "badge-failed";
            case EXPIRED -> "badge-ended";
        };
    }
}
