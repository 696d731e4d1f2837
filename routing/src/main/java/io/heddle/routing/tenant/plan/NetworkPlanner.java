package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plans one network: its rules on every server that hosts it. */
final class NetworkPlanner {

    private static final long GROUP_BIT = 1L << 40;

    private final Membership membership;
    private final Carriage carriage;
    private final Neighbourhood neighbourhood;
    private final List<TenantSubnet> subnets;
    private final SortedMap<IpAddress, MacAddress> learned;
    private final Balancers balancers;
    private final long network;
    private final Match inside;
    private final Neighbours neighbours;
    private final SortedMap<MacAddress, List<Member>> receivers = new TreeMap<>();
    private final List<Answer> answers = new ArrayList<>();

    /** The ARP answer for an address of a member. */
    private record Answer(Member member, ForwardingRule rule) {}

    private NetworkPlanner(
            Membership membership,
            Neighbourhood neighbourhood,
            List<TenantSubnet> subnets,
            SortedMap<IpAddress, MacAddress> learned,
            Balancers balancers) {
        this.membership = membership;
        this.carriage = new Carriage(membership);
        this.neighbourhood = neighbourhood;
        this.subnets = subnets;
        this.learned = learned;
        this.balancers = balancers;
        this.network = OverlayPipeline.network(membership.network().segment());
        this.inside = Match.any().with(Field.METADATA, network);
        this.neighbours = new Neighbours(membership.members());
    }

    /**
     * The plan of a network with those members.
     *
     * @param hosts how their servers are reached
     * @param learned who else was found on the network, if it is external
     * @param balancers what load balancers are to it
     */
    static NetworkPlan plan(
            Membership membership,
            Neighbourhood neighbourhood,
            List<TenantSubnet> subnets,
            SortedMap<DatapathId, Ways> hosts,
            SortedMap<IpAddress, MacAddress> learned,
            Balancers balancers) {
        membership.welcome(neighbourhood.guests());
        NetworkPlanner planner = new NetworkPlanner(membership, neighbourhood, subnets, learned, balancers);
        planner.findReceivers();
        planner.findAnswers();
        SortedMap<DatapathId, Slice> slices = new TreeMap<>();
        membership.servers().forEach((bridge, members) -> slices.put(bridge, planner.slice(bridge, members)));
        neighbourhood.guests().forEach(guest -> slices.put(guest.bridge(), planner.guestSlice(guest.bridge())));
        return new NetworkPlan(
                slices,
                membership.servers(),
                hosts,
                membership.locations(),
                membership.troubles(),
                TenantInterfaces.ofVlans(List.copyOf(planner.carriage.vlanMembers(neighbourhood))));
    }

    /** Who gets frames to a MAC address: its port; failing that, all that may send from it, as only they know whose it is now. */
    private void findReceivers() {
        List<Member> members = membership.members();
        members.forEach(member -> receivers.put(member.port().mac(), List.of(member)));
        SortedMap<MacAddress, List<Member>> shared = new TreeMap<>();
        for (Member member : members) {
            for (MacAddress mac : member.macs()) {
                if (!receivers.containsKey(mac)) {
                    shared.computeIfAbsent(mac, key -> new ArrayList<>()).add(member);
                }
            }
        }
        receivers.putAll(shared);
    }

    /** An address that other ports may take over is left for whoever has it to answer for. */
    private void findAnswers() {
        List<Member> members = membership.members();
        for (Member member : members) {
            for (IpAddress address : member.addresses(IpVersion.V4).toList()) {
                Cidr exactly = Cidr.of(address);
                boolean isContested =
                        members.stream().anyMatch(other -> !other.equals(member) && other.isPairedWith(exactly));
                if (!isContested) {
                    answers.add(new Answer(member, answer(address, member.port().mac())));
                }
            }
        }
    }

    private ForwardingRule answer(IpAddress address, MacAddress mac) {
        return Rules.ending(
                OverlayPipeline.SERVE,
                OverlayPipeline.SERVICE,
                Frames.asking(network, address),
                Purpose.HOST_SERVICE,
                Frames.answering(address, mac));
    }

    private Match joined(Match match) {
        return match.with(Field.METADATA, network);
    }

    private Slice slice(DatapathId here, List<Member> members) {
        Rules rules = new Rules();
        balancers.addTo(rules, members, inside, membership.isCarried(here));
        GuardRules guards = new GuardRules(rules, network);
        for (Member member : members) {
            guards.add(member);
            member.addresses(IpVersion.V4).forEach(address -> addAnnouncement(rules, member, address));
        }
        answers.stream()
                .filter(answer -> membership.isReached(here, answer.member().bridge()))
                .forEach(answer -> rules.add(answer.rule()));
        addPunts(rules);
        receivers.forEach((mac, owners) -> addDelivery(rules, here, mac, owners));
        addNeighbours(rules, here);
        addGroups(rules, here, members);
        outside(here).ifPresent(outside -> outside.addTo(rules));
        return rules.slice();
    }

    /** On a server that has nobody on the network, but sends onto it. */
    private Slice guestSlice(DatapathId here) {
        Rules rules = new Rules();
        balancers.addAsGuest(rules);
        receivers.forEach((mac, owners) -> addDelivery(rules, here, mac, owners));
        addNeighbours(rules, here);
        if (neighbourhood.isExit(here)) {
            carriage.addArrival(rules, here, OverlayPipeline.ARRIVED);
        }
        outside(here).ifPresent(outside -> {
            carriage.addArrival(rules, here, OverlayPipeline.ENTER);
            outside.addTo(rules);
            addStrangers(rules, here);
        });
        return rules.slice();
    }

