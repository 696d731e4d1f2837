package io.heddle.controller.host;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Ipv4;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Instant;
import java.util.Optional;

/** Speaks ICMP for the switches, each from its own address. */
final class IcmpResponder {

    private static final int TTL = 64;
    private static final double ERRORS_PER_SECOND = 100;

    private final Locations locations;
    private final Budgets<DatapathId> budgets = new Budgets<>(ERRORS_PER_SECOND, 2 * ERRORS_PER_SECOND);

    IcmpResponder(Locations locations) {
        this.locations = locations;
    }

    /** Reports that the TTL of a packet ran out in {@code where}. */
    void timeExceeded(DatapathId where, Ethernet frame, Ipv4 packet, Round round) {
        report(Icmp.timeExceeded(frame.payload()), where, packet, round);
    }

    /** Reports that nobody has the address that a packet is for; {@code where} is the switch that says so. */
    void hostUnreachable(DatapathId where, Ethernet frame, Ipv4 packet, Round round) {
        report(Icmp.hostUnreachable(frame.payload()), where, packet, round);
    }

    /** Answers a ping of a switch; false when {@code packet} is none, or that switch is not there. */
    boolean answerPing(DatapathId where, Ipv4 packet, Round round) {
        Optional<Icmp> ping = Icmp.parse(packet).filter(icmp -> icmp.type() == Icmp.ECHO_REQUEST);
        boolean isThere = round.facts()
                .addresses()
                .switchOf(packet.destination())
                .filter(round.facts()::isConnected)
                .isPresent();
        if (ping.isEmpty() || !isThere) {
            return false;
        }
        if (budgets.take(where, round.now())) {
            send(ping.get().echoReply(), packet.destination(), packet.source(), where, round);
        }
        return true;
    }

    void tick(Instant now) {
        budgets.forgetUnused(now);
    }

    private void report(Icmp error, DatapathId where, Ipv4 packet, Round round) {
        Optional<Ipv4Address> own = round.facts().addresses().switchAddress(where);
        if (own.isPresent() && Icmp.mayBeReported(packet) && budgets.take(where, round.now())) {
            send(error, own.get(), packet.source(), where, round);
        }
    }

    /** Out of the port of a host that can be reached there; otherwise through the tables of the switch that speaks. */
    private void send(Icmp message, Ipv4Address from, Ipv4Address to, DatapathId where, Round round) {
        byte[] packet = Ipv4.of(TTL, Ipv4.ICMP, from, to, message.bytes()).bytes();
        MacAddress gateway = round.facts().gatewayMac();
        Optional<Host> host =
                locations.find(to, round).filter(found -> round.facts().canReach(found.location()));
        round.tally().icmpSent++;
        if (host.isPresent()) {
            byte[] frame = new Ethernet(host.get().mac(), gateway, Ethernet.IPV4, packet).bytes();
            round.sendOut(host.get().location(), frame);
        } else {
            round.sendThroughTables(where, new Ethernet(gateway, gateway, Ethernet.IPV4, packet).bytes());
        }
    }
}
