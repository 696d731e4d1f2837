package io.heddle.rest.networking;

import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.StandardAttributes;
import java.util.Optional;
import java.util.UUID;

/**
 * A listener, pool, member or health monitor, and what it is part of.
 *
 * @param balancer the load balancer it belongs to
 * @param pool the pool it belongs to, if it is something of one
 * @param value what it is
 * @param id its identifier
 * @param standard its tags and times
 */
record Part<P>(LoadBalancer balancer, Optional<Pool> pool, P value, UUID id, StandardAttributes standard) {}
