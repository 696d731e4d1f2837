package io.heddle.routing.tenant.isolation;

import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.routing.verify.space.SymbolicPacket;
import io.heddle.routing.verify.space.SymbolicPacket.Content;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What arrived of all that one end sent: at whom, and back at itself as answers that servers give to ARP. Their answers to pings go to whoever
 * a ping says that it is from, and are not looked at.
 */
final class Harvest {

    private static final long ARP_REPLY = 2;
    private static final long ECHO_REPLY = 0;

    private final Standing standing;
    private final Headers headers;
    private final Map<End, List<Arrival>> arrivals = new LinkedHashMap<>();
    private final List<Arrival> answers = new ArrayList<>();

    private Harvest(Standing standing, Headers headers) {
        this.standing = standing;
        this.headers = headers;
    }

    static Harvest of(Standing standing, Headers headers, End source, List<Arrival> all) {
        Harvest harvest = new Harvest(standing, headers);
        for (Arrival arrival : all) {
            boolean isAnswer = is(arrival.packet(), Field.ARP_OP, ARP_REPLY);
            // From outside anybody may ask in the name of a port that is there, which is answered then.
            boolean isLookedAt = !is(arrival.packet(), Field.ICMPV4_TYPE, ECHO_REPLY)
                    && !(isAnswer && source instanceof End.Outside);
            if (isAnswer && arrival.end().equals(source)) {
                harvest.answers.add(arrival);
            } else if (isLookedAt) {
                harvest.arrivals
                        .computeIfAbsent(arrival.end(), end -> new ArrayList<>())
                        .add(arrival);
            }
        }
        return harvest;
    }

    private static boolean is(SymbolicPacket packet, Field field, long value) {
        return packet.content(field).equals(new Content.Known(value));
    }

    Set<End> ends() {
        return arrivals.keySet();
    }

    List<Arrival> at(End end) {
        return arrivals.getOrDefault(end, List.of());
    }

    /** Questions that servers answered. */
    List<Arrival> answers() {
        return answers;
    }

    /** All that got to an end. */
    PacketSet got(End end, Headers headers) {
        return at(end).stream().map(arrival -> arrival.packet().sent()).reduce(headers.nothing(), PacketSet::or);
    }

    /** What got there in a form that the end takes as meant for it. */
    PacketSet taken(End end, Headers headers) {
        return at(end).stream()
                .filter(this::isTaken)
                .map(arrival -> arrival.packet().sent())
                .reduce(headers.nothing(), PacketSet::or);
    }

    /** Untagged and with the receiver's addresses, where somebody wrote them; on the way out in the name of a router. */
    boolean isTaken(Arrival arrival) {
        SymbolicPacket packet = arrival.packet();
        return switch (arrival.end()) {
            case End.AtPort(PortId id) ->
                standing.state()
                        .ports()
                        .find(id)
                        .filter(port -> isFor(port, packet))
                        .isPresent();
            case End.Outside ignored ->
                packet.hops() == 0
                        || number(packet, Field.IPV4_SRC).map(this::isOfRouter).orElseGet(() -> isUntranslated(packet));
            case End.Astray ignored -> false;
        };
    }

    private boolean isFor(TenantPort port, SymbolicPacket packet) {
        boolean isUntagged =
                number(packet, Field.VLAN_VID).filter(vlan -> vlan != 0).isEmpty();
        boolean isToMac = number(packet, Field.ETH_DST)
                .filter(mac -> port.portSecurity() && !Senders.macs(port).contains(new MacAddress(mac)))
                .isEmpty();
        boolean isToAddress = number(packet, Field.IPV4_DST)
                .filter(address -> port.portSecurity() && !isTakenBy(port, address))
                .isEmpty();
        return isUntagged && isToMac && isToAddress;
    }

    private static boolean isTakenBy(TenantPort port, long address) {
        IpAddress now = new IpAddress(IpVersion.V4, 0, address);
        return Senders.addresses(port).contains(now)
                || port.allowedPairs().stream()
                        .anyMatch(pair -> pair.addresses().contains(now));
    }

    private boolean isOfRouter(long address) {
        IpAddress source = new IpAddress(IpVersion.V4, 0, address);
        return standing.exits().values().stream()
                .anyMatch(exit -> exit.addresses().contains(source));
    }

    /** Whether nobody had to put another address in the place of the sender's: over IPv6, and where no router's is shared. */
    private boolean isUntranslated(SymbolicPacket packet) {
        boolean isSharing = standing.exits().entrySet().stream()
                .filter(exit -> number(packet, Field.ETH_SRC)
                        .filter(mac -> mac == exit.getValue().mac().value())
                        .isPresent())
                .flatMap(exit -> standing.state().routers().find(exit.getKey()).stream())
                .flatMap(router -> router.gateway().stream())
                .anyMatch(ExternalGateway::sourceNat);
        return !isSharing || packet.sent().and(headers.of(IpVersion.V4)).isEmpty();
    }

    private static Optional<Long> number(SymbolicPacket packet, Field field) {
        return packet.content(field) instanceof Content.Known(long value) ? Optional.of(value) : Optional.empty();
    }
}
