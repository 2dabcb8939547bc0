package dev.postern.identity.oidc;

import dev.postern.identity.ProvidedUsers.Person;
import dev.postern.identity.ProviderAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;

/** What a verified ID token says, within bounds. {@link OutOfBounds} names the one that is passed. */
record ProviderClaims(OidcIdToken token, OidcSettings settings) {
    private static final Logger log = LoggerFactory.getLogger(ProviderClaims.class);

    static final int LONGEST_TOKEN = 32 * 1024;
    static final int MOST_GROUPS = 200;
    private static final int LONGEST_SUBJECT = 255;
    private static final int LONGEST_SID = 255;
    private static final int LONGEST_ACR = 128;
    private static final int LONGEST_TAG_VALUE = 256;
    /** As IAM has it for the values of tags. */
    private static final String TAG_VALUE = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*";

    /** The provider says more than anybody here is ready to keep; the message is for the log and the trail. */
    static final class OutOfBounds extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfBounds(String message) {
            super(message, null, false, false);
        }
    }

    ProviderClaims {
        if (token.getTokenValue().length() > LONGEST_TOKEN) {
            throw new OutOfBounds("the ID token is longer than " + LONGEST_TOKEN + " characters");
        }
        oneLine("sub", token.getSubject(), LONGEST_SUBJECT);
        if (token.getClaimAsString("sid") != null) oneLine("sid", token.getClaimAsString("sid"), LONGEST_SID);
    }

    String issuer() {
        return Objects.requireNonNull(settings.issuer(), "tokens are read where a provider is set");
    }

    String subject() {
        return Objects.requireNonNull(token.getSubject(), "looked at above");
    }

    @Nullable String sid() {
        return token.getClaimAsString("sid");
    }

    /** Empty where the provider says nothing of how it was proven. */
    String acr() {
        var acr = token.getClaimAsString("acr");
        return acr == null ? "" : acr.length() > LONGEST_ACR ? acr.substring(0, LONGEST_ACR) : acr;
    }

    @Nullable Instant provenAt() {
        return token.getAuthenticatedAt();
    }

    boolean multiFactor() {
        return settings.multiFactorAcr().contains(acr())
                || texts(token.getClaim("amr")).stream().anyMatch(settings.multiFactorAmr()::contains);
    }

    /** The provider's names for their groups. */
    List<String> groups() {
        var named = texts(claim(settings.groupsClaim()));
        if (named.size() > MOST_GROUPS) {
            throw new OutOfBounds("the claim " + settings.groupsClaim() + " names " + named.size()
                    + " groups, more than " + MOST_GROUPS);
        }
        return named;
    }

    Person person(ProviderGroups groups) {
        var name = claim(settings.nameClaim()) instanceof String text ? text : "";
        return new Person(issuer(), subject(), name, groups.of(groups()), tags());
    }

    private SortedMap<String, Optional<String>> tags() {
        var tags = new TreeMap<String, Optional<String>>();
        for (var setting : settings.tags()) {
            var tag = ClaimedTag.of(setting);
            tags.put(tag.key(), value(tag));
        }
        return tags;
    }

    private Optional<String> value(ClaimedTag tag) {
        var texts = texts(claim(tag.claim()));
        if (texts.isEmpty()) return Optional.empty();
        var value = String.join(":", texts);
        if (value.length() <= LONGEST_TAG_VALUE && value.matches(TAG_VALUE)) return Optional.of(value);
        log.atWarn()
                .addKeyValue("claim", tag.claim())
                .addKeyValue("subject", subject())
                .log("claim is no value for a tag, left out");
        return Optional.empty();
    }

    /** By its name, or, with dots, by the way to it: {@code realm_access.roles}. */
    private @Nullable Object claim(String name) {
        Object found = token.getClaims().get(name);
        if (found != null) return found;
        found = token.getClaims();
        for (var step : name.split("\\.")) {
            if (!(found instanceof Map<?, ?> inner)) return null;
            found = inner.get(step);
        }
        return found;
    }

    private static List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case null -> List.of();
            case Collection<?> many ->
                many.stream().filter(Objects::nonNull).map(String::valueOf).toList();
            case Map<?, ?> _ -> List.of();
            case Object one -> List.of(String.valueOf(one));
        };
    }

    private static void oneLine(String claim, @Nullable String text, int longest) {
        try {
            ProviderAddress.text("the claim " + claim, text == null ? "" : text, longest);
        } catch (IllegalArgumentException e) {
            throw new OutOfBounds(String.valueOf(e.getMessage()));
        }
    }
}
