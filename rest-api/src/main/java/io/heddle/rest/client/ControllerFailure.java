package io.heddle.rest.client;

/** The controller could not be asked, or refused; the message is for the person who asked. */
final class ControllerFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ControllerFailure(String message) {
        super(message);
    }
}
