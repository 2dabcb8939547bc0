package dev.postern.identity.oidc;

import dev.postern.identity.ProviderAddress;
import dev.postern.identity.SignedOut;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The identity provider whose word the console takes.
 *
 * @param issuer what {@code iss} says, and where {@code /.well-known/openid-configuration} is found below; null turns all of it off
 * @param clientSecret null for a client that has none, and for one whose secret is in {@code clientSecretFile}
 * @param label what the button on the sign-in page calls it
 * @param groupPrefix goes before the name of every group that the provider names
 * @param administrators the provider's groups whose members are administrators here; no other name makes anybody one
 * @param allowedGroups the provider's groups that may sign in; none for everybody the provider lets in
 * @param tags claims that become tags of the user: {@code department}, or {@code ssm_run_as=SSMSessionRunAs}
 * @param multiFactorAcr what {@code acr} says of more than one factor: asked for at a step-up
 * @param multiFactorAmr what {@code amr} says of it
 * @param signOut what signing out of the console ends beside it
 * @param logoutEndsTerminals what a sign-out at the provider, or by way of it, does to terminals
 */
@ConfigurationProperties("postern.oidc")
record OidcSettings(
        @Nullable String issuer,
        @DefaultValue("postern") String clientId,
        @Nullable String clientSecret,
        @Nullable Path clientSecretFile,
        @Nullable String label,
        @DefaultValue({"openid", "profile"}) Set<String> scopes,
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("groups") String groupsClaim,
        @DefaultValue("") String groupPrefix,
        @DefaultValue Set<String> administrators,
        @DefaultValue Set<String> allowedGroups,
        @DefaultValue List<String> tags,
        @DefaultValue("gold") Set<String> multiFactorAcr,
        @DefaultValue("mfa") Set<String> multiFactorAmr,
        @DefaultValue("provider") SignOut signOut,
        @DefaultValue("grace") SignedOut.Terminals logoutEndsTerminals) {
    private static final int LONGEST_WORD = 128;
    private static final int MOST_TAGS = 20;

    enum SignOut {
        /** The provider's session as well, and so every application that goes by it. */
        PROVIDER,
        /** The console alone: whoever is signed in at the provider is back with one click. */
        CONSOLE
    }

    OidcSettings {
        scopes = Set.copyOf(scopes);
        administrators = Set.copyOf(administrators);
        allowedGroups = Set.copyOf(allowedGroups);
        tags = List.copyOf(tags);
        multiFactorAcr = Set.copyOf(multiFactorAcr);
        multiFactorAmr = Set.copyOf(multiFactorAmr);
        if (issuer != null && issuer.isBlank()) issuer = null;
        if (clientSecret != null && clientSecret.isBlank()) clientSecret = null;
        if (issuer != null) ProviderAddress.check("postern.oidc.issuer", issuer, ProviderAddress.LONGEST_ISSUER);
        ProviderAddress.text("postern.oidc.client-id", clientId, LONGEST_WORD);
        ProviderAddress.text("postern.oidc.name-claim", nameClaim, LONGEST_WORD);
        ProviderAddress.text("postern.oidc.groups-claim", groupsClaim, LONGEST_WORD);
        if (!scopes.contains("openid")) {
            throw new IllegalArgumentException("postern.oidc.scopes must have openid among them, not: " + scopes);
        }
        if (clientSecret != null && clientSecretFile != null) {
            throw new IllegalArgumentException(
                    "postern.oidc.client-secret and postern.oidc.client-secret-file are two places for one secret:"
                            + " set one of them");
        }
        if (!groupPrefix.isEmpty() && !ProviderGroups.isName(groupPrefix)) {
            throw new IllegalArgumentException(
                    "postern.oidc.group-prefix must be " + ProviderGroups.RULE + ", not: " + groupPrefix);
        }
        if (tags.size() > MOST_TAGS) {
            throw new IllegalArgumentException(
                    "postern.oidc.tags has " + tags.size() + " claims, more than " + MOST_TAGS);
        }
        tags.forEach(ClaimedTag::of);
    }

    /** Without the secret: records tell everything of themselves, also to a log. */
    @Override
    public String toString() {
        return "OidcSettings[" + issuer + ", " + clientId + "]";
    }

    boolean enabled() {
        return issuer != null;
    }
}
