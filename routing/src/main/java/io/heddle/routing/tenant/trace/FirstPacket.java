package io.heddle.routing.tenant.trace;

import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.Comparator;
import java.util.Optional;

/**
 * What a machine behind a port sends when it is set up as DHCP says: to a receiver on its subnet, or else to its gateway or by a route
 * of its subnet. On a network that the fabric routes everybody else is behind the fabric's gateway.
 */
public sealed interface FirstPacket {

    /** This. */
    record Sent(Packet packet) implements FirstPacket {}

    /** Nothing; a sentence says why. */
    record Unsent(String reason) implements FirstPacket {}

    /** What the packet is for. */
    sealed interface Service {

        /** An echo request. */
        record Ping() implements Service {}

        /** A segment of TCP or a datagram of UDP. */
        record Flow(int protocol, int sourcePort, int destinationPort) implements Service {
            public Flow {
                if (protocol != FlowKey.TCP && protocol != FlowKey.UDP) {
                    throw new IllegalArgumentException("a flow is TCP (6) or UDP (17), not protocol " + protocol);
                }
            }
        }
    }

    /** The packet of {@code port} to that address. */
    static FirstPacket of(TenantPort port, IpAddress to, Service service, TenantState state) {
        Optional<FixedIp> own = port.fixedIps().stream()
                .filter(ip -> ip.address().version() == to.version())
                .min(Comparator.comparing(ip -> !subnet(ip, state).cidr().contains(to)));
        if (own.isEmpty()) {
            return new Unsent("The port has no IPv" + to.version().number() + " address.");
        }
        TenantSubnet subnet = subnet(own.get(), state);
        if (state.networkOf(port.network()).segment().type() == NetworkType.ROUTED) {
            return new Sent(packet(own.get().address(), to, service).between(port.mac(), PlanOptions.GATEWAY_MAC));
        }
        Optional<IpAddress> hop = subnet.cidr().contains(to) ? Optional.of(to) : hop(subnet, to);
        if (hop.isEmpty()) {
            return new Unsent("Its subnet " + subnet.cidr() + " has no gateway and no route to " + to + ".");
        }
        return holder(hop.get(), subnet, state)
                .<FirstPacket>map(
                        mac -> new Sent(packet(own.get().address(), to, service).between(port.mac(), mac)))
                .orElseGet(() -> new Unsent("No port of its network has the address " + hop.get()
                        + (hop.get().equals(to) ? "" : ", the next hop to " + to)
                        + ", so it gets no answer when it asks who has."));
    }

    private static TenantSubnet subnet(FixedIp ip, TenantState state) {
        return state.subnets().find(ip.subnet()).orElseThrow();
    }

    /** The longest route that fits, or else the gateway. */
    private static Optional<IpAddress> hop(TenantSubnet subnet, IpAddress to) {
        return subnet.hostRoutes().stream()
                .filter(route -> route.destination().contains(to))
                .max(Comparator.comparingInt(route -> route.destination().length()))
                .map(HostRoute::nextHop)
                .or(subnet::gateway);
    }

    private static Optional<MacAddress> holder(IpAddress address, TenantSubnet subnet, TenantState state) {
        return state.subnetsOf(subnet.network()).stream()
                .flatMap(each -> state.portsByAddress(each.id()).find(address).stream())
                .flatMap(id -> state.ports().find(id).stream())
                .map(TenantPort::mac)
                .findFirst();
    }

    private static Packet packet(IpAddress from, IpAddress to, Service service) {
        boolean isSix = from.version() == IpVersion.V6;
        return switch (service) {
            case Service.Ping() ->
                isSix
                        ? Packet.ipv6(from, to, ICMPV6)
                                .with(Field.ICMPV6_TYPE, ECHO_REQUEST_V6)
                                .with(Field.ICMPV6_CODE, 0)
                        : Packet.icmp(from.asIpv4().orElseThrow(), to.asIpv4().orElseThrow(), ECHO_REQUEST, 0);
            case Service.Flow(int protocol, int sourcePort, int destinationPort) -> {
                Packet bare = isSix
                        ? Packet.ipv6(from, to, protocol)
                        : Packet.ipv4(from.asIpv4().orElseThrow(), to.asIpv4().orElseThrow(), protocol);
                boolean isTcp = protocol == FlowKey.TCP;
                yield bare.with(isTcp ? Field.TCP_SRC : Field.UDP_SRC, sourcePort)
                        .with(isTcp ? Field.TCP_DST : Field.UDP_DST, destinationPort);
            }
        };
    }

    /** Types of messages (RFC 792, RFC 4443 §4.1), and the protocol of the latter. */
    int ECHO_REQUEST = 8;

    int ECHO_REQUEST_V6 = 128;
    int ICMPV6 = 58;
}
