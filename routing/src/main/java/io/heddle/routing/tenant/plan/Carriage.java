package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.VlanMember;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.Segment;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.VlanId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** How the frames of one network travel between servers, and from and to a physical network; not those that the fabric routes. */
final class Carriage {

    private static final Carrier NOWHERE = new Carrier.None("");

    private final Membership membership;
    private final Segment segment;
    private final Map<PortNumber, Map<DatapathId, List<Action>>> tunnels = new HashMap<>();

    Carriage(Membership membership) {
        this.membership = membership;
        this.segment = membership.network().segment();
    }

    private Carrier carrier(DatapathId bridge) {
        return membership.carriers().getOrDefault(bridge, NOWHERE);
    }

    /** Whether the network is on a physical network, where there may be anybody, and that server is too. */
    boolean isOpen(DatapathId here) {
        return carrier(here) instanceof Carrier.Uplink;
    }

    /** One copy to each of the {@code others}; where what is between finds them, one for all. */
    List<Action> toOthers(DatapathId here, Collection<DatapathId> others) {
        return others.isEmpty() ? List.of() : across(carrier(here), carriers(others), segment);
    }

    /** One copy to another server; the same list for all that tunnel by a port of that number, as there are many. */
    List<Action> toOther(DatapathId here, DatapathId other) {
        return carrier(here) instanceof Carrier.Tunnel from
                ? tunnels.computeIfAbsent(from.port(), port -> new HashMap<>())
                        .computeIfAbsent(other, to -> List.copyOf(toOthers(here, List.of(to))))
                : toOthers(here, List.of(other));
    }

    /** To all others that there may be. */
    List<Action> toAll(DatapathId here, Collection<DatapathId> others) {
        return isOpen(here) ? across(carrier(here), List.of(), segment) : toOthers(here, others);
    }

    private List<Carrier> carriers(Collection<DatapathId> bridges) {
        return bridges.stream().map(this::carrier).toList();
    }

    /** From where frames leave by {@code from} to each of {@code to}. */
    static List<Action> across(Carrier from, Collection<Carrier> to, Segment segment) {
        return switch (from) {
            case Carrier.Tunnel tunnel -> tunnelled(tunnel, to, segment.id());
            case Carrier.Tagged tagged -> tagged(new VlanId((int) segment.id()), tagged.port());
            case Carrier.Uplink uplink ->
                uplink.vlan()
                        .map(vlan -> tagged(vlan, uplink.port()))
                        .orElseGet(() -> List.of(new Action.Output(uplink.port())));
            case Carrier.Routed ignored -> List.of();
            case Carrier.None ignored -> List.of();
        };
    }

    /** These actions, after which the frame is untagged again, for others to get it as it came. */
    static List<Action> andUntagged(List<Action> actions) {
        if (!actions.contains(new Action.PushVlan())) {
            return actions;
        }
        List<Action> all = new ArrayList<>(actions);
        all.add(new Action.PopVlan());
        return all;
    }

    private static List<Action> tagged(VlanId vlan, PortNumber port) {
        return List.of(
                new Action.PushVlan(), new Action.SetField(Field.VLAN_VID, vlan.tagged()), new Action.Output(port));
    }

    private static List<Action> tunnelled(Carrier.Tunnel from, Collection<Carrier> others, long key) {
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.SetField(Field.TUNNEL_ID, key));
        for (Carrier other : others) {
            if (other instanceof Carrier.Tunnel to) {
                actions.add(new Action.SetField(Field.TUNNEL_DST, to.underlay().unsigned()));
                actions.add(new Action.Output(from.port()));
            }
        }
        return actions;
    }

    /** What comes in from others of the network goes on in {@code next}. */
    void addArrival(Rules rules, DatapathId here, TableId next) {
        Action onNetwork = new Action.SetField(Field.METADATA, OverlayPipeline.network(segment));
        switch (carrier(here)) {
            case Carrier.Tunnel tunnel -> {
                Match keyed = Match.any().inPort(tunnel.port()).with(Field.TUNNEL_ID, segment.id());
                arrive(rules, OverlayPipeline.KNOWN, keyed, List.of(onNetwork), next);
            }
            case Carrier.Tagged tagged ->
                arriveTagged(rules, tagged.port(), new VlanId((int) segment.id()), onNetwork, next);
            case Carrier.Uplink uplink -> {
                if (uplink.vlan().isPresent()) {
                    arriveTagged(rules, uplink.port(), uplink.vlan().get(), onNetwork, next);
                } else {
                    Match untagged = Match.any().inPort(uplink.port());
                    arrive(rules, OverlayPipeline.KNOWN, untagged, List.of(onNetwork), next);
                }
            }
            case Carrier.Routed ignored -> {}
            case Carrier.None ignored -> {}
        }
    }

    private static void arriveTagged(Rules rules, PortNumber port, VlanId vlan, Action onNetwork, TableId next) {
        Match marked = Match.any().inPort(port).with(Field.VLAN_VID, vlan.tagged());
        arrive(rules, OverlayPipeline.TAGGED, marked, List.of(new Action.PopVlan(), onNetwork), next);
    }

    private static void arrive(Rules rules, int priority, Match match, List<Action> actions, TableId next) {
        ForwardingRule.Key key = new ForwardingRule.Key(OverlayPipeline.CLASSIFY, priority, match);
        rules.add(Rules.going(key, Purpose.ADMISSION, actions, next));
    }

    /** Whom the fabric itself has to know: nobody while all are on one server. */
    SortedSet<VlanMember> vlanMembers(Neighbourhood neighbourhood) {
        SortedSet<VlanMember> vlans = new TreeSet<>();
        SortedSet<DatapathId> servers = new TreeSet<>();
        membership.carriers().forEach((bridge, carrier) -> {
            if (carrier instanceof Carrier.Tagged tagged) {
                servers.add(bridge);
                VlanId vlan = new VlanId((int) segment.id());
                neighbourhood
                        .interfaces()
                        .forEach(door -> vlans.add(new VlanMember(
                                vlan, door.mac(), tagged.underlay(), neighbourhood.isExit(door, bridge))));
            }
        });
        for (Member member : membership.members()) {
            if (carrier(member.bridge()) instanceof Carrier.Tagged tagged) {
                VlanId vlan = new VlanId((int) segment.id());
                member.macs().forEach(mac -> vlans.add(new VlanMember(vlan, mac, tagged.underlay())));
            }
        }
        return servers.size() > 1 ? vlans : new TreeSet<>();
    }
}
