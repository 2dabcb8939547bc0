package dev.postern.policy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses in CIDR form, IPv4 or IPv6. Only literals are read: a name in a policy must not ask a name server. An IPv4 address
 * that a dual-stack socket shows as IPv6 ({@code ::ffff:192.0.2.1}) is the IPv4 address.
 */
final class IpRange {
    private static final int V4 = 4;
    private static final int V6 = 16;
    private static final int GROUPS = 8;

    private final String text;
    private final byte[] network;
    private final int bits;

    private IpRange(String text, byte[] network, int bits) {
        this.text = text;
        this.network = network;
        this.bits = bits;
    }

    /** @return null for what is no address, or no address with a prefix it can have */
    static @Nullable IpRange of(String text) {
        int slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) return null;
        int most = address.length * Byte.SIZE;
        int above = text.indexOf(':') >= 0 && address.length == V4 ? (V6 - V4) * Byte.SIZE : 0; // IPv4 written as IPv6
        int bits = slash < 0 ? most : decimal(text.substring(slash + 1), most + above) - above;
        return bits < 0 ? null : new IpRange(text, address, bits);
    }

    boolean contains(String seen) {
        var address = address(seen);
        if (address == null || address.length != network.length) return false;
        int whole = bits / Byte.SIZE;
        if (!Arrays.equals(network, 0, whole, address, 0, whole)) return false;
        int left = bits % Byte.SIZE;
        return left == 0 || (network[whole] ^ address[whole]) >> (Byte.SIZE - left) == 0;
    }

    @Override
    public String toString() {
        return text;
    }

    private static byte @Nullable [] address(String text) {
        var address = text.indexOf(':') < 0 ? v4(text) : v6(text);
        return address != null && mapped(address) ? Arrays.copyOfRange(address, V6 - V4, V6) : address;
    }

    private static boolean mapped(byte[] address) {
        if (address.length != V6) return false;
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) return false;
        }
        return address[10] == -1 && address[11] == -1;
    }

    private static byte @Nullable [] v4(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length != V4) return null;
        var address = new byte[V4];
        for (int i = 0; i < V4; i++) {
            int part = decimal(parts[i], 255);
            if (part < 0) return null;
            address[i] = (byte) part;
        }
        return address;
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            var all = groups(text);
            return all != null && all.length == V6 ? all : null;
        }
        var before = groups(text.substring(0, gap));
        var behind = groups(text.substring(gap + 2));
        if (before == null || behind == null || before.length + behind.length > V6 - 2) return null;
        var address = new byte[V6];
        System.arraycopy(before, 0, address, 0, before.length);
        System.arraycopy(behind, 0, address, V6 - behind.length, behind.length);
        return address;
    }

    /** Groups of hexadecimal digits between colons, the last of them perhaps an IPv4 address; none for an empty text. */
    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) return new byte[0];
        var groups = text.split(":", -1);
        if (groups.length > GROUPS) return null;
        var bytes = new byte[V6];
        int length = 0;
        for (int i = 0; i < groups.length; i++) {
            if (i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
                var tail = v4(groups[i]);
                if (tail == null || length + V4 > V6) return null;
                System.arraycopy(tail, 0, bytes, length, V4);
                length += V4;
            } else {
                int group = hexadecimal(groups[i]);
                if (group < 0) return null;
                bytes[length++] = (byte) (group >> Byte.SIZE);
                bytes[length++] = (byte) group;
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    /** @return negative for what is none, or more than {@code most} */
    private static int decimal(String digits, int most) {
        if (digits.isEmpty() || digits.length() > 3 || (digits.length() > 1 && digits.charAt(0) == '0')) return -1;
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) return -1;
            value = value * 10 + digit;
        }
        return value <= most ? value : -1;
    }

    private static int hexadecimal(String digits) {
        if (digits.isEmpty() || digits.length() > 4) return -1;
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) return -1;
            value = value * 16 + digit;
        }
        return value;
    }
}
