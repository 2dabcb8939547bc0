package dev.postern.recording.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.postern.recording.storage.S3Settings.Lock;
import dev.postern.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** The store against a real S3 server. */
class S3StoreIT {
    private static final String FOLDER = "2026/11/23/alice-0123456789abcdef0";
    private static final byte[] ONE = {1, 2, 3};

    private final String bucket = "recordings-" + UUID.randomUUID();
    private final List<SdkHttpRequest> sent = new CopyOnWriteArrayList<>();
    private final InstantSource now = InstantSource.fixed(Instant.parse("2099-01-01T00:00:00Z"));

    private S3Settings settings(URI endpoint, String prefix, @Nullable String kmsKey, Lock lock, int days) {
        return new S3Settings(
                endpoint,
                "us-east-1",
                bucket,
                prefix,
                true,
                "an-id-of-the-tests",
                "a-placeholder-of-the-tests",
                kmsKey,
                lock,
                days);
    }

    private S3Settings plain() {
        return settings(S3Server.running().endpoint(), "postern/", null, Lock.NONE, 0);
    }

    private S3Client client() {
        return StorageConfiguration.client(plain()).build();
    }

    private void makeBucket(boolean lock) {
        try (var client = client()) {
            client.createBucket(create -> create.bucket(bucket).objectLockEnabledForBucket(lock));
        }
    }

    private S3Store store(S3Settings settings) {
        var client = StorageConfiguration.client(settings)
                .overrideConfiguration(with -> with.addExecutionInterceptor(new ExecutionInterceptor() {
                    @Override
                    public void beforeTransmission(Context.BeforeTransmission call, ExecutionAttributes about) {
                        sent.add(call.httpRequest());
                    }
                }))
                .build();
        return new S3Store(client, settings, now, 3);
    }

    @Test
    void whatIsPutIsThereUntilItIsDeleted() throws IOException {
        makeBucket(false);
        var store = store(plain());
        assertThat(store.list(FOLDER)).isEmpty();
        assertThat(store.get(FOLDER, "000001.seg")).isEmpty();
        store.put(FOLDER, "000001.seg", ONE);
        store.put(FOLDER, "000002.seg", new byte[300_000]);
        store.put("2026/11/23/alice-0123456789abcdef01", "000001.seg", ONE);
        assertThat(store.get(FOLDER, "000001.seg").orElseThrow()).isEqualTo(ONE);
        assertThat(store.list(FOLDER)).containsExactly("000001.seg", "000002.seg");

        store.delete(FOLDER, "000001.seg");
        store.delete(FOLDER, "000001.seg");
        assertThat(store.get(FOLDER, "000001.seg")).isEmpty();
        store.delete(FOLDER);
        store.delete(FOLDER);
        assertThat(store.list(FOLDER)).isEmpty();
        assertThat(store.list("2026/11/23/alice-0123456789abcdef01")).hasSize(1);
    }

    @Test
    void aFolderOfMoreThanAPageIsListedAndDeletedWhole() throws IOException {
        makeBucket(false);
        var store = store(plain());
        for (var i = 1; i <= 10; i++) store.put(FOLDER, "%06d.seg".formatted(i), ONE);
        assertThat(store.list(FOLDER))
                .isEqualTo(IntStream.rangeClosed(1, 10)
                        .mapToObj("%06d.seg"::formatted)
                        .toList());
        store.delete(FOLDER);
        assertThat(store.list(FOLDER)).isEmpty();
    }

    @Test
    void keyPrefixChecksumEncryptionAndLockAreAsTheSettingsSay() throws IOException {
        makeBucket(true);
        var store =
                store(settings(S3Server.running().endpoint(), "kept/here/", S3Server.KMS_KEY, Lock.COMPLIANCE, 365));
        store.put(FOLDER, "000001.seg", ONE);
        // this server takes the lock of a single file, and does not tell it again
        assertThat(sent.getFirst().firstMatchingHeader("x-amz-object-lock-mode"))
                .hasValue("COMPLIANCE");
        assertThat(sent.getFirst().firstMatchingHeader("x-amz-object-lock-retain-until-date"))
                .hasValue("2100-01-01T00:00:00Z");
        try (var client = client()) {
            var head = client.headObject(get -> get.bucket(bucket)
                    .key("kept/here/" + FOLDER + "/000001.seg")
                    .checksumMode(ChecksumMode.ENABLED));
            assertThat(head.checksumSHA256()).isEqualTo(sha256());
            assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
            assertThat(head.ssekmsKeyId()).isEqualTo(S3Server.KMS_KEY);
        }
        assertThat(store.get(FOLDER, "000001.seg").orElseThrow()).isEqualTo(ONE);
    }

    private static String sha256() {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(ONE));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aKeyThatS3DoesNotKnowIsAFailureAndNotAPlainFile() {
        makeBucket(false);
        var store = store(settings(S3Server.running().endpoint(), "", "no-such-key", Lock.NONE, 0));
        assertThatIOException().isThrownBy(() -> store.put(FOLDER, "f", ONE)).withMessageContaining(bucket);
    }

    @Test
    void aBucketThatIsNotThereAndAServerThatIsAwayAreNamed() {
        assertThatIOException()
                .isThrownBy(() -> store(plain()).put(FOLDER, "f", ONE))
                .withMessageContaining(bucket);
        assertThatIOException().isThrownBy(() -> store(plain()).list(FOLDER)).withMessageContaining(bucket);
        var nobody = settings(URI.create("http://127.0.0.1:1"), "", null, Lock.NONE, 0);
        assertThatIOException()
                .isThrownBy(() -> store(nobody).put(FOLDER, "f", ONE))
                .withMessageContaining(bucket);
    }
}
