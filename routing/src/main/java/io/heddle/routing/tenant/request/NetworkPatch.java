package io.heddle.routing.tenant.request;

import java.util.Optional;

/** What is to change about a network; what is empty stays. */
public record NetworkPatch(
        Optional<String> name,
        Optional<Boolean> adminUp,
        Optional<Boolean> shared,
        Optional<Boolean> external,
        Optional<Integer> mtu,
        Optional<Boolean> portSecurity,
        Optional<String> description,
        Optional<QosChoice> qos) {}
