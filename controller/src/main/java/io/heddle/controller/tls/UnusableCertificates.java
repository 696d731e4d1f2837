package io.heddle.controller.tls;

/** The configured certificates cannot be used; the message says which file and why. */
public final class UnusableCertificates extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnusableCertificates(String message) {
        super(message);
    }

    UnusableCertificates(String message, Throwable cause) {
        super(message, cause);
    }
}
