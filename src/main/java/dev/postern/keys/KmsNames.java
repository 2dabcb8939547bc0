package dev.postern.keys;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys and aliases as clients write them: id, ARN, {@code alias/name}, alias ARN.
 *
 * @param accountId {@code postern.account-id}
 * @param region {@code postern.region}
 */
@ConfigurationProperties("postern")
record KmsNames(
        @DefaultValue("000000000000") String accountId,
        @DefaultValue("local") String region) {
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** What a reference names, as far as its form tells. */
    sealed interface Reference {
        record Key(UUID id) implements Reference {}

        record Alias(String name) implements Reference {}
    }

    /** Empty for what can be no key here: another form, account or Region. */
    Optional<Reference> read(String reference) {
        var here = arn("");
        var name = reference.startsWith(here) ? reference.substring(here.length()) : reference;
        boolean arn = name.length() < reference.length();
        if (name.startsWith(KmsKeys.ALIAS_PREFIX)) return Optional.of(new Reference.Alias(name));
        if (arn && !name.startsWith("key/")) return Optional.empty();
        var id = arn ? name.substring("key/".length()) : name;
        return ID.matcher(id).matches() ? Optional.of(new Reference.Key(UUID.fromString(id))) : Optional.empty();
    }

    String key(UUID id) {
        return arn("key/" + id);
    }

    String alias(String name) {
        return arn(name);
    }

    String arn(String resource) {
        return "arn:aws:kms:" + region + ":" + accountId + ":" + resource;
    }
}
