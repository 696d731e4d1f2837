package io.heddle.controller.host;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import java.util.Optional;

/** The addresses that follow from position, as the host services ask for them; the address plan answers. */
public interface Addressing {

    /** The switch's own address. */
    Optional<Ipv4Address> switchAddress(DatapathId dpid);

    /** The prefix of the hosts behind a switch, if hosts belong there. */
    Optional<IpPrefix> edgePrefix(DatapathId dpid);

    /** The gateway of the hosts behind a switch. */
    Optional<Ipv4Address> gateway(DatapathId dpid);

    /** The address planned for the host at that port. */
    Optional<Ipv4Address> hostAddress(ConnectPoint hostPort);

    /** The port that {@code planned} is planned for. */
    Optional<ConnectPoint> hostPortOf(Ipv4Address planned);
}
