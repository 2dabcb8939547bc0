package dev.postern.server;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The attributes of one browser session that cannot be stored. Shared by all requests of that session. */
final class LiveAttributes {
    private final Map<String, Object> values = new ConcurrentHashMap<>();
    private volatile Instant expiresAt = Instant.MAX;

    @Nullable Object get(String name) {
        return values.get(name);
    }

    void set(String name, @Nullable Object value) {
        if (value == null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
    }

    Set<String> names() {
        return Set.copyOf(values.keySet());
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    void expireAt(Instant end) {
        expiresAt = end;
    }

    boolean expired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** Tells every value that its session is over: Vaadin closes its UIs on that. */
    void end(String id) {
        HttpSession ended = endedSession(id);
        values.forEach((name, value) -> {
            values.remove(name, value);
            if (value instanceof HttpSessionBindingListener listener) {
                listener.valueUnbound(new HttpSessionBindingEvent(ended, name, value));
            }
        });
    }

    private static HttpSession endedSession(String id) {
        return (HttpSession) Proxy.newProxyInstance(
                HttpSession.class.getClassLoader(),
                new Class<?>[] {HttpSession.class},
                (_, method, _) -> switch (method.getName()) {
                    case "getId" -> id;
                    case "toString" -> "ended session";
                    default -> throw new IllegalStateException("this session has ended");
                });
    }
}
