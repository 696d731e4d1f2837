package io.heddle.routing.verify.space;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.CtState;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.topology.PortNumber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A switch that holds a plan, walked by all packets of a set at once, with what {@link Tracking} assumes of connections.
 *
 * <p>It does what {@link io.heddle.routing.verify.SimulatedSwitch} does with each of the packets. Of a group every bucket may be taken. A
 * packet that comes by more than {@value #LONGEST} rules goes round in the switch and is taken no further.
 */
public final class SymbolicSwitch {

    private static final int LONGEST = 100;
    /** A tag without a VLAN. */
    private static final long NO_VLAN = 0x1000;

    /** {@code OFPP_ANY}: where packets came in that came in by no port. */
    private static final long NO_PORT = 0xffff_ffffL;

    private final Map<Integer, SymbolicTable> tables = new HashMap<>();
    private final SortedMap<GroupId, Group> groups;

    /** A switch that holds {@code plan}. */
    public SymbolicSwitch(SwitchPlan plan) {
        groups = plan.groups();
        Map<Integer, List<ForwardingRule>> byTable = new HashMap<>();
        plan.rules()
                .values()
                .forEach(rule -> byTable.computeIfAbsent(rule.key().table().value(), table -> new ArrayList<>())
                        .add(rule));
        byTable.forEach((table, rules) -> tables.put(table, new SymbolicTable(rules)));
    }

    /** All ways in which the packets leave, having come in by {@code port}. */
    public List<Departure> process(PacketSpace space, Tracking tracking, PortNumber port, SymbolicPacket packet) {
        Walk walk = new Walk(space, tracking, new ArrayList<>());
        walk.from(0, new Place(packet.with(Field.IN_PORT, port.value()), List.of(), new TreeSet<>()));
        return walk.departures;
    }

    /** How far packets have come: what they are, the rules they passed, and the zones that keep their connection. */
    private record Place(SymbolicPacket packet, List<ForwardingRule> rules, SortedSet<Integer> zones) {

        Place with(SymbolicPacket changed) {
            return new Place(changed, rules, zones);
        }

        Place passing(ForwardingRule rule, PacketSet matched) {
            List<ForwardingRule> longer = new ArrayList<>(rules);
            longer.add(rule);
            return new Place(packet.within(matched), longer, zones);
        }

        Place keeping(int zone) {
            SortedSet<Integer> more = new TreeSet<>(zones);
            more.add(zone);
            return new Place(packet, rules, more);
        }

        boolean isNobody() {
            return packet.sent().isEmpty();
        }
    }

    private final class Walk {

        private final PacketSpace space;
        private final Tracking tracking;
        private final List<Departure> departures;

        Walk(PacketSpace space, Tracking tracking, List<Departure> departures) {
            this.space = space;
            this.tracking = tracking;
            this.departures = departures;
        }

        void from(int table, Place place) {
            SymbolicTable rules = tables.get(table);
            if (rules == null || place.rules().size() >= LONGEST) {
                return;
            }
            for (SymbolicTable.Hit hit : merged(rules.hits(space, place.packet()))) {
                for (Place after : applied(hit.rule().actions(), place.passing(hit.rule(), hit.packets()))) {
                    hit.rule().next().ifPresent(next -> from(next.value(), after));
                }
            }
        }

        /** What goes on in the same way goes on together, as if all had matched the first rule that says so. */
        private static Collection<SymbolicTable.Hit> merged(List<SymbolicTable.Hit> hits) {
            Map<List<Object>, SymbolicTable.Hit> merged = new LinkedHashMap<>();
            for (SymbolicTable.Hit hit : hits) {
                boolean isDropped =
                        hit.rule().actions().isEmpty() && hit.rule().next().isEmpty();
                if (!isDropped) {
                    merged.merge(
                            List.of(hit.rule().actions(), hit.rule().next()),
                            hit,
                            (one, other) -> new SymbolicTable.Hit(
                                    one.rule(), one.packets().or(other.packets())));
                }
            }
            return merged.values();
        }

        private List<Place> applied(List<Action> actions, Place before) {
            List<Place> places = List.of(before);
            for (Action action : actions) {
                places = places.stream()
                        .flatMap(place -> applied(action, place).stream())
                        .filter(place -> !place.isNobody())
                        .toList();
            }
            return places;
        }

        private List<Place> applied(Action action, Place now) {
            SymbolicPacket packet = now.packet();
            switch (action) {
                case Action.Output(PortNumber port) -> {
                    if (packet.known(Field.IN_PORT) != port.value()) {
                        leave(Optional.of(port), now);
                    }
                }
                case Action.OutputToIngress ignored -> back(now);
                case Action.OutputToController ignored -> leave(Optional.empty(), now);
                case Action.ToGroup(GroupId group) -> throughGroup(group, now);
                case Action.Metered ignored -> {}
                case Action.Cloned cloned -> applied(cloned.actions(), now);
                case Action.SetField(Field field, long value) -> {
                    return List.of(now.with(packet.with(field, value)));
                }
                case Action.CopyField(Field from, Field to) -> {
                    return List.of(now.with(packet.with(to, packet.content(from))));
                }
                case Action.PushVlan ignored -> {
                    return List.of(now.with(packet.with(Field.VLAN_VID, NO_VLAN).with(Field.VLAN_PCP, 0)));
                }
                case Action.PopVlan ignored -> {
                    return List.of(now.with(packet.with(Field.VLAN_VID, 0)));
                }
                case Action.DecrementTtl ignored -> {
                    return List.of(hopped(now));
                }
                case Action.Track track -> {
                    return tracked(track, now);
                }
                case Action.CheckLarger(var octets, Field to, int bit) -> {
                    return List.of(now.with(small(packet, to, bit)));
                }
                case Action.Conjunction clause -> throw new IllegalStateException("packets matched only " + clause);
            }
            return List.of(now);
        }

        private void back(Place now) {
            long ingress = now.packet().known(Field.IN_PORT);
            if (ingress != NO_PORT) {
                leave(Optional.of(new PortNumber((int) ingress)), now);
            }
        }

        /** Every packet is taken for one that is small enough for all networks: larger ones get nowhere that they do not. */
        private static SymbolicPacket small(SymbolicPacket packet, Field field, int bit) {
            return packet.with(field, packet.known(field) & ~(1L << bit));
        }

        private void leave(Optional<PortNumber> port, Place now) {
            departures.add(new Departure(port, now.packet(), now.rules(), now.zones()));
        }

        /** Packets whose TTL would reach zero go to the controller. */
        private Place hopped(Place now) {
            SymbolicPacket packet = now.packet();
            PacketSet expired = packet.where(space, Field.IP_TTL, 0, Field.IP_TTL.allBits())
                    .or(packet.where(space, Field.IP_TTL, 1, Field.IP_TTL.allBits()));
            if (!expired.isEmpty()) {
                leave(Optional.empty(), now.with(packet.within(expired)));
            }
            return now.with(packet.within(packet.sent().minus(expired)).hopped());
        }

        private void throughGroup(GroupId id, Place now) {
            Group group = groups.get(id);
            if (group == null) {
                throw new IllegalStateException("there is a rule for group " + id + ", which is not there");
            }
            for (Bucket bucket : group.buckets()) {
                applied(bucket.actions(), now);
            }
        }

        private List<Place> tracked(Track track, Place now) {
            int zone = (int)
                    (switch (track.zone()) {
                        case Track.Zone.Of(int number) -> number;
                        case Track.Zone.In(Field field) -> now.packet().known(field) & Field.CT_ZONE.allBits();
                    });
            List<Place> after = new ArrayList<>();
            for (Tracking.Found found : tracking.of(space, zone, now.packet())) {
                Place some = now.with(now.packet().within(found.packets()));
                if (!some.isNobody()) {
                    boolean isKept = track.commit() && found.state() == CtState.NEW;
                    Place kept = isKept ? some.keeping(zone) : some;
                    SymbolicPacket translated =
                            isKept ? translated(track.nat(), kept.packet()) : restored(track, found, kept.packet());
                    boolean isCopied = track.next().isPresent();
                    if (isCopied) {
                        SymbolicPacket copy = translated
                                .with(Field.CT_STATE, found.state() | CtState.TRACKED)
                                .with(Field.CT_ZONE, zone);
                        from(track.next().get().value(), kept.with(copy));
                    }
                    after.add(kept.with(untracked(isCopied ? kept.packet() : translated)));
                }
            }
            return after;
        }

        /** A packet of a connection that was translated when it began, as its receiver takes it. */
        private static SymbolicPacket restored(Track track, Tracking.Found found, SymbolicPacket packet) {
            return track.nat()
                    .flatMap(nat -> found.receiver())
                    .map(address -> packet.with(Field.IPV4_DST, address.unsigned()))
                    .orElse(packet);
        }

        private static SymbolicPacket untracked(SymbolicPacket packet) {
            return packet.with(Field.CT_STATE, 0).with(Field.CT_ZONE, 0);
        }

        /** As the first packet of a connection is translated; only its addresses are looked at afterwards. */
        private static SymbolicPacket translated(Optional<Track.Nat> nat, SymbolicPacket packet) {
            if (nat.isEmpty()) {
                return packet;
            }
            return switch (nat.get()) {
                case Track.Nat.AsCommitted() -> packet;
                case Track.Nat.Source(var address) -> packet.with(Field.IPV4_SRC, address.unsigned());
                case Track.Nat.Destination(var address, int port) -> {
                    SymbolicPacket addressed = packet.with(Field.IPV4_DST, address.unsigned());
                    yield port == 0
                            ? addressed
                            : addressed.with(Field.TCP_DST, port).with(Field.UDP_DST, port);
                }
            };
        }
    }
}
