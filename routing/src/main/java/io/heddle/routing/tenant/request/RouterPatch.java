package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.HostRoute;
import java.util.List;
import java.util.Optional;

/**
 * What is to change about a router; what is empty stays.
 *
 * @param name its name
 * @param adminUp whether it is to forward
 * @param wayOut its way out of all networks of tenants
 * @param routes its static routes, instead of those it has
 * @param description the owner's words
 */
public record RouterPatch(
        Optional<String> name,
        Optional<Boolean> adminUp,
        Optional<WayOut> wayOut,
        Optional<List<HostRoute>> routes,
        Optional<String> description) {}
