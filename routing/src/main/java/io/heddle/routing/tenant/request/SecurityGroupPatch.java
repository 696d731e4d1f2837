package io.heddle.routing.tenant.request;

import java.util.Optional;

/** What is to change about a security group; what is empty stays. */
public record SecurityGroupPatch(Optional<String> name, Optional<String> description) {}
