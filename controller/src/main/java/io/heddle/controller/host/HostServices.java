package io.heddle.controller.host;

import io.heddle.controller.host.HeldPackets.Held;
import io.heddle.controller.packet.Arp;
import io.heddle.controller.packet.Dhcp;
import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Udp;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Effect.Departure.ByPort;
import io.heddle.controller.state.Effect.SendPacket;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.CableSuspected;
import io.heddle.controller.state.FabricEvent.ChangesConfirmed;
import io.heddle.controller.state.FabricEvent.ChangesRefused;
import io.heddle.controller.state.FabricEvent.HashLearned;
import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.controller.state.FabricEvent.PortChanged;
import io.heddle.controller.state.FabricEvent.PortCountersRead;
import io.heddle.controller.state.FabricEvent.PortRemoved;
import io.heddle.controller.state.FabricEvent.RuleExpired;
import io.heddle.controller.state.FabricEvent.SteeringCountersRead;
import io.heddle.controller.state.FabricEvent.SwitchConnected;
import io.heddle.controller.state.FabricEvent.SwitchDisconnected;
import io.heddle.controller.state.FabricEvent.SwitchEvent;
import io.heddle.controller.state.FabricEvent.TablesDisturbed;
import io.heddle.controller.state.FabricEvent.TablesReread;
import io.heddle.controller.state.FabricEvent.Ticked;
import io.heddle.controller.state.Lease;
import io.heddle.controller.state.Reaction;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Port;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Learns where hosts are, gives them addresses, and answers them.
 *
 * <p>Whatever a host sends to the controller is here: ARP and DHCP; IPv4 from a station that is not known at its port, to an address that
 * is not known, to a switch itself, or with its TTL run out. Every port has a budget of packets, so that a flood from one takes
 * nothing from another. Confined to one thread.
 */
