package dev.postern.server;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.serializer.support.SerializationFailedException;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.Session;

/**
 * A browser's session in two parts: what can be stored (who signed in, CSRF token, saved request) in {@code stored}, the Vaadin
 * objects, which live with their process, in {@code live}. All copies of a session that concurrent requests hold share one {@code live}.
 */
final class SplitSession implements Session {
    private static final Logger log = LoggerFactory.getLogger(SplitSession.class);

    private final Session stored;
    private final LiveAttributes live;
    private final Duration signedInLife;
    private final String loadedAs;

    SplitSession(Session stored, LiveAttributes live, Duration signedInLife) {
        this.stored = stored;
        this.live = live;
        this.signedInLife = signedInLife;
        this.loadedAs = stored.getId();
    }

    /** Vaadin's session and its lock: {@code com.vaadin.flow.server.VaadinSession.<servlet>} and {@code <servlet>.lock}. */
    static boolean staysInMemory(String attribute) {
        return attribute.startsWith("com.vaadin") || attribute.endsWith(".lock");
    }

    Session stored() {
        return stored;
    }

    LiveAttributes live() {
        return live;
    }

    /** The id under which this copy was read; differs from {@link #getId} once it was changed. */
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
            stored.setAttribute(name, value);
            if (name.equals(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)) {
                stored.setMaxInactiveInterval(signedInLife);
            }
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
