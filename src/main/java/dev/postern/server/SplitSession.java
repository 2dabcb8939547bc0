package dev.postern.server;

import dev.postern.identity.Network;
import dev.postern.identity.SignedInBrowsers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.serializer.support.SerializationFailedException;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.MapSession;
import org.springframework.session.Session;

/**
 * A browser's session in two parts: what can be stored (who signed in, CSRF token, saved request) in {@code stored}, the Vaadin
 * objects, which live with their process, in {@code live}. All copies of a session that concurrent requests hold share one {@code live}.
 * A visitor's {@code stored} part is no row yet: it becomes one by signing in, and gets another id with it.
 */
final class SplitSession implements Session {
    private static final Logger log = LoggerFactory.getLogger(SplitSession.class);

    private Session stored;
    private final LiveAttributes live;
    private final Network network;
    private @Nullable Supplier<Session> signedIn;
    private String loadedAs;
    private boolean isNew;

    private SplitSession(
            Session stored, LiveAttributes live, Network network, @Nullable Supplier<Session> signedIn, boolean isNew) {
        this.stored = stored;
        this.live = live;
        this.network = network;
        this.signedIn = signedIn;
        this.loadedAs = stored.getId();
        this.isNew = isNew;
    }

    static SplitSession ofNewcomer(MapSession session, Network network, Supplier<Session> signedIn) {
        return new SplitSession(session, new LiveAttributes(), network, signedIn, true);
    }

    static SplitSession ofVisitor(Visitors.Visitor visitor, Supplier<Session> signedIn) {
        return new SplitSession(visitor.session(), visitor.live(), visitor.network(), signedIn, false);
    }

    static SplitSession ofSignedIn(Session stored, LiveAttributes live) {
        return new SplitSession(stored, live, Network.of((String) null), null, false);
    }

    /** Vaadin's session and its lock, {@code com.vaadin.flow.server.VaadinSession.<servlet>} and {@code <servlet>.lock}, and our own of that kind. */
    static boolean staysInMemory(String attribute) {
        return attribute.startsWith("com.vaadin")
                || attribute.endsWith(".lock")
                || attribute.startsWith(SignedInBrowsers.LIVE);
    }

    Session stored() {
        return stored;
    }

    LiveAttributes live() {
        return live;
    }

    /** Whether nobody has signed in with it. */
    boolean isVisitor() {
        return signedIn != null;
    }

    /** Where the browser was when it was given this session. */
    Network network() {
        return network;
    }

    boolean isNew() {
        return isNew;
    }

    /** One request may save twice: when it commits its response, and at its end. */
    void saved() {
        isNew = false;
        loadedAs = getId();
    }

    /** The id under which this copy was read or saved last; differs from {@link #getId} once it was changed. */
    String loadedAs() {
        return loadedAs;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface leaves the type to the caller
    public <T> @Nullable T getAttribute(String name) {
        if (staysInMemory(name)) {
            return (T) live.get(name);
        }
        try {
            return stored.getAttribute(name);
        } catch (SerializationFailedException | ConversionException ofAnotherVersion) {
            // an upgrade changed the class: the user signs in again, instead of seeing this error for ever
            log.atWarn().addKeyValue("attribute", name).log("stored session attribute is unreadable, dropped");
            stored.removeAttribute(name);
            return null;
        }
    }

    @Override
    public Set<String> getAttributeNames() {
        var names = new HashSet<>(stored.getAttributeNames());
        names.addAll(live.names());
        return names;
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (staysInMemory(name)) {
            live.set(name, value);
        } else if (value == null) {
            stored.removeAttribute(name);
        } else {
            if (name.equals(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)) {
                becomeSignedIn();
            }
            stored.setAttribute(name, value);
        }
    }

    private void becomeSignedIn() {
        if (signedIn == null) return;
        Session visitor = stored;
        stored = signedIn.get();
        signedIn = null;
        stored.setLastAccessedTime(visitor.getLastAccessedTime());
        for (String attribute : visitor.getAttributeNames()) {
            Object value = visitor.getAttribute(attribute);
            if (value != null) stored.setAttribute(attribute, value);
        }
    }

    @Override
    public void removeAttribute(String name) {
        setAttribute(name, null);
    }

    @Override
    public String getId() {
        return stored.getId();
    }

    @Override
    public String changeSessionId() {
        return stored.changeSessionId();
    }

    @Override
    public Instant getCreationTime() {
        return stored.getCreationTime();
    }

    @Override
    public void setLastAccessedTime(Instant lastAccessedTime) {
        stored.setLastAccessedTime(lastAccessedTime);
    }

    @Override
    public Instant getLastAccessedTime() {
        return stored.getLastAccessedTime();
    }

    @Override
    public void setMaxInactiveInterval(Duration interval) {
        stored.setMaxInactiveInterval(interval);
    }

    @Override
    public Duration getMaxInactiveInterval() {
        return stored.getMaxInactiveInterval();
    }

    @Override
    public boolean isExpired() {
        return stored.isExpired();
    }
}
