package io.heddle.routing.tenant.isolation;

import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.routing.verify.space.SymbolicPacket;
import io.heddle.routing.verify.space.SymbolicPacket.Content;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a port finds out by ARP where the addresses of its network are (RFC 826): from the server, which must know, or from whoever has the
 * address, whom the question must reach.
 */
record Answers(Standing standing, Permissions permissions) {

    private static final long REQUEST = 1;

    /** Addresses of which the answers are wrong, or missing. */
    record Fault(Difference.Kind kind, PortId about, PacketSet asked) {}

    List<Fault> faults(TenantPort source, Harvest harvest) {
        List<Fault> faults = new ArrayList<>();
        TenantNetwork network = standing.state().networkOf(source.network());
        for (TenantPort other : standing.state().portsOf(network.id())) {
            for (IpAddress address : Senders.addresses(other)) {
                if (address.version() == IpVersion.V4 && !other.equals(source)) {
                    addFaults(faults, source, other, address, harvest);
                }
            }
        }
        return faults;
    }

    private void addFaults(
            List<Fault> faults, TenantPort source, TenantPort other, IpAddress address, Harvest harvest) {
        PacketSet asked = asking(source, address);
        PacketSet right = answered(harvest, address, macs(other));
        PacketSet reached = harvest.got(new End.AtPort(other.id()), permissions.headers());
        PacketSet missing = asked.minus(right.or(reached));
        if (isFindable(source, other) && !missing.isEmpty()) {
            faults.add(new Fault(Difference.Kind.NOT_ANSWERED, other.id(), missing));
        }
        PacketSet wrong = asked.and(answered(harvest, address, List.of())).minus(right);
        if (!wrong.isEmpty()) {
            faults.add(new Fault(Difference.Kind.ANSWERED_WRONGLY, other.id(), wrong));
        }
    }

    /**
     * Where a port is found: at its own MAC address, or if routers are meant, at that of one which leads out; and on a routed network at
     * that of the fabric, which answers for everybody.
     */
    private List<MacAddress> macs(TenantPort port) {
        if (isRouted(port)) {
            return List.of(standing.fabric().gateway());
        }
        List<MacAddress> macs = new ArrayList<>();
        macs.add(port.mac());
        standing.exits().values().stream()
                .filter(exit -> port.isOnOutside() && exit.network().equals(port.network()))
                .forEach(exit -> macs.add(exit.mac()));
        return macs;
    }

    /** What a port asks, as one that means it. */
    private PacketSet asking(TenantPort source, IpAddress address) {
        Headers headers = permissions.headers();
        return headers.space()
                .where(Field.ARP_OP, REQUEST)
                .and(headers.space().where(Field.ARP_TPA, address.low()))
                .and(headers.toMac(MacAddress.BROADCAST))
                .and(permissions.senders().asked(source, source.mac()))
                .and(headers.ordinary());
    }

    /** The questions for an address that were answered, with one of those MAC addresses or, if none is given, with any. */
    private PacketSet answered(Harvest harvest, IpAddress address, List<MacAddress> macs) {
        PacketSet answered = permissions.headers().nothing();
        for (Arrival answer : harvest.answers()) {
            SymbolicPacket packet = answer.packet();
            Content about = packet.content(Field.ARP_SPA);
            boolean isAbout =
                    about.equals(new Content.Known(address.low())) || about.equals(new Content.Sent(Field.ARP_TPA));
            boolean isRight = macs.isEmpty()
                    || macs.stream()
                            .anyMatch(mac -> packet.content(Field.ARP_SHA).equals(new Content.Known(mac.value())));
            boolean isForAsker = packet.content(Field.ETH_DST).equals(new Content.Sent(Field.ETH_SRC));
            if (isRight && (macs.isEmpty() || (isAbout && isForAsker))) {
                answered = answered.or(packet.sent());
            }
        }
        return answered;
    }

    private boolean isFindable(TenantPort source, TenantPort other) {
        if (isRouted(source)) {
            return standing.works(source.id());
        }
        if (!standing.works(source.id()) || !other.adminUp() || other.isOnOutside()) {
            return false;
        }
        return other.router().isPresent()
                ? other.router()
                        .flatMap(id -> standing.state().routers().find(id))
                        .filter(router -> router.adminUp())
                        .isPresent()
                : standing.works(other.id()) && isJoined(source, other);
    }

    private boolean isRouted(TenantPort port) {
        return RoutedPermissions.is(standing.state().networkOf(port.network()));
    }

    private boolean isJoined(TenantPort source, TenantPort other) {
        return standing.isJoined(
                standing.bridge(source.id()).orElseThrow(),
                standing.bridge(other.id()).orElseThrow(),
                standing.state().networkOf(source.network()).segment());
    }
}
