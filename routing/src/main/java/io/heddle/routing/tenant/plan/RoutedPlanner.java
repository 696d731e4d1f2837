package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plans one network that the fabric itself routes: its rules on every server that has ports of it.
 *
 * <p>A host takes the fabric's gateway for everybody: every question for an address of its subnets is answered with the gateway's MAC
 * address. What it sends there goes to a port on the same server, of whatever routed network, or to the fabric with the server's MAC
 * address for routed packets ({@link RoutedMember#mac}), one hop less to go. What comes from the fabric to that MAC address is for the
 * port that has the address. Nothing else comes in, and no server needs to know what is on others: the rules of a server are as many as
 * its own ports.
 */
final class RoutedPlanner {

    private final Membership membership;
    private final List<TenantSubnet> subnets;
    private final RoutedSpace space;
    private final Segment segment;
    private final long network;

    private RoutedPlanner(Membership membership, List<TenantSubnet> subnets, RoutedSpace space) {
        this.membership = membership;
        this.subnets = subnets;
        this.space = space;
        this.segment = membership.network().segment();
        this.network = OverlayPipeline.network(segment);
    }

    /** The plan of a network with those members; {@code hosts} are their servers. */
    static NetworkPlan plan(
            Membership membership, List<TenantSubnet> subnets, SortedMap<DatapathId, Ways> hosts, RoutedSpace space) {
        RoutedPlanner planner = new RoutedPlanner(membership, subnets, space);
        SortedMap<DatapathId, Slice> slices = new TreeMap<>();
        membership.servers().forEach((bridge, members) -> slices.put(bridge, planner.slice(bridge, members)));
        return new NetworkPlan(
                slices,
                membership.servers(),
                hosts,
                membership.locations(),
                membership.troubles(),
                TenantInterfaces.ofRouted(planner.addresses()));
    }

    /** What the fabric has to know: where each address is. */
    private List<RoutedMember> addresses() {
        List<RoutedMember> addresses = new ArrayList<>();
        for (Member member : membership.members()) {
            if (membership.carriers().get(member.bridge()) instanceof Carrier.Routed routed) {
                for (FixedIp ip : member.port().fixedIps()) {
                    ip.address()
                            .asIpv4()
                            .ifPresent(address -> addresses.add(
                                    new RoutedMember(address, space.block(address, lengthOf(ip)), routed.underlay())));
                }
            }
        }
        return addresses;
    }

    private int lengthOf(FixedIp ip) {
        return subnets.stream()
                .filter(subnet -> subnet.id().equals(ip.subnet()))
                .map(subnet -> subnet.cidr().length())
                .findFirst()
                .orElse(0);
    }

    private Slice slice(DatapathId here, List<Member> members) {
        Rules rules = new Rules();
        GuardRules guards = new GuardRules(rules, network);
        members.forEach(guards::add);
        addGateway(rules, members);
        Optional<Carrier.Routed> carrier = membership.carriers().get(here) instanceof Carrier.Routed routed
                ? Optional.of(routed)
                : Optional.empty();
        for (Member member : members) {
            member.addresses(IpVersion.V4).forEach(address -> {
                addLocal(rules, member, address);
                carrier.ifPresent(fabric -> addArrival(rules, fabric, member, address));
            });
        }
        carrier.ifPresent(fabric -> addDeparture(rules, fabric));
        return rules.slice();
    }

    /** The gateway, as hosts know it. */
    private void addGateway(Rules rules, List<Member> members) {
        for (Member member : members) {
            // Whoever asks for its own address looks whether another has it (RFC 5227), and must not be answered.
            member.addresses(IpVersion.V4)
                    .forEach(address -> rules.drop(
                            OverlayPipeline.SERVE,
                            OverlayPipeline.EXCEPTION,
                            Frames.asking(network, address).inPort(member.number()),
                            Purpose.HOST_SERVICE));
        }
        for (TenantSubnet subnet : subnets) {
            rules.end(
                    OverlayPipeline.SERVE,
                    OverlayPipeline.SERVICE,
                    Frames.asking(network, subnet.cidr()),
                    Purpose.HOST_SERVICE,
                    Frames.answering(space.gateway()));
            if (subnet.dhcp()) {
                rules.add(Rules.asking(
                        OverlayPipeline.SERVE,
                        OverlayPipeline.SERVICE,
                        inside(Frames.udp(Match.IPV4, 68, 67)),
                        TenantPunt.DHCP));
            }
            subnet.gateway()
                    .flatMap(IpAddress::asIpv4)
                    .ifPresent(gateway -> rules.end(
                            OverlayPipeline.ROUTE,
                            OverlayPipeline.OWN,
                            Frames.ping(Frames.to(inside(Match.any()), Cidr.of(IpAddress.of(gateway)))),
                            Purpose.HOST_SERVICE,
                            Frames.pong(gateway)));
        }
        addSend(rules);
    }

    /** What is for the gateway, turned so that its Ethernet addresses are those of an answer; no router has to do with it. */
    private void addSend(Rules rules) {
        rules.add(Rules.going(
                new ForwardingRule.Key(
                        OverlayPipeline.SERVE,
                        OverlayPipeline.KNOWN,
                        inside(Match.any()).ethDst(space.gateway())),
                Purpose.ROUTING,
                List.of(
                        new Action.CopyField(Field.ETH_SRC, Field.ETH_DST),
                        new Action.SetField(Field.ETH_SRC, space.gateway().value()),
                        new Action.SetField(Field.REG1, OverlayPipeline.NO_ROUTER)),
                OverlayPipeline.ROUTE));
    }

    /** From a port of any routed network on the same server. */
    private void addLocal(Rules rules, Member member, IpAddress address) {
        Cidr exactly = Cidr.of(address);
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.DecrementTtl());
        actions.add(new Action.SetField(Field.METADATA, network));
        actions.addAll(delivery(member));
        rules.end(
                OverlayPipeline.ROUTE,
                OverlayPipeline.route(exactly),
                Frames.to(OverlayPipeline.likewise(segment), exactly),
                Purpose.ROUTING,
                actions);
    }

    /** To the fabric: it alone knows who is where. */
    private void addDeparture(Rules rules, Carrier.Routed fabric) {
        for (IpPrefix prefix : space.prefixes()) {
            Cidr anywhere = cidr(prefix);
            rules.end(
                    OverlayPipeline.ROUTE,
                    OverlayPipeline.route(anywhere),
                    Frames.to(inside(Match.any()), anywhere),
                    Purpose.ROUTING,
                    List.of(
                            new Action.DecrementTtl(),
                            new Action.SetField(
                                    Field.ETH_SRC,
                                    RoutedMember.mac(fabric.underlay()).value()),
                            new Action.SetField(Field.ETH_DST, space.gateway().value()),
                            new Action.Output(fabric.port())));
        }
    }

    /** From the fabric, which has counted the hop. */
    private void addArrival(Rules rules, Carrier.Routed fabric, Member member, IpAddress address) {
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.SetField(Field.METADATA, network));
        actions.addAll(delivery(member));
        for (IpPrefix prefix : space.prefixes()) {
            Match arriving = Match.any().inPort(fabric.port()).ethDst(RoutedMember.mac(fabric.underlay()));
            rules.end(
                    OverlayPipeline.CLASSIFY,
                    OverlayPipeline.KNOWN,
                    Frames.from(Frames.to(arriving, Cidr.of(address)), cidr(prefix)),
                    Purpose.DELIVERY,
                    actions);
        }
    }

    private List<Action> delivery(Member member) {
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.SetField(Field.ETH_SRC, space.gateway().value()));
        actions.add(new Action.SetField(Field.ETH_DST, member.port().mac().value()));
        actions.addAll(DeliveryRules.ofIp(List.of(member)));
        return actions;
    }

    private Match inside(Match match) {
        return match.with(Field.METADATA, network);
    }

    private static Cidr cidr(IpPrefix prefix) {
        Ipv4Address address = prefix.address();
        return new Cidr(IpAddress.of(address), prefix.length());
    }
}
