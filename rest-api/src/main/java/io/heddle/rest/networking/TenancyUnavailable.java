package io.heddle.rest.networking;

/** What was asked could not be kept, and is not done; trying again later may help. */
public final class TenancyUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what kept it from being done. */
    public TenancyUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
