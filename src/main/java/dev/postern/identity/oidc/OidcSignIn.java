package dev.postern.identity.oidc;

import dev.postern.identity.SignInEvents;
import dev.postern.identity.SignInWays;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.stereotype.Component;

/** Puts sign-in by the provider into the console's security chain, where there is a provider. */
@Component
public final class OidcSignIn {
    private final Provider provider;
    private final OidcSettings settings;
    private final ProviderSignIn signIn;
    private final SignInEvents events;
    private final StepUpEvents stepUps;
    private final ProviderLogout logout;
    private final UsedLogoutTokens used;
    private final SignInWays ways;
    private final InstantSource clock;

    OidcSignIn(
            Provider provider,
            OidcSettings settings,
            ProviderSignIn signIn,
            SignInEvents events,
            StepUpEvents stepUps,
            ProviderLogout logout,
            UsedLogoutTokens used,
            SignInWays ways,
            InstantSource clock) {
        this.provider = provider;
        this.settings = settings;
        this.signIn = signIn;
        this.events = events;
        this.stepUps = stepUps;
        this.logout = logout;
        this.used = used;
        this.ways = ways;
        this.clock = clock;
    }

    /** @param page the sign-in page, which is told why by {@code ?error=} */
    public void into(HttpSecurity http, String page) {
        if (!provider.enabled()) {
            if (!ways.passwords()) {
                throw new IllegalArgumentException(
                        "postern.sign-in.passwords=false leaves nobody a way in: set postern.oidc.issuer, or leave passwords on");
            }
            return;
        }
        var refusals = new ProviderRefusals(page, events, stepUps);
        http.oauth2Login(login -> login.loginPage(page)
                .clientRegistrationRepository(provider)
                .authorizedClientRepository(new NoTokens())
                .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(
                                new ProviderRequests(provider, settings, clock))
                        .authorizationRequestRepository(new PendingSignIns(clock)))
                .tokenEndpoint(endpoint -> endpoint.accessTokenResponseClient(tokens()))
                .successHandler(new ComingIn())
                .failureHandler(refusals)
                .withObjectPostProcessor(new ObjectPostProcessor<OAuth2LoginAuthenticationFilter>() {
                    @Override
                    public <O extends OAuth2LoginAuthenticationFilter> O postProcess(O filter) {
                        filter.setAuthenticationResultConverter(signIn);
                        return filter;
                    }
                })
                .withObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                    @Override
                    public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                        filter.setAuthenticationFailureHandler(refusals);
                        return filter;
                    }
                }));
        http.oidcLogout(left -> left.clientRegistrationRepository(provider)
                .backChannel(channel -> channel.logoutHandler(new BackChannelLogout(logout, used))));
        http.addFilterBefore(new FrontChannelLogout(settings, logout), CsrfFilter.class);
        http.addFilterBefore(new BackChannelErrors(), CsrfFilter.class);
    }

    /** As Spring Security has it, and with an end to waiting. */
    private static RestClientAuthorizationCodeTokenResponseClient tokens() {
        var tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(ProviderHttp.builder()
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        return tokens;
    }

    /** To the page that was asked for before the sign-in; after a step-up, back to where it was asked for. */
    private static final class ComingIn extends SavedRequestAwareAuthenticationSuccessHandler {
        @Override
        public void onAuthenticationSuccess(
                HttpServletRequest request, HttpServletResponse response, Authentication authentication)
                throws ServletException, IOException {
            var steppedUpFor = PendingSignIns.answeredBy(request).map(PendingSignIns.Pending::returnTo);
            if (steppedUpFor.isPresent()) {
                getRedirectStrategy().sendRedirect(request, response, steppedUpFor.get());
            } else {
                super.onAuthenticationSuccess(request, response, authentication);
            }
        }
    }

    /** Postern asks the provider who somebody is and nothing after that: its tokens are kept nowhere. */
    private static final class NoTokens implements OAuth2AuthorizedClientRepository {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // the interface leaves the type to the caller
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String id, Authentication principal, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String id, Authentication principal, HttpServletRequest request, HttpServletResponse response) {}
    }
}
