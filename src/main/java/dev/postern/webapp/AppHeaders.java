package dev.postern.webapp;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** A response's headers, translated as they are added, from the app's origin to the one it is shown under; and a request's the other way. */
final class AppHeaders extends HttpFields.Mutable.Wrapper {
    private final AppTarget target;

    AppHeaders(AppTarget target, HttpFields.Mutable headers) {
        super(headers);
        this.target = target;
    }

    @Override
    public @Nullable HttpField onAddField(HttpField field) {
        var value = field.getValue();
        if (value == null || field.getHeader() == null) return field;
        return switch (field.getHeader()) {
            case SET_COOKIE -> with(field, AppCookie.forOwnHost(value));
            case LOCATION, CONTENT_LOCATION -> with(field, local(value));
            // a promise for a name that lasts as long as a session
            case STRICT_TRANSPORT_SECURITY -> null;
            default -> field;
        };
    }

    private static @Nullable HttpField with(HttpField field, @Nullable String value) {
        if (value == null) return null;
        return value.equals(field.getValue()) ? field : new HttpField(field.getHeader(), value);
    }

    /** Without the origin, where it is the app's own: the browser is there already. */
    private String local(String location) {
        var origin = target.origin();
        if (location.equals(origin)) return "/";
        return location.startsWith(origin + "/") ? location.substring(origin.length()) : location;
    }

    static void toApp(AppTarget target, String ownOrigin, HttpFields.Mutable headers) {
        replace(headers, HttpHeader.ORIGIN, ownOrigin, target.origin());
        replace(headers, HttpHeader.REFERER, ownOrigin, target.origin());
        var cookies = headers.getValuesList(HttpHeader.COOKIE);
        headers.remove(HttpHeader.COOKIE);
        for (var cookie : cookies) {
            var left = AppCookie.withoutKey(cookie);
            if (left != null) headers.add(HttpHeader.COOKIE, left);
        }
    }

    private static void replace(HttpFields.Mutable headers, HttpHeader header, String ours, String apps) {
        var value = headers.get(header);
        if (value == null) return;
        if (value.equals(ours) || value.startsWith(ours + "/"))
            headers.put(header, apps + value.substring(ours.length()));
    }
}
