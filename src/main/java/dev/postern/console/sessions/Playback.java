package dev.postern.console.sessions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import dev.postern.console.shell.Texts;
import dev.postern.session.SessionId;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays one session's recording: screen, transcript and commands side by side. All of it runs in the browser, which asks for the
 * recording itself; nothing of it passes the UI. {@code ?t=} in the page's address is the moment to begin at, in seconds.
 */
@Tag("postern-playback")
@JsModule("./playback/postern-playback.ts")
final class Playback extends Component {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    Playback(SessionId session) {
        getElement().setProperty("session", session.value());
        getElement().setPropertyJson("texts", JSON.valueToTree(Texts.below("playback.", Texts.language())));
    }
}
