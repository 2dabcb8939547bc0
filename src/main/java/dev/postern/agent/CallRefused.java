package dev.postern.agent;

import java.io.IOException;

/** The server answered a call with an error. */
final class CallRefused extends IOException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    /** @param code the error's type, such as {@code InvalidActivation}; empty if the answer names none */
    CallRefused(int status, String code, String message) {
        super((code.isEmpty() ? "status " + status : code) + (message.isEmpty() ? "" : ": " + message));
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** The node's key is not, or no longer, welcome: asking again soon is of no use. */
    boolean isFinalForTheNode() {
        return code.equals("AccessDeniedException")
                || code.equals("MachineFingerprintDoesNotMatch")
                || code.equals("InvalidInstanceId");
    }

    /** The credentials were refused, not the call: new ones may help. */
    boolean isAboutCredentials() {
        return status == 401
                || status == 403
                || code.startsWith("ExpiredToken")
                || code.equals("UnrecognizedClientException")
                || code.equals("InvalidSignatureException")
                || code.equals("MissingAuthenticationTokenException");
    }

    /** The session is over at the server (stock agents look for this text too, protocol.md §3.1). */
    boolean saysSessionIsOver() {
        var message = getMessage();
        return message != null && message.contains("Session is already terminated");
    }
}
