package dev.postern.recording.storage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.recording.storage.S3Settings.Lock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class S3SettingsTest {
    private static S3Settings settings(
            @Nullable String bucket, String prefix, @Nullable String id, @Nullable String secret, Lock lock, int days) {
        return new S3Settings(null, null, bucket, prefix, false, id, secret, null, lock, days);
    }

    @Test
    void whatGoesTogetherIsGivenTogether() {
        assertThatCode(() -> settings("b", "a/b/", "id", "secret", Lock.COMPLIANCE, 1))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> settings("b", "", "id", null, Lock.NONE, 0)).hasMessageContaining("secret-access-key");
        assertThatThrownBy(() -> settings("b", "", null, null, Lock.GOVERNANCE, 0))
                .hasMessageContaining("lock-days");
        assertThatThrownBy(() -> settings("b", "", null, null, Lock.NONE, 1)).hasMessageContaining("lock-days");
    }

    @Test
    void aPrefixIsAFolder() {
        assertThatThrownBy(() -> settings("b", "a", null, null, Lock.NONE, 0)).hasMessageContaining("must end with /");
        assertThatThrownBy(() -> settings("b", "/a/", null, null, Lock.NONE, 0)).hasMessageContaining("not begin");
    }

    @Test
    void withoutABucketThereIsNoS3() {
        assertThatThrownBy(() -> settings(null, "", null, null, Lock.NONE, 0).bucketOrRefuse())
                .hasMessageContaining("postern.recording.s3.bucket");
    }
}
