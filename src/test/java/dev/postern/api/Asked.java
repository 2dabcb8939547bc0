package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.operation.Service;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What is asked of one operation.
 *
 * @param good as it should be, and what is answered then
 * @param bad every way it should not be, and how it is refused
 */
record Asked(Operations.Name operation, Executable good, List<Refused> bad) {
    Asked {
        if (bad.isEmpty()) throw new IllegalArgumentException("nothing bad is asked of " + operation);
        bad = List.copyOf(bad);
    }

    /** @param how a name for the test's report */
    record Refused(String how, Executable call) {}

    static Asked ssm(String operation, Executable good, Refused... bad) {
        return new Asked(new Operations.Name(Service.SSM, operation), good, List.of(bad));
    }

    static Asked kms(String operation, Executable good, Refused... bad) {
        return new Asked(new Operations.Name(Service.KMS, operation), good, List.of(bad));
    }

    static Asked sts(String operation, Executable good, Refused... bad) {
        return new Asked(new Operations.Name(Service.STS, operation), good, List.of(bad));
    }

    static Asked iam(String operation, Executable good, Refused... bad) {
        return new Asked(new Operations.Name(Service.IAM, operation), good, List.of(bad));
    }

    static Asked ec2messages(String operation, Executable good, Refused... bad) {
        return new Asked(new Operations.Name(Service.EC2_MESSAGES, operation), good, List.of(bad));
    }

    /** The same, and more that is bad. */
    Asked and(Refused... more) {
        return new Asked(
                operation, good, Stream.concat(bad.stream(), Stream.of(more)).toList());
    }

    /** By an error that the service's model has: the SDK knows its class by the code that was sent. */
    static Refused as(Class<? extends AwsServiceException> type, String word, ThrowingCallable call) {
        return new Refused(
                type.getSimpleName() + " " + word,
                () -> assertThatThrownBy(call).isExactlyInstanceOf(type).isInstanceOfSatisfying(type, error -> {
                    assertThat(error.awsErrorDetails().errorMessage()).contains(word);
                    assertThat(error.statusCode()).isEqualTo(400);
                    assertThat(error.requestId()).isNotBlank();
                }));
    }

    /** By an error that every service has. */
    static Refused as(String code, int status, String word, ThrowingCallable call) {
        return new Refused(code + " " + word, () -> AwsSdk.refused(call, code, status, word));
    }

    /** By a rule of the model, with the member that breaks it. */
    static Refused invalid(String word, ThrowingCallable call) {
        return as("ValidationException", 400, word, call);
    }

    static Refused denied(String word, ThrowingCallable call) {
        return as("AccessDeniedException", 400, word, call);
    }

    /** Of what no SDK has a call for. */
    static Refused raw(String type, String word, Supplier<ApiUnderTest.Reply> call) {
        return new Refused(type + " " + word, () -> {
            var reply = call.get();
            assertThat(reply.type()).as(reply.text()).isEqualTo(type);
            assertThat(reply.message()).contains(word);
            assertThat(reply.status()).isEqualTo(400);
        });
    }
}
