package io.heddle.controller.store;

/** A watch asked for changes that are no longer remembered. */
public final class CompactedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Changes up to and including {@code compacted} are forgotten. */
    public CompactedException(long after, long compacted) {
        super("changes after revision " + after + " are not all remembered, only those after " + compacted
                + ": read the range and watch from its revision");
    }
}
