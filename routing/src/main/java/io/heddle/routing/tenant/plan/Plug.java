package io.heddle.routing.tenant.plan;

import io.heddle.topology.PortNumber;

/**
 * The interface of a port on a bridge.
 *
 * @param number its number there
 * @param isAlone whether nothing else on the bridge claims that number
 */
record Plug(PortNumber number, boolean isAlone) {}
