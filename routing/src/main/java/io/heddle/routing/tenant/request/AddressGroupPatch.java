package io.heddle.routing.tenant.request;

import java.util.Optional;

/** What is to change about an address group; what is empty stays. Its addresses are added and removed by themselves. */
public record AddressGroupPatch(Optional<String> name, Optional<String> description) {}
