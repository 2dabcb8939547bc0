package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.sigv4.Credentials;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** AWS's own SDK for Java, aimed at an API under test by its endpoint and nothing else. */
final class AwsSdk {
    private AwsSdk() {}

    static SsmClient ssm(ApiUnderTest api, Credentials key) {
        return aimed(SsmClient.builder(), api, signing(key));
    }

    static KmsClient kms(ApiUnderTest api, Credentials key) {
        return aimed(KmsClient.builder(), api, signing(key));
    }

    static StsClient sts(ApiUnderTest api, Credentials key) {
        return aimed(StsClient.builder(), api, signing(key));
    }

    static IamClient iam(ApiUnderTest api, Credentials key) {
        return aimed(IamClient.builder(), api, signing(key));
    }

    /** A client of any service, and whoever looks on. */
    static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C aimed(
            B builder, ApiUnderTest api, AwsCredentialsProvider credentials, ExecutionInterceptor... onlookers) {
        return builder.endpointOverride(api.url("/"))
                .region(Region.of(ApiUnderTest.REGION))
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(more -> {
                    for (var onlooker : onlookers) more.addExecutionInterceptor(onlooker);
                })
                .build();
    }

    static AwsCredentialsProvider signing(Credentials key) {
        var token = key.sessionToken();
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())
                        : AwsSessionCredentials.create(key.accessKeyId(), key.secretAccessKey(), token));
    }

    /** The SDK understood an error of this code, whose message has these words. */
    static void refused(ThrowingCallable call, String code, int status, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, error -> {
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
            for (var word : words)
                assertThat(error.awsErrorDetails().errorMessage()).contains(word);
            assertThat(error.statusCode()).isEqualTo(status);
            assertThat(error.requestId()).isNotBlank();
        });
    }

    static void invalid(ThrowingCallable call, String... words) {
        refused(call, "ValidationException", 400, words);
    }

    static void denied(ThrowingCallable call, String... words) {
        refused(call, "AccessDeniedException", 400, words);
    }
}
