package dev.postern.webapp;

import dev.postern.inventory.NodeId;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * What one wants to see.
 *
 * @param host as the node resolves it; empty for the node itself
 * @param path where it begins, from {@code /}, with a query where it has one
 */
public record AppTarget(NodeId node, Scheme scheme, String host, int port, String path) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{0,253}");
    private static final int LONGEST_PATH = 2_048;

    public enum Scheme {
        HTTP,
        /** The certificate is not checked: nothing but the node is asked for it, and few such apps have one that could be. */
        HTTPS;

        String text() {
            return this == HTTP ? "http" : "https";
        }

        int usualPort() {
            return this == HTTP ? 80 : 443;
        }
    }

    /** What can be wrong with it. */
    public enum Part {
        HOST,
        PORT,
        PATH
    }

    /** A target that cannot be. */
    public static final class Wrong extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final Part part;

        Wrong(Part part, String message) {
            super(message);
            this.part = part;
        }

        public Part part() {
            return part;
        }
    }

    /** @throws Wrong saying which part */
    public AppTarget {
        if (port < 1 || port > 65_535) throw new Wrong(Part.PORT, "The port must be 1 to 65535, not " + port + ".");
        if (!HOST.matcher(host).matches())
            throw new Wrong(Part.HOST, "The host must be a name or an IPv4 address, not " + host + ".");
        if (!isPath(path)) throw new Wrong(Part.PATH, "The path must begin with / and be a URL's, not " + path + ".");
    }

    private static boolean isPath(String path) {
        if (!path.startsWith("/") || path.startsWith("//") || path.length() > LONGEST_PATH) return false;
        try {
            return URI.create(path).getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What the app is called where it runs: scheme, host, and the port unless it is the usual one. */
    String origin() {
        return scheme.text() + "://" + authority();
    }

    String authority() {
        return port == scheme.usualPort() ? name() : name() + ":" + port;
    }

    /** What its host is called where it runs. */
    String name() {
        return host.isEmpty() ? "localhost" : host;
    }
}
