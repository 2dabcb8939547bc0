package dev.postern.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What counts as one address where strangers are counted. An IPv6 host chooses among 2^64 addresses of its own, so there its network does.
 */
public record Network(String value) {
    private static final Network UNKNOWN = new Network("unknown");
    private static final int IPV6_NETWORK_BYTES = 8;

    /** @param address as the request has it; not an IP literal (a proxy's word) counts as it is */
    public static Network of(@Nullable String address) {
        if (address == null) return UNKNOWN;
        try {
            return of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            return new Network(address);
        }
    }

    public static Network of(InetAddress address) {
        if (!(address instanceof Inet6Address six)) return new Network(address.getHostAddress());
        var network = Arrays.copyOf(six.getAddress(), IPV6_NETWORK_BYTES);
        return new Network(HexFormat.of().formatHex(network) + "/64");
    }

    @Override
    public String toString() {
        return value;
    }
}
