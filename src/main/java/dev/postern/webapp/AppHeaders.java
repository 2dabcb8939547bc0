package dev.postern.webapp;

import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** A response's headers, translated as they are added, from the app's origin to the one it is shown under; and a request's the other way. */
final class AppHeaders extends HttpFields.Mutable.Wrapper {
    private static final String POLICY = "Content-Security-Policy";
    private static final Pattern SAYS_WHO_FRAMES = Pattern.compile("(?i)(^|[;,])\\s*frame-ancestors(?=[\\s;,]|$)");
    /** {@code 5; url=…}: what is before the address, and the address. */
    private static final Pattern REFRESH = Pattern.compile("(?i)(\\s*[\\d.]+\\s*[;,]\\s*(?:url\\s*=\\s*)?[\"']?)(.*)");

    private final AppTarget target;

    AppHeaders(AppTarget target, HttpFields.Mutable headers) {
        super(headers);
        this.target = target;
    }

    @Override
    public @Nullable HttpField onAddField(HttpField field) {
        var value = field.getValue();
        if (value == null) return field;
        return switch (field.getLowerCaseName()) {
            case "set-cookie" -> with(field, AppCookie.forOwnHost(value));
            case "location", "content-location" -> with(field, local(value));
            case "refresh" -> with(field, refresh(value));
            // a promise for a name that lasts as long as a session
            case "strict-transport-security" -> null;
            // browsers clear the cookies of all names of one site: the other apps' with its own
            case "clear-site-data" -> null;
            case "date" -> inPlaceOfOurs(field);
            default -> field;
        };
    }

    /** The connector's own cannot be removed, only replaced. */
    private @Nullable HttpField inPlaceOfOurs(HttpField field) {
        if (!contains(field.getHeader())) return field;
        put(field);
        return null;
    }

    private static @Nullable HttpField with(HttpField field, @Nullable String value) {
        if (value == null) return null;
        return value.equals(field.getValue()) ? field : new HttpField(field.getHeader(), field.getName(), value);
    }

    /** Without the origin, where it is the app's own: the browser is there already. */
    private String local(String location) {
        for (var origin : new String[] {target.origin(), "//" + target.authority()}) {
            if (location.equals(origin)) return "/";
            if (location.startsWith(origin + "?")) return "/" + location.substring(origin.length());
            // a path that begins with two slashes would be a host without its origin
            if (location.startsWith(origin + "//")) return "/." + location.substring(origin.length());
            if (location.startsWith(origin + "/")) return location.substring(origin.length());
        }
        return location;
    }

    private String refresh(String value) {
        var parts = REFRESH.matcher(value);
        return parts.matches() ? parts.group(1) + local(parts.group(2)) : value;
    }

    /** All of the app's have been added: no other origin frames it, unless it said itself who may. */
    void complete() {
        var saysItself = contains("X-Frame-Options")
                || getValuesList(POLICY).stream()
                        .anyMatch(policy -> SAYS_WHO_FRAMES.matcher(policy).find());
        if (!saysItself) add(POLICY, "frame-ancestors 'self'");
    }

    static void toApp(AppTarget target, String ownOrigin, HttpFields.Mutable headers) {
        replace(headers, HttpHeader.ORIGIN, ownOrigin, target.origin());
        replace(headers, HttpHeader.REFERER, ownOrigin, target.origin());
        for (var name : headers.getFieldNamesCollection()) {
            if (tellsOfProxies(name)) headers.remove(name);
        }
        var cookies = headers.getValuesList(HttpHeader.COOKIE);
        headers.remove(HttpHeader.COOKIE);
        for (var cookie : cookies) {
            var left = AppCookie.withoutKey(cookie);
            if (left != null) headers.add(HttpHeader.COOKIE, left);
        }
    }

    /** Where the browser says what only a proxy may; what we know of it is added after. */
    private static boolean tellsOfProxies(String field) {
        var name = field.toLowerCase(Locale.ROOT);
        return name.startsWith("x-forwarded-") || name.equals("forwarded") || name.equals("x-real-ip");
    }

    private static void replace(HttpFields.Mutable headers, HttpHeader header, String ours, String apps) {
        var value = headers.get(header);
        if (value == null) return;
        if (value.equals(ours) || value.startsWith(ours + "/"))
            headers.put(header, apps + value.substring(ours.length()));
    }
}
