package dev.postern.gateway;

import dev.postern.session.SessionId;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;

/** Port sessions whose client is Postern itself. Asks nobody's permission. */
public interface Forwards {
    /**
     * A listening local socket; each connection to it becomes one to the session's port.
     *
     * <p>Only this process's user reaches the socket. It goes when the session does, and takes its connections with it.
     */
    interface Forward {
        UnixDomainSocketAddress address();

        /** Whether the node reached the port, as far as is known: false from a refusal until something comes from there again. */
        boolean reachesPort();
    }

    /**
     * Takes the client's end of this session. Connections made before the node has answered wait for it.
     *
     * @param clientToken as {@link dev.postern.session.Sessions#start} gave it
     * @param ended told once when the session is over
     * @throws IOException when there is no such port session here, or no room for a socket
     */
    Forward forward(SessionId id, String clientToken, Runnable ended) throws IOException;
}
