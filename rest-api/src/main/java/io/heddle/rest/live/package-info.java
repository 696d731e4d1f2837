/**
 * The live stream: every client hears, as server-sent events, what changed from the snapshot it last heard of to the latest.
 *
 * <p>A client is one thread that waits, writes and waits again, so a slow client gets fewer and larger steps, and one that does not
 * read at all is cut off by the connection's idle timeout; nobody else notices, and the publisher never waits. A client that comes
 * back with the id of the last event it heard gets the difference from there while that snapshot is still remembered, otherwise
 * everything anew. The HTTP package opens and closes streams.
 */
@NullMarked
package io.heddle.rest.live;

import org.jspecify.annotations.NullMarked;
