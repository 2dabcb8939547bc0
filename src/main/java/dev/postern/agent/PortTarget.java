package dev.postern.agent;

import dev.postern.agent.SessionDocument.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Where a port session leads. The name is looked up once, when the session begins, so that what was checked is what is dialled.
 *
 * @param host as the user wrote it; {@code localhost} if he wrote none
 */
record PortTarget(String host, int port, List<InetAddress> addresses) {

    private static final Duration DIAL = Duration.ofSeconds(10);

    /** @throws TaskRefused if one of the host's addresses is denied */
    static PortTarget of(Kind.Port asked, List<String> denied) throws TaskRefused {
        var host = asked.host().isEmpty() ? "localhost" : asked.host();
        List<InetAddress> addresses;
        try {
            addresses = Arrays.asList(InetAddress.getAllByName(host));
        } catch (UnknownHostException _) {
            addresses = List.of(); // told at each dial, as the stock agent does
        }
        for (var address : addresses) {
            if (isDenied(address, denied)) throw new TaskRefused("Forwarding to IP address " + host + " is forbidden.");
        }
        return new PortTarget(host, Integer.parseInt(asked.port()), addresses);
    }

    private static boolean isDenied(InetAddress address, List<String> denied) {
        // ofLiteral asks no name server; an IPv6 form of an IPv4 address is that address to both sides.
        return denied.stream().anyMatch(text -> InetAddress.ofLiteral(text).equals(address));
    }

    /** Tries one address after the other. */
    Socket dial() throws IOException {
        IOException failure = new UnknownHostException("missing address");
        for (var address : addresses) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), (int) DIAL.toMillis());
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException failed) {
                socket.close();
                failure = failed;
            }
        }
        throw new IOException(host + ":" + port + ": " + failure.getMessage(), failure);
    }
}
