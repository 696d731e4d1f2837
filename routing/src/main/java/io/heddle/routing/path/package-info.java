/**
 * The ways between two addresses of a fabric, as they are at this moment.
 *
 * <p>They are read off the forwarding plan by walking it in the simulated fabric, not off the graph, so they are what packets really do:
 * repairs and detours show, and a place that no rule leads to has no path. A trace is the same for a single packet, with every rule and
 * bucket on its way. The REST API asks; nothing here changes anything.
 */
@NullMarked
package io.heddle.routing.path;

import org.jspecify.annotations.NullMarked;
