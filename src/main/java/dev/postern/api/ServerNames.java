package dev.postern.api;

/** Which names this server answers to: only such a name is ever told to a client as the place of its stream. */
@FunctionalInterface
public interface ServerNames {
    /** @param host a host name or address as it stands in a Host header, without port and brackets, in any case */
    boolean isOurs(String host);
}
