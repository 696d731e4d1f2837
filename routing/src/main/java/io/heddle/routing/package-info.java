/**
 * Decisions: what the fabric should do, as pure functions of the facts. Called by the controller's loop and by the REST API.
 */
@NullMarked
package io.heddle.routing;

import org.jspecify.annotations.NullMarked;
