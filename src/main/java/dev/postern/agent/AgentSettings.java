package dev.postern.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent needs to know. Begin with {@link #of}.
 *
 * @param endpoint where Postern's API is, {@code https://host:8443}
 * @param state the directory the node's identity is kept in; made if it is not there, readable by its owner alone
 * @param region the Region that signatures are made for
 * @param trusted the certificates that may vouch for the endpoint; empty for the ones the Java runtime trusts
 * @param activation what the node registers with; null if it has an identity already
 * @param name the node's name in the console; null for the host's own
 * @param shellUser the local user whose shell sessions open where their document names none (needs root); null for the agent's own user
 * @param grace how long a session outlives the loss of its data channel
 * @param deniedAddresses what port forwards may not reach, as text: the metadata services of clouds
 */
public record AgentSettings(
        URI endpoint,
        Path state,
        String region,
        List<X509Certificate> trusted,
        @Nullable Activation activation,
        @Nullable String name,
        @Nullable String shellUser,
        Duration grace,
        List<String> deniedAddresses) {

    /** A little longer than the server's two minutes, so that the server decides. */
    public static final Duration GRACE = Duration.ofSeconds(150);

    /** The stock agent's list: metadata, DNS and time services of AWS (amazon-ssm-agent 3.3, appconfig). */
    public static final List<String> DENIED_ADDRESSES = List.of(
            "169.254.169.254",
            "fd00:ec2::254",
            "169.254.169.253",
            "fd00:ec2::253",
            "169.254.169.123",
            "fd00:ec2::123",
            "169.254.169.250",
            "169.254.169.251",
            "fd00:ec2::240");

    /** The id and code of an activation, as CreateActivation gave them. */
    public record Activation(String id, String code) {
        @Override
        public String toString() {
            return "Activation[" + id + "]";
        }
    }

    public AgentSettings {
        if (!"https".equals(endpoint.getScheme()) || endpoint.getHost() == null)
            throw new IllegalArgumentException("not an https address: " + endpoint);
        trusted = List.copyOf(trusted);
        deniedAddresses = List.copyOf(deniedAddresses);
    }

    /** An agent of Region {@code local} that trusts what Java trusts and has its identity in {@code state}. */
    public static AgentSettings of(URI endpoint, Path state) {
        return new AgentSettings(endpoint, state, "local", List.of(), null, null, null, GRACE, DENIED_ADDRESSES);
    }

    public AgentSettings trusting(List<X509Certificate> certificates) {
        return new AgentSettings(
                endpoint, state, region, certificates, activation, name, shellUser, grace, deniedAddresses);
    }

    public AgentSettings registeringWith(String activationId, String activationCode) {
        var with = new Activation(activationId, activationCode);
        return new AgentSettings(endpoint, state, region, trusted, with, name, shellUser, grace, deniedAddresses);
    }

    public AgentSettings named(@Nullable String nodeName) {
        return new AgentSettings(
                endpoint, state, region, trusted, activation, nodeName, shellUser, grace, deniedAddresses);
    }

    public AgentSettings inRegion(String other) {
        return new AgentSettings(endpoint, state, other, trusted, activation, name, shellUser, grace, deniedAddresses);
    }

    public AgentSettings withShellUser(@Nullable String user) {
        return new AgentSettings(endpoint, state, region, trusted, activation, name, user, grace, deniedAddresses);
    }

    public AgentSettings withGrace(Duration other) {
        return new AgentSettings(endpoint, state, region, trusted, activation, name, shellUser, other, deniedAddresses);
    }

    /**
     * The certificates in a PEM file.
     *
     * @throws IOException if there is no such file, or no certificate in it
     */
    public static List<X509Certificate> certificates(Path pem) throws IOException {
        try (var in = Files.newInputStream(pem)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) throw new IOException("no certificate in " + pem);
            return found;
        } catch (NoSuchFileException missing) {
            throw new IOException("no such file: " + pem, missing);
        } catch (CertificateException unreadable) {
            throw new IOException("no certificate in " + pem + ": " + unreadable.getMessage(), unreadable);
        }
    }
}
