package io.heddle.controller.host;

import io.heddle.controller.packet.Arp;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Effect.Departure.ByPort;
import io.heddle.controller.state.Effect.Departure.ThroughTables;
import io.heddle.controller.state.Effect.SendPacket;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.Reaction;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is at hand while one event is dealt with, and what comes of it. */
final class Round {

    private final FabricFacts facts;
    private final Instant now;
    private final Tally tally;
    private final List<FabricEvent> events = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();

    Round(FabricFacts facts, Instant now, Tally tally) {
        this.facts = facts;
        this.now = now;
        this.tally = tally;
    }

    FabricFacts facts() {
        return facts;
    }

    Instant now() {
        return now;
    }

    Tally tally() {
        return tally;
    }

    void tell(FabricEvent event) {
        events.add(event);
    }

    void act(Effect effect) {
        effects.add(effect);
    }

    void sendOut(ConnectPoint point, byte[] frame) {
        act(new SendPacket(point.dpid(), new ByPort(point.port()), frame));
    }

    void sendThroughTables(DatapathId dpid, byte[] frame) {
        act(new SendPacket(dpid, new ThroughTables(), frame));
    }

    /** Asks everybody at {@code point} who has {@code target}, in the name of {@code asker}. */
    void ask(ConnectPoint point, Ipv4Address asker, Ipv4Address target) {
        ask(point, MacAddress.BROADCAST, asker, target);
    }

    /** Asks one station at {@code point} whether it has {@code target}. */
    void ask(ConnectPoint point, MacAddress whom, Ipv4Address asker, Ipv4Address target) {
        tally.arpProbes++;
        sendOut(point, Arp.request(facts.gatewayMac(), asker, target).frameTo(whom));
    }

    /** Tells the station that sent {@code request} in at {@code point} that {@code mac} has what it asked for. */
    void answer(ConnectPoint point, Arp request, MacAddress mac) {
        tally.arpAnswers++;
        sendOut(point, request.answeredBy(mac).frameTo(request.senderMac()));
    }

    Reaction reaction() {
        return new Reaction(events, effects);
    }
}
