package dev.postern.recording.storage;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * A bucket. Each file goes with its SHA-256, which S3 compares with what it got. The SDK tries a call three times; whoever puts tries again
 * after that.
 */
final class S3Store implements RecordingStore {
    /** The most that S3 gives. */
    private static final int PAGE = 1_000;

    private final S3Client client;
    private final S3Settings settings;
    private final String bucket;
    private final InstantSource clock;
    private final int page;

    S3Store(S3Client client, S3Settings settings, InstantSource clock) {
        this(client, settings, clock, PAGE);
    }

    /** @param page of a listing */
    S3Store(S3Client client, S3Settings settings, InstantSource clock, int page) {
        this.client = client;
        this.settings = settings;
        this.bucket = settings.bucketOrRefuse();
        this.clock = clock;
        this.page = page;
    }

    @Override
    public Where where() {
        return Where.S3;
    }

    @Override
    public void put(String folder, String file, byte[] bytes) throws IOException {
        var request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key(folder, file))
                .contentType("application/octet-stream")
                .checksumSHA256(Base64.getEncoder().encodeToString(sha256(bytes)));
        if (settings.kmsKey() != null)
            request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(settings.kmsKey());
        switch (settings.lock()) {
            case NONE -> {}
            case GOVERNANCE -> lock(request, ObjectLockMode.GOVERNANCE);
            case COMPLIANCE -> lock(request, ObjectLockMode.COMPLIANCE);
        }
        call(() -> client.putObject(request.build(), RequestBody.fromBytes(bytes)));
    }

    private void lock(PutObjectRequest.Builder request, ObjectLockMode mode) {
        request.objectLockMode(mode)
                .objectLockRetainUntilDate(clock.instant().plus(Duration.ofDays(settings.lockDays())));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public Optional<byte[]> get(String folder, String file) throws IOException {
        return call(() -> {
            try {
                return Optional.of(
                        client.getObjectAsBytes(get -> get.bucket(bucket).key(key(folder, file)))
                                .asByteArray());
            } catch (NoSuchKeyException _) {
                return Optional.empty();
            }
        });
    }

    @Override
    public List<String> list(String folder) throws IOException {
        var prefix = key(folder, "");
        return call(() ->
                client
                        .listObjectsV2Paginator(
                                list -> list.bucket(bucket).prefix(prefix).maxKeys(page))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .map(key -> key.substring(prefix.length()))
                        .sorted()
                        .toList());
    }

    @Override
    public void delete(String folder, String file) throws IOException {
        call(() -> client.deleteObject(delete -> delete.bucket(bucket).key(key(folder, file))));
    }

    @Override
    public void delete(String folder) throws IOException {
        for (var file : list(folder)) delete(folder, file);
    }

    private String key(String folder, String file) {
        return settings.prefix() + folder + "/" + file;
    }

    private interface Call<T> {
        T run();
    }

    private <T> T call(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (SdkException e) {
            throw new IOException("bucket " + bucket + ": " + e.getMessage(), e);
        }
    }
}
