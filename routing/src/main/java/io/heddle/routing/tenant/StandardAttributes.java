package io.heddle.routing.tenant;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What every resource has beside its purpose: the Networking API's standard attributes.
 *
 * @param description the owner's words
 * @param tags the owner's labels
 * @param revision 0 when made, and one more with every change
 * @param created when it was made
 * @param updated when it was last changed
 */
public record StandardAttributes(
        String description, SortedSet<String> tags, long revision, Instant created, Instant updated) {

    public StandardAttributes {
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        if (revision < 0) {
            throw new IllegalArgumentException("a revision is not negative, but this is " + revision);
        }
    }

    /** The attributes of a resource that is made now. */
    public static StandardAttributes fresh(String description, Instant now) {
        return new StandardAttributes(description, new TreeSet<>(), 0, now, now);
    }

    /** After a change at {@code now}. */
    public StandardAttributes changed(Instant now) {
        return new StandardAttributes(description, tags, revision + 1, created, now);
    }

    /** With another description, and nothing else changed. */
    public StandardAttributes describedAs(String words) {
        return new StandardAttributes(words, tags, revision, created, updated);
    }

    /** With other tags, and nothing else changed. */
    public StandardAttributes tagged(SortedSet<String> labels) {
        return new StandardAttributes(description, labels, revision, created, updated);
    }
}
