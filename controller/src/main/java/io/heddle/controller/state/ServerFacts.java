package io.heddle.controller.state;

import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an Open vSwitch database says of the machine it is on, as far as tenants' traffic is concerned; untrusted, and any of it may be
 * missing. Whether that machine is a server of the fabric is not decided here.
 *
 * @param systemId what the machine calls itself, {@code external_ids:system-id}; may be empty
 * @param hostname its host name; may be empty
 * @param underlay its fabric address, where {@code external_ids:heddle-underlay} says it
 * @param isDeclined whether {@code external_ids:heddle-tenants} says {@code off}: nothing of tenants is to be there
 * @param macs the MAC addresses of the interfaces of its bridges, by one of which the fabric knows it
 * @param others the datapath ids of the bridges that are not the integration bridge
 * @param integration the integration bridge, once Heddle has made it and it runs
 */
public record ServerFacts(
        String systemId,
        String hostname,
        Optional<Ipv4Address> underlay,
        boolean isDeclined,
        SortedSet<MacAddress> macs,
        SortedSet<DatapathId> others,
        Optional<IntegrationBridge> integration) {

    public ServerFacts {
        macs = Collections.unmodifiableSortedSet(new TreeSet<>(macs));
        others = Collections.unmodifiableSortedSet(new TreeSet<>(others));
    }

    /** The same machine with another integration bridge. */
    public ServerFacts with(Optional<IntegrationBridge> changed) {
        return new ServerFacts(systemId, hostname, underlay, isDeclined, macs, others, changed);
    }

    /** What people call the machine: its host name, or else what it calls itself. */
    public String name() {
        return hostname.isEmpty() ? systemId : hostname;
    }
}
