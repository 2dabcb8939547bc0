package dev.postern.api.operation;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A service this one endpoint stands for, by its name in a signature's scope. */
public enum Service {
    SSM("ssm"),
    SSM_MESSAGES("ssmmessages"),
    EC2_MESSAGES("ec2messages"),
    STS("sts"),
    IAM("iam"),
    KMS("kms"),
    CLOUD_TRAIL("cloudtrail"),
    POSTERN("postern");

    /** What stands before the operation in X-Amz-Target. CloudTrail's clients know two spellings. */
    private static final Map<String, Service> TARGETS = Map.of(
            "AmazonSSM", SSM,
            "EC2WindowsMessageDeliveryService", EC2_MESSAGES,
            "TrentService", KMS,
            "CloudTrail_20131101", CLOUD_TRAIL,
            "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", CLOUD_TRAIL);

    private final String scope;

    Service(String scope) {
        this.scope = scope;
    }

    /** As it stands in a SigV4 scope. */
    public String scope() {
        return scope;
    }

    public static Optional<Service> ofScope(String scope) {
        return Arrays.stream(values())
                .filter(service -> service.scope.equals(scope))
                .findFirst();
    }

    public static Optional<Service> ofTarget(String prefix) {
        return Optional.ofNullable(TARGETS.get(prefix));
    }
}
