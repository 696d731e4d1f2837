package io.heddle.routing.plan;

import io.heddle.routing.plan.Wiring.Node;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an edge switch does for its own hosts: admission by source, ARP and ping answered in the switch, delivery.
 *
 * <p>Rules of {@link Pipeline#CLASSIFY} here name no fabric port; those have been sorted out by higher priorities. A known host costs
 * six rules (announcement, question, answer, source check, delivery, and nothing anywhere else), and one more where it shares its port
 * with another.
 */
final class HostRules {

    private static final int DHCP = 700;
    private static final int ARP_PROBE = 640;
    private static final int ARP_ANNOUNCEMENT = 630;
    private static final int ARP_QUESTION = 620;
    private static final int ARP_OTHER = 600;
    private static final int SOURCE_CHECK = 400;
    private static final int UNKNOWN_SOURCE = 300;

    private static final int SAME_PORT = 400;
    private static final int DELIVERY = 300;
    private static final int GATEWAY = 200;
    private static final int UNKNOWN_HOST = 100;

    private static final long GROUP_BIT = 0x0100_0000_0000L;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ECHO_REQUEST = 8;
    private static final int BOOTP_CLIENT = 68;
    private static final int BOOTP_SERVER = 67;
    private static final int ARP_REQUEST = 1;
    private static final int ARP_REPLY = 2;
    private static final int FIRST_TTL = 64;

    private final MacAddress gateway;
    private final RuleList rules;

    HostRules(MacAddress gateway, RuleList rules) {
        this.gateway = gateway;
        this.rules = rules;
    }

    /** Adds all of them. */
    void add(Node edge, Ipv4Address gatewayAddress, List<Host> hosts) {
        Match dhcp = Match.any().ipProto(UDP).with(Field.UDP_SRC, BOOTP_CLIENT).with(Field.UDP_DST, BOOTP_SERVER);
        rules.ask(Pipeline.CLASSIFY, DHCP, dhcp, Purpose.HOST_SERVICE, PacketInKind.DHCP);
        Match probe = arp().with(Field.ARP_SPA, 0);
        rules.ask(Pipeline.CLASSIFY, ARP_PROBE, probe, Purpose.HOST_SERVICE, PacketInKind.ARP);
        rules.ask(Pipeline.CLASSIFY, ARP_OTHER, arp(), Purpose.HOST_SERVICE, PacketInKind.ARP);
        Match unknown = Match.any().ethType(Match.IPV4).with(Field.ETH_DST, 0, GROUP_BIT);
        rules.ask(Pipeline.CLASSIFY, UNKNOWN_SOURCE, unknown, Purpose.ADMISSION, PacketInKind.UNKNOWN);
        Match own = Match.any().ipv4Dst(edge.prefix().orElseThrow());
        rules.ask(Pipeline.LOCAL, UNKNOWN_HOST, own, Purpose.DELIVERY, PacketInKind.UNKNOWN);
        addEcho(gatewayAddress);
        Set<Object> ports = new HashSet<>();
        Set<Object> shared = new HashSet<>();
        hosts.stream()
                .map(host -> host.location().port())
                .filter(port -> !ports.add(port))
                .forEach(shared::add);
        for (Host host : hosts) {
            admit(host);
            deliver(host, shared.contains(host.location().port()));
        }
        rules.miss(Pipeline.LOCAL);
    }

    private void admit(Host host) {
        Match sender = arp().inPort(host.location().port())
                .ethSrc(host.mac())
                .with(Field.ARP_SPA, host.ip().unsigned());
        Match announcement = sender.with(Field.ARP_TPA, host.ip().unsigned());
        rules.ask(Pipeline.CLASSIFY, ARP_ANNOUNCEMENT, announcement, Purpose.HOST_SERVICE, PacketInKind.ARP);
        Match question = sender.with(Field.ARP_OP, ARP_REQUEST);
        rules.add(Pipeline.CLASSIFY, ARP_QUESTION, question, Purpose.HOST_SERVICE, arpAnswer());
        Match source = Match.any()
                .inPort(host.location().port())
                .ethSrc(host.mac())
                .with(Field.ETH_DST, 0, GROUP_BIT)
                .ipv4Src(host.ip().asPrefix());
        rules.goTo(Pipeline.CLASSIFY, SOURCE_CHECK, source, Purpose.ADMISSION, Pipeline.STEER);
    }

    private void deliver(Host host, boolean isPortShared) {
        Match destination = Match.any().ipv4Dst(host.ip().asPrefix());
        rules.add(
                Pipeline.LOCAL,
                DELIVERY,
                destination,
                Purpose.DELIVERY,
                delivery(host, new Action.Output(host.location().port())));
        if (isPortShared) {
            Match back = destination.inPort(host.location().port());
            rules.add(Pipeline.LOCAL, SAME_PORT, back, Purpose.DELIVERY, delivery(host, new Action.OutputToIngress()));
        }
    }

    private List<Action> delivery(Host host, Action output) {
        return List.of(
                new Action.DecrementTtl(),
                new Action.SetField(Field.ETH_SRC, gateway.value()),
                new Action.SetField(Field.ETH_DST, host.mac().value()),
                output);
    }

    private void addEcho(Ipv4Address gatewayAddress) {
        Match echo = Match.any()
                .ipProto(ICMP)
                .ipv4Dst(gatewayAddress.asPrefix())
                .with(Field.ICMPV4_TYPE, ECHO_REQUEST)
                .with(Field.ICMPV4_CODE, 0);
        List<Action> answer = new ArrayList<>(turnedRound());
        answer.addAll(swapped(Field.IPV4_SRC, Field.IPV4_DST));
        answer.add(new Action.SetField(Field.ICMPV4_TYPE, 0));
        answer.add(new Action.SetField(Field.IP_TTL, FIRST_TTL));
        answer.add(new Action.OutputToIngress());
        rules.add(Pipeline.LOCAL, GATEWAY, echo, Purpose.HOST_SERVICE, answer);
    }

    /** The question turned into its answer: every address asked for is at the gateway's MAC address. */
    private List<Action> arpAnswer() {
        List<Action> answer = new ArrayList<>(turnedRound());
        answer.add(new Action.SetField(Field.ARP_OP, ARP_REPLY));
        answer.add(new Action.CopyField(Field.ARP_SHA, Field.ARP_THA));
        answer.add(new Action.SetField(Field.ARP_SHA, gateway.value()));
        answer.addAll(swapped(Field.ARP_SPA, Field.ARP_TPA));
        answer.add(new Action.OutputToIngress());
        return answer;
    }

    private List<Action> turnedRound() {
        return List.of(
                new Action.CopyField(Field.ETH_SRC, Field.ETH_DST),
                new Action.SetField(Field.ETH_SRC, gateway.value()));
    }

    private static List<Action> swapped(Field one, Field other) {
        return List.of(
                new Action.CopyField(one, Field.REG0),
                new Action.CopyField(other, one),
                new Action.CopyField(Field.REG0, other));
    }

    private static Match arp() {
        return Match.any().ethType(Match.ARP);
    }
}
