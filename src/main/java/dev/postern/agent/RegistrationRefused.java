package dev.postern.agent;

/** The server does not take this machine in: a wrong, used up or expired activation, or none where one is needed. */
public final class RegistrationRefused extends Exception {

    private static final long serialVersionUID = 1;

    RegistrationRefused(String message) {
        super(message);
    }

    RegistrationRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
