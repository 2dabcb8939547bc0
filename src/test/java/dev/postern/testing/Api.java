package dev.postern.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Postern's API as AWS's own SDK reaches it: by its endpoint, its authority's certificate and an access key, nothing else.
 *
 * @param ca a PEM file
 */
public record Api(URI endpoint, Path ca, String accessKeyId, String secretAccessKey) {
    /** The same by another way. */
    public Api at(URI otherEndpoint) {
        return new Api(otherEndpoint, ca, accessKeyId, secretAccessKey);
    }

    public SsmClient ssm() {
        return aim(SsmClient.builder());
    }

    /** A client of any service. */
    public <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C aim(B builder) {
        var trust = trust();
        return builder.endpointOverride(endpoint)
                .region(Region.of("local"))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
                .httpClientBuilder(UrlConnectionHttpClient.builder().tlsTrustManagersProvider(trust::getTrustManagers))
                .build();
    }

    /** What AWS's own programs read of their environment; the plugin is written in Go and looks at SSL_CERT_FILE alone. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ACCESS_KEY_ID", accessKeyId,
                "AWS_SECRET_ACCESS_KEY", secretAccessKey,
                "AWS_DEFAULT_REGION", "local",
                "AWS_CA_BUNDLE", ca.toString(),
                "SSL_CERT_FILE", ca.toString(),
                "AWS_PAGER", "",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                "NO_PROXY", "127.0.0.1");
    }

    /** For the stream URL. */
    public SSLContext tls() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    private TrustManagerFactory trust() {
        try (var in = Files.newInputStream(ca)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(ca + " cannot be trusted", e);
        }
    }
}
