package dev.postern.server;

import com.vaadin.flow.server.Constants;
import com.vaadin.flow.shared.ApplicationConstants;
import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import dev.postern.identity.KnownBrowsers;
import dev.postern.identity.SecondStep;
import dev.postern.identity.SignInRefused;
import dev.postern.identity.StepUp;
import dev.postern.identity.oidc.OidcSignIn;
import dev.postern.identity.passkeys.PasskeySignIn;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.ott.OneTimeTokenService;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer.AuthorizedUrl;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.support.WebApplicationContextUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Who passes to the console: everybody to the sign-in page and the front end's files, a signed-in user to all else. Spring Security's
 * StrictHttpFirewall (its default) stands before it and refuses paths that two readers could read differently.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {
    static final String LOGIN = "/login";
    private static final String CODE = LOGIN + "/code";
    /** Where the page {@code /login/link} posts its token. */
    private static final String LINK_LOGIN = "/login/ott";

    /** Of terminals and players: pages' own scripts call them. */
    private static final RequestMatcher CALLS_OF_SCRIPTS = new OrRequestMatcher(
            PathPatternRequestMatcher.pathPattern("/terminal/*/ticket"),
            PathPatternRequestMatcher.pathPattern("/terminal/*/socket"),
            PathPatternRequestMatcher.pathPattern("/recordings/**"));

    /** Below the front end's files, which are for everybody. */
    private static final RequestMatcher PUSH_SOCKET =
            PathPatternRequestMatcher.pathPattern("/" + Constants.PUSH_MAPPING + "/**");

    private static final Set<String> PAGE_CALLS = Set.of(
            ApplicationConstants.REQUEST_TYPE_UIDL,
            ApplicationConstants.REQUEST_TYPE_HEARTBEAT,
            ApplicationConstants.REQUEST_TYPE_PUSH);

    /**
     * The calls of a page that is open already. The sign-in page makes them too, so they cannot all need a user; one without even a
     * session belongs to no page.
     */
    private static final RequestMatcher CALLS_OF_NO_PAGE = request ->
            (PAGE_CALLS.contains(String.valueOf(request.getParameter(ApplicationConstants.REQUEST_TYPE_PARAMETER)))
                            || PUSH_SOCKET.matches(request))
                    && request.getRequestedSessionId() == null;

    /** Whatever its path: nothing there leads to the sign-in page or starts a session. */
    private static final RequestMatcher ON_MANAGEMENT_PORT = request -> WebServerApplicationContext.hasServerNamespace(
            WebApplicationContextUtils.getRequiredWebApplicationContext(request.getServletContext()), "management");

    private static final RedirectStrategy REDIRECT = new DefaultRedirectStrategy();

    private static final String PERMISSIONS =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                    + " magnetometer=(), microphone=(), midi=(), payment=(), usb=(),"
                    + " clipboard-read=(self), clipboard-write=(self), fullscreen=(self)";

    /** In the address, and nowhere else: a browser that has not signed in has little room, and nothing that outlives a restart. */
    private static void sayWhy(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        var reason = refused instanceof SignInRefused known ? known.reason() : SignInRefused.Reason.WRONG;
        var said = "?error=" + reason.name().toLowerCase(Locale.ROOT);
        var back = request.getParameter(SecondStep.RETURN);
        if (refused instanceof SignInRefused known && known.secondStep() != null) {
            response.addHeader(
                    HttpHeaders.SET_COOKIE,
                    SecondStep.cookie(request, known.secondStep()).toString());
            REDIRECT.sendRedirect(request, response, CODE);
        } else if (reason == SignInRefused.Reason.LATE || request.getParameter(SecondStep.CODE) == null) {
            REDIRECT.sendRedirect(request, response, LOGIN + said);
        } else if (back == null) {
            REDIRECT.sendRedirect(request, response, CODE + said);
        } else {
            var confirm = UriComponentsBuilder.fromUriString(StepUp.CONFIRM + said)
                    .queryParam(SecondStep.RETURN, "{back}")
                    .encode()
                    .buildAndExpand(StepUp.returnTo(back));
            REDIRECT.sendRedirect(request, response, confirm.toUriString());
        }
    }

    /** To the page that was asked for before the sign-in; who has proved themselves once more, back to where it was asked for. */
    private static final class ComingIn extends SavedRequestAwareAuthenticationSuccessHandler {
        @Override
        public void onAuthenticationSuccess(
                HttpServletRequest request, HttpServletResponse response, Authentication signedIn)
                throws ServletException, IOException {
            response.addHeader(HttpHeaders.SET_COOKIE, SecondStep.over(request).toString());
            var back = request.getParameter(SecondStep.RETURN);
            if (back == null) super.onAuthenticationSuccess(request, response, signedIn);
            else REDIRECT.sendRedirect(request, response, StepUp.returnTo(back));
        }
    }

    /** Health and figures, on a port of their own that is loopback unless told otherwise: for probes and scrapers, without sign-in. */
    @Bean
    @Order(1)
    SecurityFilterChain operationsChain(HttpSecurity http) {
        return http.securityMatcher(new OrRequestMatcher(EndpointRequest.toAnyEndpoint(), ON_MANAGEMENT_PORT))
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                EndpointRequest.to(HealthEndpoint.class).withHttpMethod(HttpMethod.GET),
                                EndpointRequest.to("prometheus"))
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(CsrfConfigurer::disable)
                .exceptionHandling(refused -> refused.authenticationEntryPoint(
                        (_, response, _) -> response.sendError(HttpStatus.NOT_FOUND.value())))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain consoleChain(
            HttpSecurity http,
            OneTimeTokenService links,
            KnownBrowsers browsers,
            OidcSignIn provider,
            PasskeySignIn passkeys,
            ConsoleLogout logout) {
        provider.into(http, LOGIN);
        passkeys.into(http, LOGIN, browsers, new ComingIn());
        return http.addFilterBefore(
                        new ForeignPages(new OrRequestMatcher(
                                PathPatternRequestMatcher.pathPattern(HttpMethod.POST, LOGIN), PUSH_SOCKET)),
                        CsrfFilter.class)
                .addFilterBefore(new LateGoodbyes(PUSH_SOCKET), CsrfFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(ContentPolicy.WITHOUT_SCRIPTS))
                        .frameOptions(FrameOptionsConfig::deny)
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(policy -> policy.policy(PERMISSIONS))
                        .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN)))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(CALLS_OF_NO_PAGE)
                        .denyAll()
                        .requestMatchers(CALLS_OF_SCRIPTS)
                        .authenticated())
                // scripts, not people, call these: a redirect to the sign-in page would tell them nothing
                .exceptionHandling(refused -> refused.defaultAuthenticationEntryPointFor(
                        new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), CALLS_OF_SCRIPTS))
                // the page is named here already: without it this configurer puts its own page before the console's
                .formLogin(form -> form.loginPage(LOGIN)
                        .authenticationDetailsSource(browsers)
                        .failureHandler(ConsoleSecurity::sayWhy)
                        .withObjectPostProcessor(new ObjectPostProcessor<UsernamePasswordAuthenticationFilter>() {
                            @Override
                            public <F extends UsernamePasswordAuthenticationFilter> F postProcess(F filter) {
                                // after Vaadin's configurer, which sets its own
                                filter.setAuthenticationSuccessHandler(new ComingIn());
                                return filter;
                            }
                        }))
                .sessionManagement(session -> session.addSessionAuthenticationStrategy(browsers)
                        .addSessionAuthenticationStrategy(new BrowserMarks()))
                .oneTimeTokenLogin(link -> link.loginPage(LOGIN)
                        .loginProcessingUrl(LINK_LOGIN)
                        .showDefaultSubmitPage(false)
                        .tokenService(links)
                        .failureUrl(LOGIN + "?error=link")
                        // links are made by the server's first start and by administrators, never on anybody's request
                        .generateRequestResolver(_ -> null)
                        .tokenGenerationSuccessHandler((_, _, _) -> {
                            throw new IllegalStateException("links are not made by request");
                        }))
                .with(
                        VaadinSecurityConfigurer.vaadin(),
                        vaadin -> vaadin.loginView(LOGIN)
                                .logoutSuccessHandler(logout)
                                .anyRequest(AuthorizedUrl::authenticated))
                .build();
    }
}
