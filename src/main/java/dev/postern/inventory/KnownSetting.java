package dev.postern.inventory;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The settings there are, with what they may say (botocore ssm/2014-11-06, UpdateServiceSetting). */
enum KnownSetting {
    ACTIVATION_TIER("/ssm/managed-instance/activation-tier", "standard", "advanced"),
    /** The name of a role, with its path; {@code $None} as at AWS where there is none. */
    DEFAULT_MANAGEMENT_ROLE("/ssm/managed-instance/default-ec2-instance-management-role", "$None"),
    PARAMETER_TIER("/ssm/parameter-store/default-parameter-tier", "Standard", "Advanced", "Intelligent-Tiering"),
    PARAMETER_THROUGHPUT("/ssm/parameter-store/high-throughput-enabled", "false", "true"),
    PUBLIC_SHARING("/ssm/documents/console/public-sharing-permission", "Enable", "Disable");

    private static final Pattern ROLE = Pattern.compile("\\$None|[\\w+=,.@/-]{1,576}");

    private final String id;
    /** The first is the default; a single one stands for any role. */
    private final List<String> values;

    KnownSetting(String id, String... values) {
        this.id = id;
        this.values = List.of(values);
    }

    static Optional<KnownSetting> of(String id) {
        return Arrays.stream(values()).filter(known -> known.id.equals(id)).findFirst();
    }

    String id() {
        return id;
    }

    String usual() {
        return values.getFirst();
    }

    void check(String value) {
        boolean fits =
                values.size() > 1 ? values.contains(value) : ROLE.matcher(value).matches();
        if (!fits)
            throw new IllegalArgumentException(id + " can be "
                    + (values.size() > 1 ? String.join(", ", values) : "the name of a role") + ", not: " + value);
    }
}
