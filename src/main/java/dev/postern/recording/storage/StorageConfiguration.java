package dev.postern.recording.storage;

import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The stores that the settings name. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {
    @Bean
    Storage recordingStorage(
            StoreSettings settings, S3Settings s3, @Value("${postern.home}") Path home, InstantSource clock) {
        var directory = settings.directory(home).toAbsolutePath().normalize();
        var far = settings.store() == RecordingStore.Where.S3
                ? new S3Store(client(s3).build(), s3, clock)
                : null;
        return new Storage(
                directory, new LocalStore(directory), far, settings.leastFree().toBytes());
    }

    static S3ClientBuilder client(S3Settings settings) {
        var builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .forcePathStyle(settings.pathStyle());
        if (settings.endpoint() != null) builder.endpointOverride(settings.endpoint());
        if (settings.region() != null) builder.region(Region.of(settings.region()));
        else if (settings.endpoint() != null) builder.region(Region.US_EAST_1); // what those that have no Regions go by
        if (settings.accessKeyId() != null && settings.secretAccessKey() != null)
            builder.credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(settings.accessKeyId(), settings.secretAccessKey())));
        return builder;
    }
}
