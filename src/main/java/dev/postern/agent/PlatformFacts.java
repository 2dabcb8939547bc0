package dev.postern.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a heartbeat says about the machine.
 *
 * @param type {@code Linux}, {@code Windows} or {@code MacOS}
 * @param address the IPv4 address this machine would reach the server from, or another of its own; empty if it has none
 */
record PlatformFacts(String type, String name, String version, String hostName, String address) {

    private static final Path OS_RELEASE = Path.of("/etc/os-release");

    static PlatformFacts ofThisMachine(URI endpoint) {
        var os = System.getProperty("os.name", "Linux");
        var lower = os.toLowerCase(Locale.ROOT);
        var host = ownHostName();
        var address = ownAddress(endpoint);
        if (lower.startsWith("windows"))
            return new PlatformFacts("Windows", os, System.getProperty("os.version", ""), host, address);
        if (lower.startsWith("mac"))
            return new PlatformFacts("MacOS", "macOS", System.getProperty("os.version", ""), host, address);
        try {
            return linux(Files.readString(OS_RELEASE), host, address);
        } catch (IOException _) {
            return new PlatformFacts("Linux", os, System.getProperty("os.version", ""), host, address);
        }
    }

    /** As os-release(5): shell assignments, values quoted or not; VERSION_ID is absent in rolling releases. */
    static PlatformFacts linux(String osRelease, String hostName, String address) {
        Map<String, String> fields = osRelease
                .lines()
                .filter(line -> line.indexOf('=') > 0 && !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> unquoted(line.substring(line.indexOf('=') + 1).strip()),
                        (_, later) -> later));
        return new PlatformFacts(
                "Linux",
                fields.getOrDefault("NAME", "Linux"),
                fields.getOrDefault("VERSION_ID", fields.getOrDefault("BUILD_ID", "")),
                hostName,
                address);
    }

    /** Lower case, as the control channel wants it. */
    String channelType() {
        return type.toLowerCase(Locale.ROOT);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static String ownHostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            // The name is in the message: "box: Name or service not known".
            var message = String.valueOf(nameless.getMessage());
            int colon = message.indexOf(':');
            return colon > 0 ? message.substring(0, colon) : "localhost";
        }
    }

    /** Connecting a datagram socket sends nothing, but the kernel chooses the address it would send from. */
    private static String ownAddress(URI endpoint) {
        try (var socket = new DatagramSocket()) {
            socket.connect(
                    new InetSocketAddress(endpoint.getHost(), endpoint.getPort() < 0 ? 443 : endpoint.getPort()));
            if (socket.getLocalAddress() instanceof Inet4Address own && !own.isLoopbackAddress())
                return own.getHostAddress();
        } catch (SocketException | UncheckedIOException _) {
            // no route or no such name: any address of ours will do
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(own -> own instanceof Inet4Address && !own.isLoopbackAddress() && !own.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (SocketException _) {
            return "";
        }
    }
}
