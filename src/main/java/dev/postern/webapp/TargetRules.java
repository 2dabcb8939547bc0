package dev.postern.webapp;

import static org.eclipse.jetty.http.UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT;
import static org.eclipse.jetty.http.UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING;
import static org.eclipse.jetty.http.UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER;
import static org.eclipse.jetty.http.UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT;
import static org.eclipse.jetty.http.UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR;
import static org.eclipse.jetty.http.UriCompliance.Violation.ILLEGAL_PATH_CHARACTERS;
import static org.eclipse.jetty.http.UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS;

import org.eclipse.jetty.http.ComplianceUtils;
import org.eclipse.jetty.http.ComplianceViolation;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Which request targets pass. Jetty knows one rule for a connector, and asks it before any handler has seen whom a request is for: so the connector's
 * is relaxed to what apps need, and the console's, which is what the connector's was, is asked again in front of the console.
 */
final class TargetRules {
    /** In paths only: queries are nobody's to judge before they are read, and the console goes on reading them by its own rule. */
    private static final UriCompliance.Violation[] APPS = {
        AMBIGUOUS_EMPTY_SEGMENT,
        AMBIGUOUS_PATH_ENCODING,
        AMBIGUOUS_PATH_PARAMETER,
        AMBIGUOUS_PATH_SEGMENT,
        AMBIGUOUS_PATH_SEPARATOR,
        ILLEGAL_PATH_CHARACTERS,
        SUSPICIOUS_PATH_CHARACTERS
    };

    private TargetRules() {}

    /** Lets through what apps may be asked for. Whoever calls it sees to it that {@link #checkForConsole} stands before all else. */
    static void relax(Connector connector) {
        for (var factory : connector.getConnectionFactories()) {
            if (factory instanceof HttpConfiguration.ConnectionFactory http) {
                var configuration = http.getHttpConfiguration();
                configuration.setUriCompliance(configuration.getUriCompliance().with("apps", APPS));
            }
        }
    }

    /** @throws HttpException.RuntimeException with status 400, as Jetty itself does it, for what two readers could read differently */
    static void checkForConsole(Request request) {
        ComplianceUtils.verify(
                UriCompliance.DEFAULT,
                request.getHttpURI(),
                ComplianceViolation.Listener.NOOP,
                why -> new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, why));
    }
}
