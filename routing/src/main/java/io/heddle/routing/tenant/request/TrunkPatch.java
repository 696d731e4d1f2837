package io.heddle.routing.tenant.request;

import java.util.Optional;

/** Changes of a trunk; what is absent stays as it is. */
public record TrunkPatch(Optional<String> name, Optional<Boolean> adminUp, Optional<String> description) {}
