package io.heddle.routing.tenant.isolation;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.stream.Stream;

/** What is for which port of a network, by the addresses that packets are sent to. */
record Receivers(Standing standing, Headers headers) {

    /** At which MAC address of a network packets for an address are taken. */
    record Claim(IpAddress address, MacAddress mac) {}

    /** Those ports that may get packets at all: plugged in, switched on, and nobody's but tenants'. */
    List<TenantPort> on(NetworkId network) {
        return standing.state().networkOf(network).adminUp()
                ? standing.state().portsOf(network).stream().filter(this::isOn).toList()
                : List.of();
    }

    boolean isOn(TenantPort port) {
        return port.adminUp() && !port.isOfLayer3() && standing.locations().containsKey(port.id());
    }

    /** Frames for its MAC addresses. */
    PacketSet toMacs(TenantPort port) {
        return Senders.macs(port).stream().map(headers::toMac).reduce(headers.nothing(), PacketSet::or);
    }

    /** Those for the MAC addresses that are its own, or no other port's own. */
    PacketSet surelyToMacs(TenantPort port) {
        return Senders.macs(port).stream()
                .filter(mac -> isSurely(port, mac))
                .map(headers::toMac)
                .reduce(headers.nothing(), PacketSet::or);
    }

    private boolean isSurely(TenantPort port, MacAddress mac) {
        return mac.equals(port.mac())
                || !standing.state().portsByMac(port.network()).containsKey(mac);
    }

    /** Who takes which addresses on a network: their own, and those that they may take over one by one. */
    List<Claim> claims(NetworkId network) {
        return on(network).stream().flatMap(Receivers::claims).toList();
    }

    private static Stream<Claim> claims(TenantPort port) {
        Stream<Claim> own = Senders.addresses(port).stream().map(address -> new Claim(address, port.mac()));
        Stream<Claim> further = port.allowedPairs().stream()
                .filter(pair ->
                        pair.addresses().length() == pair.addresses().version().bits())
                .map(pair -> new Claim(pair.addresses().address(), pair.mac()));
        return Stream.concat(own, further);
    }

    /** Packets that a router sends to the port, of those whose addresses are taken by {@code claims}. */
    PacketSet claimed(TenantPort port, List<Claim> claims, boolean isSurely) {
        return claims.stream()
                .filter(claim -> Senders.macs(port).contains(claim.mac()))
                .filter(claim -> !isSurely || isSurely(port, claim.mac()))
                .map(claim -> headers.to(Cidr.of(claim.address())))
                .reduce(headers.nothing(), PacketSet::or);
    }

    /** Whether the port may get packets that a router sends to an address, whosever it is. */
    boolean mayTake(TenantPort port, NetworkId network, IpAddress address) {
        return claims(network).stream()
                .filter(claim -> claim.address().equals(address))
                .anyMatch(claim -> takes(port, claim.mac(), false));
    }

    /** Whether a frame that a router sends to that MAC address gets to the port. */
    boolean takes(TenantPort port, MacAddress mac, boolean isSurely) {
        return Senders.macs(port).contains(mac) && (!isSurely || isSurely(port, mac));
    }
}
