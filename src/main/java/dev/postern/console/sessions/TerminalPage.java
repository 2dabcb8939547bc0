package dev.postern.console.sessions;

import com.vaadin.flow.server.communication.IndexHtmlRequestListener;
import com.vaadin.flow.server.communication.IndexHtmlResponse;
import dev.postern.access.AccessRequest;
import dev.postern.access.Gate;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.Callers;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionLegs;
import dev.postern.session.Sessions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.DataNode;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes into the page of a terminal what it must know before it dials: whose session it is and all texts. The page has
 * no view on the server, so that it outlives a restart.
 */
@Component
class TerminalPage implements IndexHtmlRequestListener {
    private static final String PATH = "/terminal/";

    private final Sessions sessions;
    private final Callers callers;
    private final Gate gate;
    private final SessionLegs legs;
    private final JsonMapper json = JsonMapper.builder().build();

    TerminalPage(Sessions sessions, Callers callers, Gate gate, SessionLegs legs) {
        this.sessions = sessions;
        this.callers = callers;
        this.gate = gate;
        this.legs = legs;
    }

    @Override
    public void modifyIndexHtmlResponse(IndexHtmlResponse response) {
        response.getDocument()
                .getElementsByTag("html")
                .attr("lang", response.getVaadinRequest().getLocale().getLanguage());
        var path = response.getVaadinRequest().getPathInfo();
        if (path == null || !path.startsWith(PATH)) return;
        var language = response.getVaadinRequest().getLocale();
        var session = callers.current().flatMap(caller -> visible(caller, path.substring(PATH.length())));
        var page = new LinkedHashMap<String, Object>();
        page.put("session", session.map(TerminalPage::facts).orElse(null));
        page.put("texts", Texts.below("terminal.", language));
        // "<" as an escape, so that no name of a node can end the element
        var data = new DataNode(json.writeValueAsString(page).replace("<", "\\u003c"));
        response.getDocument()
                .head()
                .appendElement("script")
                .attr("type", "application/json")
                .attr("id", "postern-terminal")
                .appendChild(data);
        session.ifPresent(found -> response.getDocument().title(found.nodeName() + " · Postern"));
    }

    private Optional<Session> visible(Caller caller, String id) {
        if (!SessionId.isValid(id)) return Optional.empty();
        return sessions.find(new SessionId(id))
                .filter(session -> session.isOf(caller)
                        || gate.allows(AccessRequest.of(caller, legs.of("postern:ViewSession", session))));
    }

    private static Map<String, String> facts(Session session) {
        return Map.of(
                "id", session.id().value(),
                "node", session.node().value(),
                "nodeName", session.nodeName(),
                "owner", session.ownerName());
    }
}
