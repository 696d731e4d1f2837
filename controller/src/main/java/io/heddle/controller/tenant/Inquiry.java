package io.heddle.controller.tenant;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Tcp;
import io.heddle.controller.state.Effect;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.VipReach;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Optional;

/**
 * How one member of a load balancer is asked whether it works: by a frame out of its own port, as if it came from the load balancer's
 * address. So no security group is asked, and what the member answers is handed over by its own server.
 *
 * @param at where the member's interface is
 * @param from the MAC address from which it is asked: the load balancer's, or that of the router between them
 * @param to the member's MAC address
 * @param vip the load balancer's address
 * @param address the member's address
 * @param port the member's port
 * @param kind how it is asked
 */
record Inquiry(
        ConnectPoint at,
        MacAddress from,
        MacAddress to,
        Ipv4Address vip,
        Ipv4Address address,
        int port,
        HealthMonitor.Kind kind) {

    private static final int HOPS = 64;
    private static final int ECHO_REQUEST = 8;
    private static final int FIRST_PORT = 0x8000;
    private static final int PORTS = 0x4000;

    /** What a member answered. */
    enum Answer {
        WORKS,
        REFUSES
    }

    /** How a member is asked; empty while its interface is nowhere. */
    static Optional<Inquiry> of(LoadBalancer balancer, PoolMember member, HealthMonitor.Kind kind, OverlayState state) {
        TenantState tenants = state.tenants();
        Optional<VipReach> reach = VipReach.of(tenants, balancer.vip(), member.address());
        Optional<TenantPort> holder = reach.flatMap(each -> each.holder(tenants, member.address()));
        Optional<ConnectPoint> place = holder.flatMap(
                port -> Optional.ofNullable(state.planned().plan().locations().get(port.id())));
        Optional<MacAddress> from = reach.flatMap(each -> from(balancer, each, tenants));
        if (place.isEmpty() || from.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Inquiry(
                place.get(),
                from.get(),
                holder.get().mac(),
                balancer.vip().address().asIpv4().orElseThrow(),
                member.address().asIpv4().orElseThrow(),
                member.port(),
                kind));
    }

    private static Optional<MacAddress> from(LoadBalancer balancer, VipReach reach, TenantState tenants) {
        return reach.router()
                .map(router -> tenants.interfacesOf(router).stream()
                        .filter(door ->
                                door.fixedIps().stream().map(FixedIp::subnet).anyMatch(reach.subnet()::equals))
                        .findFirst())
                .orElseGet(() -> tenants.ports().find(balancer.vip().port()))
                .map(TenantPort::mac);
    }

    /** The question of that number. */
    Effect question(int number) {
        return sent(
                switch (kind) {
                    case TCP -> new Tcp(ourPort(number), port, number, 0, Tcp.SYN).in(envelope());
                    case PING ->
                        Ipv4.of(HOPS, Ipv4.ICMP, vip, address, new Icmp(ECHO_REQUEST, 0, number, new byte[0]).bytes());
                });
    }

    /** What a packet that bridge {@code by} handed over answers to the question of that number, if it does. */
    Optional<Answer> answer(DatapathId by, Ipv4 ip, int number) {
        boolean isIts = by.equals(at.dpid())
                && ip.source().equals(address)
                && ip.destination().equals(vip);
        return isIts ? answer(ip, number) : Optional.empty();
    }

    private Optional<Answer> answer(Ipv4 ip, int number) {
        return switch (kind) {
            case TCP ->
                Tcp.parse(ip)
                        .filter(tcp -> tcp.sourcePort() == port
                                && tcp.destinationPort() == ourPort(number)
                                && tcp.acknowledgement() == number + 1)
                        .flatMap(Inquiry::answer);
            case PING ->
                Icmp.parse(ip)
                        .filter(echo -> echo.type() == 0 && echo.rest() == number)
                        .map(echo -> Answer.WORKS);
        };
    }

    private static Optional<Answer> answer(Tcp tcp) {
        if (tcp.has(Tcp.RST)) {
            return Optional.of(Answer.REFUSES);
        }
        return tcp.has(Tcp.SYN | Tcp.ACK) ? Optional.of(Answer.WORKS) : Optional.empty();
    }

    /** Gives up the connection that the question of that number began, if it did. */
    Optional<Effect> farewell(int number) {
        return kind == HealthMonitor.Kind.TCP
                ? Optional.of(sent(new Tcp(ourPort(number), port, number + 1, 0, Tcp.RST).in(envelope())))
                : Optional.empty();
    }

    private static int ourPort(int number) {
        return FIRST_PORT + number % PORTS;
    }

    private Ipv4 envelope() {
        return Ipv4.of(HOPS, Ipv4.TCP, vip, address, new byte[0]);
    }

    private Effect sent(Ipv4 packet) {
        byte[] frame = new Ethernet(to, from, Ethernet.IPV4, packet.bytes()).bytes();
        return new Effect.SendPacket(at.dpid(), new Effect.Departure.ByPort(at.port()), frame);
    }
}
