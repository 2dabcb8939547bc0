package dev.postern.server;

import dev.postern.identity.Network;
import dev.postern.identity.oidc.Provider;
import dev.postern.trail.Bursts;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the sessions where a request comes from, and refuses newcomers while the console has as many {@link Visitors} as it may. Nobody who is in
 * notices; and who posts the sign-in form without a session is heard all the same, so that a crowd keeps nobody out who knows a password.
 */
@Component
@Order(SessionRepositoryFilter.DEFAULT_ORDER
        + 1) // knows by then whether the browser has a session, and nothing has made one
final class VisitorsDoor extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(VisitorsDoor.class);

    private final Visitors visitors;
    private final MeterRegistry meters;
    private final Bursts bursts;

    VisitorsDoor(Visitors visitors, MeterRegistry meters, Clock clock) {
        this.visitors = visitors;
        this.meters = meters;
        this.bursts = new Bursts(clock);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var network = Network.of(request.getRemoteAddr());
        if (!isHeardAnyway(request) && request.getSession(false) == null) {
            var room = visitors.room(network);
            if (room != Visitors.Room.FREE) {
                refuse(room, network, request, response);
                return;
            }
        }
        passFrom(network, request, response, chain);
    }

    private static void passFrom(
            Network network, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            ScopedValue.where(SplitSessions.FROM, network).call(() -> {
                chain.doFilter(request, response);
                return network;
            });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a filter chain throws nothing else", e);
        }
    }

    /** The sign-in form; and the identity provider's word of a logout, which begins no session. */
    private static boolean isHeardAnyway(HttpServletRequest request) {
        var path = request.getServletPath();
        return request.getMethod().equals("POST")
                && (path.equals(ConsoleSecurity.LOGIN) || path.equals(Provider.BACK_CHANNEL));
    }

    private void refuse(Visitors.Room room, Network network, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean full = room == Visitors.Room.FULL;
        meters.counter("postern.visitors.refused", "because", full ? "full" : "address")
                .increment();
        bursts.next(full ? "full" : network.value())
                .ifPresent(leftOut -> log.atWarn()
                        .addKeyValue("address", network)
                        .addKeyValue("visitors", visitors.count())
                        .addKeyValue("alsoLeftOut", leftOut)
                        .log(
                                full
                                        ? "visitor refused, there are as many as there may be"
                                        : "visitor refused, its address has as many as one may"));
        RefusalPage.send(full ? RefusalPage.Text.VISITORS_FULL : RefusalPage.Text.ADDRESS_FULL, request, response);
    }
}
