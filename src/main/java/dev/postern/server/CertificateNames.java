package dev.postern.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The names a certificate is good for: DNS names in lower case and IP addresses in the form {@link InetAddress} writes them.
 *
 * @param dns host names
 * @param addresses IP addresses
 */
record CertificateNames(Set<String> dns, Set<String> addresses) {
    /** Only what looks like an address is one: a name must never be looked up. */
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");

    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?");

    CertificateNames {
        dns = Set.copyOf(dns);
        addresses = Set.copyOf(addresses);
    }

    /** @throws StartRefused for a text that is neither a name nor an address */
    static CertificateNames of(Collection<String> hosts) {
        var dns = new TreeSet<String>();
        var addresses = new TreeSet<String>();
        for (String host : hosts) {
            if (ADDRESS.matcher(host).matches()) {
                addresses.add(address(host));
            } else if (isName(host)) {
                dns.add(host.toLowerCase(Locale.ROOT));
            } else {
                throw notAName(host);
            }
        }
        return new CertificateNames(dns, addresses);
    }

    static boolean isName(String host) {
        return NAME.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** The names a certificate carries; others than host names and addresses are left out. */
    static CertificateNames of(X509Certificate certificate) throws CertificateParsingException {
        var names = certificate.getSubjectAlternativeNames();
        var hosts = new ArrayList<String>();
        for (List<?> name : names == null ? Set.<List<?>>of() : names) {
            int kind = (Integer) name.get(0);
            if (kind == GeneralName.dNSName || kind == GeneralName.iPAddress) {
                hosts.add((String) name.get(1));
            }
        }
        return of(hosts);
    }

    /** Whether a client that dialled this host (name, address, bracketed IPv6) finds it on the certificate. */
    boolean contain(String host) {
        if (ADDRESS.matcher(host).matches()) {
            try {
                return addresses.contains(InetAddress.getByName(host).getHostAddress());
            } catch (UnknownHostException notAnAddress) {
                return false;
            }
        }
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return dns.contains(name) || (dot > 0 && dns.contains("*" + name.substring(dot)));
    }

    private static String address(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException notAnAddress) {
            throw notAName(host);
        }
    }

    private static StartRefused notAName(String host) {
        return new StartRefused(
                "Not a host name or address for the API's certificate: " + host,
                "Correct postern.api.hosts: names and addresses, separated by commas.");
    }
}
