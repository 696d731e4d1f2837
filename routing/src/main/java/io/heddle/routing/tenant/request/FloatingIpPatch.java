package io.heddle.routing.tenant.request;

import java.util.Optional;

/** What is to change about a floating address; what is empty stays. */
public record FloatingIpPatch(Optional<FloatingTarget> target, Optional<String> description, Optional<QosChoice> qos) {}
