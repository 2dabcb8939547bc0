package dev.postern.api.operation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A service this one endpoint stands for: its name in a signature's scope and the prefixes of its X-Amz-Target. */
public enum Service {
    SSM("ssm", "AmazonSSM"),
    SSM_MESSAGES("ssmmessages"),
    EC2_MESSAGES("ec2messages", "EC2WindowsMessageDeliveryService"),
    STS("sts"),
    IAM("iam"),
    KMS("kms", "TrentService"),
    CLOUD_TRAIL("cloudtrail", "CloudTrail_20131101", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"),
    POSTERN("postern");

    private final String scope;
    private final List<String> targets;

    Service(String scope, String... targets) {
        this.scope = scope;
        this.targets = List.of(targets);
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
        return Arrays.stream(values())
                .filter(service -> service.targets.contains(prefix))
                .findFirst();
    }
}
