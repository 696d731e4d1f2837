package io.heddle.routing.tenant.request;

import java.util.Optional;
import java.util.SortedSet;

/** What is to be changed of a load balancer; what is left out stays. */
public record LoadBalancerPatch(
        Optional<String> name,
        Optional<Boolean> adminUp,
        Optional<String> description,
        Optional<SortedSet<String>> tags) {}
