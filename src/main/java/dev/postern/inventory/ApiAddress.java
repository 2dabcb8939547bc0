package dev.postern.inventory;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where nodes and clients dial: the API's address, known once it listens. */
public interface ApiAddress {
    /**
     * What to tell agents and clients: {@code postern.api.public-url}, else {@code https://<address>:<port>}, without a slash at the end.
     *
     * @throws IllegalStateException before the API listens
     */
    URI url();

    /** Where this process itself reaches it, whatever stands in front: for the agent inside the server. */
    URI localUrl();

    /** Whether this host (name or address, no port) is one of the certificate's names: only such a Host header may go into a URL. */
    boolean certifies(String host);

    /** The own CA's certificate to hand out; empty when a Spring SSL bundle serves instead. */
    Optional<Path> caFile();
}
