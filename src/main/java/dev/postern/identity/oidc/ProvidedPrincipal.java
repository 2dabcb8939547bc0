package dev.postern.identity.oidc;

import dev.postern.identity.Assurance;
import dev.postern.identity.Assured;
import dev.postern.identity.User;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.user.OAuth2User;

/**
 * Whoever is signed in by the provider, as the browser session keeps them: the user's name, and what step-up and logout need. No token, and no class that
 * another version of a library reads differently.
 *
 * @param userMadeAt tells the user from another of the same name
 * @param sid the provider's own session; null where it names none
 * @param sealedIdToken what the provider is shown at the sign-out; null where it was too long to keep
 */
record ProvidedPrincipal(
        String name,
        Instant userMadeAt,
        String issuer,
        String subject,
        @Nullable String sid,
        String acr,
        @Nullable String sealedIdToken,
        Assurance assurance,
        List<String> groups)
        implements OAuth2User, Assured, Serializable {
    private static final long serialVersionUID = 1L;

    ProvidedPrincipal {
        groups = List.copyOf(groups);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isOf(User user) {
        return user.createdAt().equals(userMadeAt);
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return groups.stream()
                .map(group -> new SimpleGrantedAuthority("GROUP_" + group))
                .toList();
    }
}
