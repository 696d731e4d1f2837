package io.heddle.controller.store;

import org.jspecify.annotations.Nullable;

/** The store cannot be used; the message names the path, what is wrong, and what to do. */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong and what to do about it. */
    public StoreException(String message) {
        super(message);
    }

    /** What is wrong and what to do about it, with the engine's own words as the cause. */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
