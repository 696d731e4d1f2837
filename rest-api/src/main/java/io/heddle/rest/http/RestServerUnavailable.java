package io.heddle.rest.http;

/** The server could not listen where it was told to. */
public final class RestServerUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RestServerUnavailable(RestSettings settings, Throwable cause) {
        super(
                "cannot listen for HTTP on " + settings.address() + " port " + settings.port() + ": " + reason(cause),
                cause);
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : reason(cause);
    }
}
