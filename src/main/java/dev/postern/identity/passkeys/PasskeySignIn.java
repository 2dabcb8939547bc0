package dev.postern.identity.passkeys;

import dev.postern.identity.SecondStep;
import dev.postern.identity.SignInDetails;
import dev.postern.identity.StepUp;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Puts sign-in by passkey into the console's security chain: one address says what the browser is to sign, the other takes a form with the answer. A form
 * and not a script's call, so that the browser gets its new cookie and the next page in one step, as from a password.
 */
@Component
public final class PasskeySignIn {
    /** Where the form goes. */
    public static final String PATH = "/login/passkey";

    /** Where the page learns what is to be signed. */
    public static final String QUESTION = PATH + "/question";

    /** The field with the browser's answer. */
    public static final String ANSWER = "answer";

    private static final RequestMatcher ANSWERS = PathPatternRequestMatcher.pathPattern(HttpMethod.POST, PATH);
    private static final RequestMatcher QUESTIONS = PathPatternRequestMatcher.pathPattern(HttpMethod.POST, QUESTION);
    private static final RedirectStrategy REDIRECT = new DefaultRedirectStrategy();

    private final PasskeyEnrolment enrolment;
    private final UsedPasskey used;
    private final Clock clock;

    PasskeySignIn(PasskeyEnrolment enrolment, UsedPasskey used, Clock clock) {
        this.enrolment = enrolment;
        this.used = used;
        this.clock = clock;
    }

    /**
     * @param page the sign-in page, which is told why by {@code ?error=}
     * @param details of a sign-in
     * @param comingIn where somebody goes who is in
     */
    public void into(
            HttpSecurity http,
            String page,
            AuthenticationDetailsSource<HttpServletRequest, SignInDetails> details,
            AuthenticationSuccessHandler comingIn) {
        http.with(new Configurer(page, details, comingIn), _ -> {});
    }

    /** Where there are none, both addresses are nobody's. */
    private boolean offered(HttpServletRequest request, RequestMatcher at) {
        return at.matches(request) && enrolment.offered();
    }

    private final class Configurer extends AbstractHttpConfigurer<Configurer, HttpSecurity> {
        private final String page;
        private final AuthenticationDetailsSource<HttpServletRequest, SignInDetails> details;
        private final AuthenticationSuccessHandler comingIn;

        Configurer(
                String page,
                AuthenticationDetailsSource<HttpServletRequest, SignInDetails> details,
                AuthenticationSuccessHandler comingIn) {
            this.page = page;
            this.details = details;
            this.comingIn = comingIn;
        }

        @Override
        public void configure(HttpSecurity http) {
            var answers = new Answers(details);
            // the session gets another id, and everything else that a sign-in by password brings
            answers.setSessionAuthenticationStrategy(http.getSharedObject(SessionAuthenticationStrategy.class));
            answers.setSecurityContextRepository(new HttpSessionSecurityContextRepository());
            answers.setAuthenticationSuccessHandler(comingIn);
            answers.setAuthenticationFailureHandler((request, response, refused) ->
                    REDIRECT.sendRedirect(request, response, refusal(request, refused)));
            http.addFilterBefore(answers, UsernamePasswordAuthenticationFilter.class);
            http.addFilterBefore(new Questions(), UsernamePasswordAuthenticationFilter.class);
        }

        private String refusal(HttpServletRequest request, AuthenticationException refused) {
            var reason = refused instanceof PasskeyRefused known ? known.reason() : PasskeyRefused.Reason.WRONG;
            var back = request.getParameter(SecondStep.RETURN);
            // whoever has signed out in the meantime is sent to the sign-in page from there
            return back == null
                    ? page + "?error=" + reason.word()
                    : UriComponentsBuilder.fromPath(StepUp.CONFIRM)
                            .queryParam("error", reason.word())
                            .queryParam(SecondStep.RETURN, "{back}")
                            .encode()
                            .buildAndExpand(StepUp.returnTo(back))
                            .toUriString();
        }
    }

    private final class Questions extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (!offered(request, QUESTIONS)) {
                chain.doFilter(request, response);
                return;
            }
            var question = used.question();
            AskedPasskey.ask(request, question, clock.instant());
            response.setStatus(HttpStatus.OK.value());
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getWriter().write(PasskeyJson.written(question));
        }
    }

    private final class Answers extends AbstractAuthenticationProcessingFilter {
        private final AuthenticationDetailsSource<HttpServletRequest, SignInDetails> details;

        Answers(AuthenticationDetailsSource<HttpServletRequest, SignInDetails> details) {
            super((RequestMatcher) request -> offered(request, ANSWERS));
            this.details = details;
            // no manager: there is nobody else to ask
            setAuthenticationManager(attempt -> {
                throw new IllegalStateException("a passkey is proven here");
            });
        }

        @Override
        public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
            var answer = request.getParameter(ANSWER);
            return used.authenticate(
                    AskedPasskey.answeredBy(request, clock.instant()),
                    answer == null ? "" : answer,
                    request.getParameter(SecondStep.RETURN) != null,
                    details.buildDetails(request));
        }
    }
}
