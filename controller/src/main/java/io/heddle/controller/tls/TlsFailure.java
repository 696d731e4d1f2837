package io.heddle.controller.tls;

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says of a connection why TLS was not to be had with it. */
public final class TlsFailure {
    private static final int DEEPEST = 10;

    private TlsFailure() {}

    /** Why, if {@code thrown} is about TLS at all, alone or as what caused another. */
    public static Optional<String> reason(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; depth < DEEPEST && cause != null; depth++) {
            if (cause instanceof SSLException failure) {
                return Optional.of(sentence(failure));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** Why a handshake failed. */
    public static String ofHandshake(Throwable thrown) {
        return thrown instanceof ClosedChannelException
                ? "it closed the connection during the TLS handshake"
                : reason(thrown).orElse("the TLS handshake failed: " + thrown.getMessage());
    }

    private static String sentence(SSLException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith("not an SSL/TLS record")) {
            return "it does not speak TLS, which this port wants (ssl:, not tcp:)";
        }
        if (message.contains("Empty client certificate chain")) {
            return "it showed no certificate of an authority that is believed here (ovs-vsctl set-ssl gives it one)";
        }
        if (message.contains("Received fatal alert")) {
            return "it refused our certificate or the handshake: " + message;
        }
        Throwable cause = failure;
        for (int depth = 0; depth < DEEPEST && !(cause instanceof CertPathValidatorException); depth++) {
            cause = cause.getCause() == null ? cause : cause.getCause();
        }
        boolean isAboutCertificate = cause instanceof CertPathValidatorException
                || cause instanceof CertificateException
                || isUnsigned(message);
        return isAboutCertificate
                ? "its certificate is not good: " + cause.getMessage() + details(cause)
                : "the TLS handshake failed: " + message;
    }

    private static String details(Throwable cause) {
        return cause.getCause() == null ? "" : " (" + cause.getCause().getMessage() + ")";
    }

    private static boolean isUnsigned(String message) {
        return message.contains("PKIX path");
    }
}
