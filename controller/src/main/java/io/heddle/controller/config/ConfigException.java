package io.heddle.controller.config;

/** The configuration was refused; the message names file, line and column, what is wrong, and what is allowed. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong, where, and what is allowed. */
    public ConfigException(String message) {
        super(message);
    }
}
