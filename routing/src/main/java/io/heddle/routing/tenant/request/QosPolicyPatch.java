package io.heddle.routing.tenant.request;

import java.util.Optional;

/** What is to change about a quality of service policy; what is empty stays. */
public record QosPolicyPatch(Optional<String> name, Optional<Boolean> shared, Optional<String> description) {}
