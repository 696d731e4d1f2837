package io.heddle.rest.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.atomic.AtomicBoolean;

/** Notes that a request is over, after which nothing of it may be touched any more. */
record EndOfRequest(AtomicBoolean isOver) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
        isOver.set(true);
    }

    @Override
    public void onError(AsyncEvent event) {
        isOver.set(true);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        isOver.set(true);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // The request is not started again by anybody.
    }
}
