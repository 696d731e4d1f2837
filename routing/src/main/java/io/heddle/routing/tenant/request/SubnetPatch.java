package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.AddressRange;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.topology.address.IpAddress;
import java.util.List;
import java.util.Optional;

/** What is to change about a subnet; what is empty stays. */
public record SubnetPatch(
        Optional<String> name,
        Optional<GatewayChoice> gateway,
        Optional<List<AddressRange>> pools,
        Optional<Boolean> dhcp,
        Optional<List<IpAddress>> nameServers,
        Optional<List<HostRoute>> hostRoutes,
        Optional<String> description) {}
