/**
 * The fabric in the words of its JSON: what a snapshot looks like from outside.
 *
 * <p>{@link io.heddle.rest.view.FabricView} derives everything from one {@link io.heddle.rest.FabricSnapshot}, without I/O, in the
 * snapshot's own order, so equal snapshots give equal text. The records named {@code …Representation} are the wire form, field by
 * field as {@code openapi.yaml} lists them: rates are bits per second, shares of capacity 0 to 1, an unknown value is {@code null},
 * never left out. HTTP resources and the live stream call it; nothing here knows either of them.
 */
@NullMarked
package io.heddle.rest.view;

import org.jspecify.annotations.NullMarked;
