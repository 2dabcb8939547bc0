package dev.postern.identity.oidc;

import dev.postern.identity.StepUp;
import dev.postern.identity.oidc.PendingSignIns.Pending;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the provider is asked: to sign somebody in, or, of one who is signed in by it, to prove anew and by more than one factor who they are. State,
 * nonce and PKCE are Spring Security's.
 */
final class ProviderRequests implements OAuth2AuthorizationRequestResolver {
    private static final RequestMatcher STEP_UP = PathPatternRequestMatcher.pathPattern(HttpMethod.GET, StepUp.PATH);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DefaultOAuth2AuthorizationRequestResolver plain;
    private final OidcSettings settings;
    private final InstantSource clock;

    ProviderRequests(Provider provider, OidcSettings settings, InstantSource clock) {
        this.plain = new DefaultOAuth2AuthorizationRequestResolver(provider);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        if (STEP_UP.matches(request)) return stepUp(request);
        var signIn = plain.resolve(request);
        return signIn == null ? null : pending(signIn, null).build();
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String id) {
        var signIn = plain.resolve(request, id);
        return signIn == null ? null : pending(signIn, null).build();
    }

    /** As essential claims: {@code acr_values} alone a provider may overlook. */
    private OAuth2AuthorizationRequest stepUp(HttpServletRequest request) {
        var present = SecurityContextHolder.getContext().getAuthentication();
        if (present == null || !(present.getPrincipal() instanceof ProvidedPrincipal)) {
            throw new ProviderRefused(ProviderRefused.Reason.STEP_UP);
        }
        var asked = plain.resolve(request, Provider.ID);
        if (asked == null) throw new ProviderRefused(ProviderRefused.Reason.SILENT);
        var levels = List.copyOf(new TreeSet<>(settings.multiFactorAcr()));
        var claims = Map.of("id_token", Map.of("acr", Map.of("essential", true, "values", levels)));
        return pending(asked, StepUp.returnTo(request.getParameter("return")))
                .additionalParameters(parameters -> {
                    parameters.put("claims", JSON.writeValueAsString(claims));
                    parameters.put("max_age", "0");
                    parameters.put("prompt", "login");
                })
                .build();
    }

    private OAuth2AuthorizationRequest.Builder pending(OAuth2AuthorizationRequest asked, @Nullable String returnTo) {
        return OAuth2AuthorizationRequest.from(asked)
                .attributes(attributes -> new Pending(clock.instant(), returnTo).into(attributes));
    }
}
