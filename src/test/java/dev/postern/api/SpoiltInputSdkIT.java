package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.postern.api.operation.Operation;
import dev.postern.api.operation.Service;
import dev.postern.testing.Database;
import java.lang.reflect.InvocationTargetException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Whatever one value of a good request is changed to, the answer is not that the server failed: on PostgreSQL, which takes fewer
 * texts than H2.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpoiltInputSdkIT {
    private final SdkCaller caller = new SdkCaller(Database.POSTGRESQL);

    @AfterAll
    void stop() {
        caller.close();
    }

    @TestFactory
    Stream<DynamicNode> nothingSpoiltIsTheServersError() {
        return EveryOperationSdkIT.all(caller).stream()
                .map(asked -> dynamicTest(asked.operation().toString(), () -> {
                    asked.good().execute();
                    var good = caller.requestOf(asked.operation());
                    if (good.isPresent()) for (var spoilt : Spoilt.every(good.get())) send(asked.operation(), spoilt);
                }));
    }

    private void send(Operations.Name operation, SdkPojo request) throws ReflectiveOperationException {
        var client = client(operation.service());
        var name = operation.operation();
        var call = client.getClass()
                .getMethod(Character.toLowerCase(name.charAt(0)) + name.substring(1), request.getClass());
        call.setAccessible(true); // of a public interface's hidden class
        try {
            call.invoke(client, request);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof SdkClientException && isForStrangers(operation)) return;
            assertThat(refused.getCause())
                    .as("%.2000s", request)
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            error -> assertThat(error.statusCode())
                                    .as("%.2000s", request)
                                    .isBetween(400, 499));
        }
    }

    /** Who has not signed and sends too much may find the connection closed before the answer: Body reads no more of theirs. */
    private boolean isForStrangers(Operations.Name operation) {
        return caller.api.bean(Operations.class).find(operation).orElseThrow() instanceof Operation.ForAnybody;
    }

    private SdkClient client(Service service) {
        return switch (service) {
            case SSM -> caller.ssm;
            case KMS -> caller.kms;
            case IAM -> caller.iam;
            case STS -> caller.sts;
            case SSM_MESSAGES, EC2_MESSAGES, CLOUD_TRAIL, POSTERN ->
                throw new IllegalArgumentException(service + " has no SDK");
        };
    }
}