public final class HostServices {

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);

    private final Tally tally = new Tally();
    private final Locations locations = new Locations();
    private final Budgets<ConnectPoint> budgets;
    private final DhcpServer dhcp;
    private final PlannedHosts planned;
    private final IcmpResponder icmp;
    private final HeldPackets held;
    private final Claims claims;
    private final PortLosses losses;
    private final Doubts doubts;

    private Instant housekeepingAt = Instant.MIN;

    /** Services that remember {@code leases} from before. */
    public HostServices(HostSettings settings, Collection<Lease> leases) {
        budgets = new Budgets<>(settings.packetsPerSecond(), 2.0 * settings.packetsPerSecond());
        dhcp = new DhcpServer(settings, locations, leases);
        planned = new PlannedHosts(locations);
        icmp = new IcmpResponder(locations);
        held = new HeldPackets(locations, icmp);
        claims = new Claims(settings, locations, dhcp, planned, held);
        losses = new PortLosses(settings.lossGrace(), locations);
        doubts = new Doubts(locations);
    }

    /**
     * Takes note of an event; to be called with every event once the fabric is recognised, {@code facts} being those after it.
     *
     * @return {@code HostLocated}, {@code HostLost}, {@code HostRefused}, and packets to be sent and leases to be saved
     */
    public Reaction apply(FabricEvent event, FabricFacts facts, Instant now) {
        Round round = new Round(facts, now, tally);
        if (event instanceof Ticked) {
            ticked(round);
        } else if (event instanceof CableSuspected suspicion) {
            doubts.raise(suspicion.point(), round);
        } else if (event instanceof SwitchEvent reported) {
            heard(reported, round);
        }
        return round.reaction();
    }

    /** Sends what was held for {@code ip}; to be called when every switch confirmed the rules that a {@code HostLocated} caused. */
    public Reaction hostReady(Ipv4Address ip, FabricFacts facts, Instant now) {
        Round round = new Round(facts, now, tally);
        locations.ready(ip);
        held.release(ip).forEach(packet -> forward(packet, round));
        return round.reaction();
    }

    /** What was done so far. */
    public HostCounters counters() {
        return tally.counters();
    }

    private void heard(SwitchEvent event, Round round) {
        switch (event) {
            case PacketReceived packet -> received(packet, round);
            case PortChanged changed -> portIs(changed.dpid(), changed.port(), round);
            case PortRemoved removed -> portIsDown(removed.point(), round);
            case SwitchConnected connected -> connected(connected, round);
            case SwitchDisconnected ignored -> {}
            case TablesReread ignored -> {}
            case TablesDisturbed ignored -> {}
            case RuleExpired ignored -> {}
            case ChangesConfirmed ignored -> {}
            case ChangesRefused ignored -> {}
            case PortCountersRead ignored -> {}
            case SteeringCountersRead ignored -> {}
            case HashLearned ignored -> {}
        }
    }

    private void connected(SwitchConnected event, Round round) {
        for (Port port : event.ports()) {
            portIs(event.dpid(), port, round);
        }
        for (Host host : round.facts().topology().hosts().at(event.dpid())) {
            if (!round.facts().topology().isUp(host.location())) {
                losses.down(host.location(), round.now());
            }
        }
    }

    private void portIs(DatapathId dpid, Port port, Round round) {
        ConnectPoint point = new ConnectPoint(dpid, port.number());
        if (port.isUp()) {
            losses.up(point, port.mac(), round);
            planned.portChanged(point);
        } else {
            portIsDown(point, round);
        }
    }

    private void portIsDown(ConnectPoint point, Round round) {
        losses.down(point, round.now());
        planned.portChanged(point);
    }

    private void ticked(Round round) {
        claims.tick(round);
        held.tick(round);
        planned.tick(round);
        losses.tick(round);
        doubts.tick(round);
        icmp.tick(round.now());
        for (Ipv4Address ip : locations.overdue(round.now())) {
            held.release(ip).forEach(packet -> forward(packet, round));
        }
        if (!round.now().isBefore(housekeepingAt)) {
            housekeepingAt = round.now().plus(HOUSEKEEPING);
            dhcp.tick(round);
            budgets.forgetUnused(round.now());
        }
    }

    private void received(PacketReceived event, Round round) {
        int type = Ethernet.typeOf(event.frame());
        if (type != Ethernet.ARP && type != Ethernet.IPV4) {
            return;
        }
        tally.packets++;
        if (!budgets.take(event.point(), round.now())) {
            tally.overRate++;
            return;
        }
        Optional<Ethernet> frame = Ethernet.parse(event.frame()).filter(each -> isFromAStation(each.source(), round));
        if (frame.isEmpty()) {
            tally.malformed++;
        } else if (type == Ethernet.ARP) {
            arp(frame.get(), event.point(), round);
        } else {
            ipv4(frame.get(), event, round);
        }
    }

    private static boolean isFromAStation(MacAddress source, Round round) {
        return !source.isGroup()
                && source.value() != 0
                && !source.equals(round.facts().gatewayMac());
    }

    private void arp(Ethernet frame, ConnectPoint point, Round round) {
        if (!round.facts().isHostPort(point)) {
            return;
        }
        Optional<Arp> parsed =
                Arp.parse(frame.payload()).filter(arp -> arp.senderMac().equals(frame.source()));
        if (parsed.isEmpty()) {
            tally.malformed++;
            return;
        }
        Arp arp = parsed.get();
        doubts.heard(arp.senderIp(), point);
        if (arp.isProbe()) {
            probed(arp, point, round);
        } else {
            claims.consider(new Claim(arp.senderIp(), arp.senderMac(), point), answerTo(arp, point, round), round);
        }
    }

    /** Duplicate address detection: the answer is the owner's, if it is still there. */
    private void probed(Arp probe, ConnectPoint point, Round round) {
        MacAddress owner = locations
                .find(probe.targetIp(), round)
                .map(Host::mac)
                .orElse(round.facts().gatewayMac());
        byte[] conflict = probe.answeredBy(owner).frameTo(probe.senderMac());
        Claim wanted = new Claim(probe.targetIp(), probe.senderMac(), point);
        claims.probe(wanted, new SendPacket(point.dpid(), new ByPort(point.port()), conflict), round);
    }

    /** The gateway answers for everybody but the sender itself and its neighbours at the same port, who answer themselves. */
    private List<Effect> answerTo(Arp arp, ConnectPoint point, Round round) {
        boolean isNeighbour = locations
                .find(arp.targetIp(), round)
                .filter(host -> host.location().equals(point))
                .isPresent();
        if (arp.operation() == Arp.Operation.REPLY || arp.isGratuitous() || isNeighbour) {
            return List.of();
        }
        tally.arpAnswers++;
        byte[] answer = arp.answeredBy(round.facts().gatewayMac()).frameTo(arp.senderMac());
        return List.of(new SendPacket(point.dpid(), new ByPort(point.port()), answer));
    }

    private void ipv4(Ethernet frame, PacketReceived event, Round round) {
        Optional<Ipv4> parsed = Ipv4.parse(frame.payload());
        if (parsed.isEmpty()) {
            tally.malformed++;
            return;
        }
        Held packet = new Held(event.point(), frame, parsed.get());
        if (event.reason() == PacketInReason.INVALID_TTL) {
            icmp.timeExceeded(event.dpid(), frame, parsed.get(), round);
        } else if (!round.facts().isHostPort(event.point())) {
            forward(packet, round);
        } else if (!isDhcp(packet, round)) {
            fromHost(packet, round);
        }
    }

    private boolean isDhcp(Held packet, Round round) {
        Optional<Udp> udp = Udp.parse(packet.packet())
                .filter(datagram ->
                        datagram.sourcePort() == Dhcp.CLIENT_PORT && datagram.destinationPort() == Dhcp.SERVER_PORT);
        if (udp.isEmpty()) {
            return false;
        }
        Optional<Dhcp> message = Dhcp.parse(udp.get().payload())
                .filter(dhcp -> dhcp.clientMac().equals(packet.frame().source()));
        if (message.isEmpty()) {
            tally.malformed++;
        } else {
            dhcp.handle(message.get(), packet.point(), round).ifPresent(claim -> claims.accept(claim, round));
        }
        return true;
    }

    private void fromHost(Held packet, Round round) {
        Claim sender = new Claim(packet.packet().source(), packet.frame().source(), packet.point());
        if (!sender.isPlausible() || claims.isRefused(sender, round.now())) {
            return;
        }
        if (locations.find(sender.ip(), round).equals(Optional.of(sender.host()))) {
            forward(packet, round);
            return;
        }
        boolean isHome = round.facts()
                .addresses()
                .hostAddress(packet.point())
                .filter(sender.ip()::equals)
                .isPresent();
        if (isHome) {
            claims.consider(sender, List.of(), round);
        }
        held.awaitSender(packet, round);
    }

    private void forward(Held packet, Round round) {
        Ipv4Address to = packet.packet().destination();
        if (to.isMulticast() || to.equals(Ipv4Address.BROADCAST) || to.equals(Ipv4Address.UNSPECIFIED)) {
            return;
        }
        if (packet.packet().ttl() <= 1) {
            icmp.timeExceeded(packet.point().dpid(), packet.frame(), packet.packet(), round);
        } else if (locations.isReady(to, round)) {
            round.sendThroughTables(packet.point().dpid(), packet.frame().bytes());
        } else if (locations.find(to, round).isEmpty()
                && round.facts().addresses().switchOf(to).isPresent()) {
            icmp.answerPing(packet.point().dpid(), packet.packet(), round);
        } else {
            held.awaitReceiver(packet, round);
        }
    }
}