    private Optional<OutsideRules> outside(DatapathId here) {
        return neighbourhood.outlets().contains(here)
                ? Optional.of(new OutsideRules(
                        inside, subnets, learned, neighbours.addresses(), carriage.toAll(here, List.of())))
                : Optional.empty();
    }

    private void addNeighbours(Rules rules, DatapathId here) {
        if (neighbourhood.isRouted()) {
            neighbours.addTo(rules, inside, mac -> delivery(here, receivers.getOrDefault(mac, List.of())));
        }
    }

    /** Whoever asks for its own address tells of it, or looks whether another has it (RFC 5227), and must not be answered itself. */
    private void addAnnouncement(Rules rules, Member member, IpAddress address) {
        rules.goTo(
                OverlayPipeline.SERVE,
                OverlayPipeline.EXCEPTION,
                Frames.asking(network, address).inPort(member.number()),
                Purpose.HOST_SERVICE,
                OverlayPipeline.REPLICATE);
    }

    /** Where nobody here hands out addresses, a tenant's own server may. */
    private void addPunts(Rules rules) {
        if (subnets.stream().anyMatch(subnet -> subnet.dhcp() && version(subnet) == IpVersion.V4)) {
            ask(rules, Frames.udp(Match.IPV4, 68, 67), TenantPunt.DHCP);
        }
        if (subnets.stream().anyMatch(subnet -> subnet.dhcp() && version(subnet) == IpVersion.V6)) {
            ask(rules, Frames.udp(Match.IPV6, 546, 547), TenantPunt.DHCP);
        }
        if (subnets.stream().anyMatch(subnet -> subnet.advertised().isPresent())) {
            ask(rules, Frames.icmpv6(Frames.ROUTER_SOLICITATION), TenantPunt.SOLICITATION);
        }
    }

    private static IpVersion version(TenantSubnet subnet) {
        return subnet.cidr().version();
    }

    private void ask(Rules rules, Match match, TenantPunt punt) {
        rules.add(Rules.asking(OverlayPipeline.SERVE, OverlayPipeline.SERVICE, joined(match), punt));
    }

    private void addDelivery(Rules rules, DatapathId here, MacAddress mac, List<Member> owners) {
        List<Member> local = local(here, owners);
        List<Action> remote = elsewhere(here, owners);
        DeliveryRules delivery = new DeliveryRules(rules, inside.ethDst(mac), Purpose.DELIVERY);
        if (!local.isEmpty() || !remote.isEmpty()) {
            delivery.add(OverlayPipeline.DELIVER, local, remote);
        }
        if (!local.isEmpty() && membership.isCarried(here)) {
            delivery.add(OverlayPipeline.ARRIVED, local, List.of());
        }
    }

    /** IP to those of the owners that are here, and once to each other server that has some. */
    private List<Action> delivery(DatapathId here, List<Member> owners) {
        List<Action> all = new ArrayList<>(DeliveryRules.ofIp(local(here, owners)));
        all.addAll(elsewhere(here, owners));
        return all;
    }

    private static List<Member> local(DatapathId here, List<Member> owners) {
        return owners.size() == 1 && !owners.getFirst().bridge().equals(here)
                ? List.of()
                : owners.stream().filter(owner -> owner.bridge().equals(here)).toList();
    }

    /** Once to each other server that has some of the owners. */
    private List<Action> elsewhere(DatapathId here, List<Member> owners) {
        if (owners.size() == 1) {
            DatapathId bridge = owners.getFirst().bridge();
            return bridge.equals(here) || !membership.isReached(here, bridge)
                    ? List.of()
                    : carriage.toOther(here, bridge);
        }
        SortedSet<DatapathId> others = new TreeSet<>();
        owners.stream()
                .map(Member::bridge)
                .filter(bridge -> !bridge.equals(here) && membership.isReached(here, bridge))
                .forEach(bridge -> others.add(bridge));
        return carriage.toOthers(here, others);
    }

    private void addGroups(Rules rules, DatapathId here, List<Member> members) {
        SortedSet<DatapathId> others = new TreeSet<>(membership.servers().keySet());
        others.removeIf(bridge -> bridge.equals(here) || !membership.isReached(here, bridge));
        new DeliveryRules(rules, inside, Purpose.REPLICATION)
                .add(OverlayPipeline.REPLICATE, members, carriage.toAll(here, others));
        if (membership.isCarried(here)) {
            Match groups = inside.with(Field.ETH_DST, GROUP_BIT, GROUP_BIT);
            new DeliveryRules(rules, groups, Purpose.REPLICATION).add(OverlayPipeline.ARRIVED, members, List.of());
            carriage.addArrival(rules, here, arrivals(here));
        }
        addStrangers(rules, here);
    }

    /** On a physical network there are others than ports of tenants: what is for nobody known may be for them. */
    private void addStrangers(Rules rules, DatapathId here) {
        if (carriage.isOpen(here)) {
            rules.end(
                    OverlayPipeline.DELIVER,
                    OverlayPipeline.REST,
                    inside,
                    Purpose.DELIVERY,
                    carriage.toAll(here, List.of()));
        }
    }

    /** Where frames go on that others sent: where a router leads out they may be for routers. */
    private TableId arrivals(DatapathId here) {
        return neighbourhood.outlets().contains(here) ? OverlayPipeline.ENTER : OverlayPipeline.ARRIVED;
    }
}
