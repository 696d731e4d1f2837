package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortSpan;
import io.heddle.topology.address.IpAddress;
import java.util.Optional;

/** What is to change about a forwarded port of a floating address; what is empty stays. */
public record PortForwardingPatch(
        Optional<IpProtocol> protocol,
        Optional<PortSpan> external,
        Optional<PortId> port,
        Optional<IpAddress> address,
        Optional<PortSpan> internal,
        Optional<String> description) {}
