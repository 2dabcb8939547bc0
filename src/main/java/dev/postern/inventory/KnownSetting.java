package dev.postern.inventory;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings there are, with what they may say (botocore ssm/2014-11-06, UpdateServiceSetting). The first value is the default. */
enum KnownSetting {
    ACTIVATION_TIER("/ssm/managed-instance/activation-tier", "standard", "advanced"),
    /** With its path; {@code $None} as at AWS where there is none. */
    DEFAULT_MANAGEMENT_ROLE(
            "/ssm/managed-instance/default-ec2-instance-management-role",
            "$None",
            "the name of a role",
            Pattern.compile("\\$None|[\\w+=,.@/-]{1,576}")),
    PARAMETER_TIER("/ssm/parameter-store/default-parameter-tier", "Standard", "Advanced", "Intelligent-Tiering"),
    PARAMETER_THROUGHPUT("/ssm/parameter-store/high-throughput-enabled", "false", "true"),
    PUBLIC_SHARING("/ssm/documents/console/public-sharing-permission", "Enable", "Disable");

    private final String id;
    private final String usual;
    private final String words;
    private final Pattern form;

    KnownSetting(String id, String usual, String words, Pattern form) {
        this.id = id;
        this.usual = usual;
        this.words = words;
        this.form = form;
    }

    KnownSetting(String id, String... values) {
        this(
                id,
                values[0],
                String.join(", ", values),
                Pattern.compile(Arrays.stream(values).map(Pattern::quote).collect(Collectors.joining("|"))));
    }

    static Optional<KnownSetting> of(String id) {
        return Arrays.stream(values()).filter(known -> known.id.equals(id)).findFirst();
    }

    String usual() {
        return usual;
    }

    void check(String value) {
        if (!form.matcher(value).matches())
            throw new IllegalArgumentException(id + " can be " + words + ", not: " + value);
    }
}
