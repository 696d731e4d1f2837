package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A port that carries frames, and where its interface is.
 *
 * @param port the port
 * @param bridge the server's bridge
 * @param number the interface's number there
 * @param trunking how its frames get there, if it is a subport
 * @param allowance how much it may carry
 */
record Member(TenantPort port, DatapathId bridge, PortNumber number, Optional<Trunking> trunking, Allowance allowance) {

    /** What is done with a frame that is alone on its way to the port. */
    List<Action> reception() {
        List<Action> actions = new ArrayList<>(allowance.onReceiving());
        actions.add(new Action.Output(number));
        return actions;
    }

    /** Hands the port a frame that may be on its way to others too. */
    Action delivery() {
        return allowance.received().isPresent() ? new Action.Cloned(reception()) : new Action.Output(number);
    }

    /** Every MAC address that frames to this port may have. */
    SortedSet<MacAddress> macs() {
        SortedSet<MacAddress> macs = new TreeSet<>();
        macs.add(port.mac());
        port.allowedPairs().forEach(pair -> macs.add(pair.mac()));
        return macs;
    }

    /** What it may send from with that MAC address. */
    SortedSet<Cidr> sources(MacAddress mac, IpVersion version) {
        TreeSet<Cidr> sources = new TreeSet<>();
        if (mac.equals(port.mac())) {
            addresses(version).map(Cidr::of).forEach(sources::add);
        }
        for (AddressPair pair : port.allowedPairs()) {
            if (pair.mac().equals(mac) && pair.addresses().version() == version) {
                sources.add(pair.addresses());
            }
        }
        return sources;
    }

    /** Its own addresses of that version. */
    Stream<IpAddress> addresses(IpVersion version) {
        return port.fixedIps().stream().map(FixedIp::address).filter(ip -> ip.version() == version);
    }

    /** Whether it claims exactly that address by a pair. */
    boolean isPairedWith(Cidr address) {
        return port.allowedPairs().stream().map(AddressPair::addresses).anyMatch(address::equals);
    }
}
