package io.heddle.routing.verify.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.CtState;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.plan.RandomTenants;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Connections;
import io.heddle.routing.verify.Emission;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.SimulatedSwitch;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a set of packets is what becomes of each of them. */
class SymbolicSwitchTest {

    private static final PortNumber IN = new PortNumber(1);
    private static final PortNumber OUT = new PortNumber(2);
    private static final int PACKETS = 120;

    private final PacketSpace space = new PacketSpace();

    /** As before the first packet of any connection, told apart from how the check tells it. */
    private static final Tracking FRESH = (space, zone, packet) -> {
        PacketSet icmp = space.where(Field.ICMPV4_TYPE, 0, 0).or(space.where(Field.ICMPV6_TYPE, 0, 0));
        PacketSet begins = space.where(Field.IP_PROTO, 0, 0)
                .minus(icmp)
                .or(space.where(Field.ICMPV4_TYPE, 8))
                .or(space.where(Field.ICMPV6_TYPE, 128));
        return List.of(
                new Tracking.Found(begins, CtState.NEW),
                new Tracking.Found(packet.sent().minus(begins), CtState.INVALID));
    };

    private static Packet packet(SplittableRandom random) {
        Ipv4Address from = Ipv4Address.of(10, random.nextInt(2), 0, 98 + random.nextInt(12));
        Ipv4Address to = Ipv4Address.of(10, random.nextInt(2), 0, 98 + random.nextInt(12));
        MacAddress mac = new MacAddress(98 + random.nextInt(12));
        MacAddress other = random.nextInt(4) == 0 ? MacAddress.BROADCAST : new MacAddress(98 + random.nextInt(12));
        return switch (random.nextInt(5)) {
            case 0 -> Packet.arp(1 + random.nextInt(2), mac, from, to);
            case 1 -> Packet.icmp(from, to, random.nextInt(2) * 8, 0).between(mac, other);
            case 2 -> Packet.udp(from, 7, to, 53).between(mac, other);
            case 3 ->
                Packet.udp(Ipv4Address.UNSPECIFIED, 68, Ipv4Address.BROADCAST, 67)
                        .between(mac, other);
            default -> Packet.tcp(from, 7, to, 20 + random.nextInt(80)).between(mac, other);
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 6, 9})
    void whatOneOfAllPacketsDoesIsWhatItDoesAloneOnServersOfThatSeed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        new RandomTenants(seed, 2, 4).plan().switches().forEach((bridge, plan) -> {
            SimulatedSwitch simulated = new SimulatedSwitch(bridge, plan);
            PortNumber port = new PortNumber(1 + random.nextInt(3));
            List<Departure> departures =
                    new SymbolicSwitch(plan).process(space, FRESH, port, SymbolicPacket.of(space.everything()));
            for (int i = 0; i < PACKETS; i++) {
                Packet packet = packet(random);
                List<String> alone = simulated
                        .process(
                                packet.with(Field.IN_PORT, port.value()),
                                Connections.none(),
                                each -> true,
                                BucketChoice.every())
                        .getFirst()
                        .emissions()
                        .stream()
                        .map(SymbolicSwitchTest::text)
                        .sorted()
                        .toList();
                assertThat(departures.stream()
                                .filter(departure -> space.of(packet)
                                        .isWithin(departure.packet().sent()))
                                .map(departure -> text(departure, packet))
                                .sorted()
                                .toList())
                        .as("%s at %s of %s", packet, port, bridge)
                        .isEqualTo(alone);
            }
        });
    }

    private static String text(Emission emission) {
        return switch (emission) {
            case Emission.ToController controller -> "controller " + headers(controller.packet());
            case Emission.ThroughPort through -> through.port() + " " + headers(through.packet());
        };
    }

    private static String headers(Packet packet) {
        return packet.value(Field.ETH_SRC) + " " + packet.value(Field.ETH_DST) + " " + packet.value(Field.IP_TTL) + " "
                + packet.value(Field.TUNNEL_ID) + " " + packet.value(Field.TUNNEL_DST) + " "
                + packet.value(Field.VLAN_VID);
    }

    private static String text(Departure departure, Packet sent) {
        Packet now = sent;
        for (Field field : List.of(
                Field.ETH_SRC, Field.ETH_DST, Field.IP_TTL, Field.TUNNEL_ID, Field.TUNNEL_DST, Field.VLAN_VID)) {
            now = switch (departure.packet().content(field)) {
                case SymbolicPacket.Content.Known(long value) -> now.with(field, value);
                case SymbolicPacket.Content.Sent(Field from) ->
                    now.with(
                            field,
                            sent.value(from)
                                    - (field == Field.IP_TTL
                                            ? departure.packet().hops()
                                            : 0));
            };
        }
        return departure.port().map(PortNumber::toString).orElse("controller") + " " + headers(now);
    }

    private static ForwardingRule rule(
            int table, int priority, Match match, Optional<Integer> next, Action... actions) {
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(table), priority, match),
                List.of(actions),
                next.map(TableId::new),
                Cookie.of(Cookie.Purpose.ROUTING),
                0);
    }

    private List<Departure> departures(List<Group> groups, ForwardingRule... rules) {
        SwitchPlan plan = SwitchPlan.of(List.of(), groups, List.of(rules));
        return new SymbolicSwitch(plan).process(space, FRESH, IN, SymbolicPacket.of(space.everything()));
    }

    @Test
    void everyBucketOfAGroupMayBeTakenAndAGroupThatIsNotThereIsAnError() {
        Group group = new Group(
                new GroupId(7),
                Group.Type.SELECT,
                Optional.empty(),
                List.of(
                        new Bucket(1, 1, Optional.empty(), List.of(new Action.Output(OUT))),
                        new Bucket(2, 1, Optional.empty(), List.of(new Action.Output(new PortNumber(3))))));
        ForwardingRule rule = rule(0, 1, Match.any(), Optional.empty(), new Action.ToGroup(new GroupId(7)));
        assertThat(departures(List.of(group), rule))
                .extracting(Departure::port)
                .containsExactly(Optional.of(OUT), Optional.of(new PortNumber(3)));
        assertThatThrownBy(() -> departures(List.of(), rule)).hasMessageContaining("group 7");
    }

    @Test
    void aTtlThatWouldReachZeroGoesToTheControllerAndOthersAreOneLess() {
        Match expired = Match.any().ethType(Match.IPV4).with(Field.IP_TTL, 4);
        List<Departure> found = departures(
                List.of(),
                rule(0, 1, Match.any().ethType(Match.IPV4), Optional.of(1), new Action.DecrementTtl()),
                rule(1, 2, expired, Optional.empty()),
                rule(
                        1,
                        1,
                        Match.any(),
                        Optional.of(2),
                        new Action.SetField(Field.IP_TTL, 9),
                        new Action.DecrementTtl()),
                rule(
                        2,
                        1,
                        Match.any().ethType(Match.IPV4).with(Field.IP_TTL, 8),
                        Optional.empty(),
                        new Action.Output(OUT)));
        assertThat(found).hasSize(2);
        assertThat(found.getFirst().port()).isEmpty();
        PacketSet low = space.where(Field.IP_TTL, 0).or(space.where(Field.IP_TTL, 1));
        assertThat(found.getFirst().packet().sent().minus(low).isEmpty()).isTrue();
        PacketSet out = found.getLast().packet().sent();
        assertThat(out.meets(space.where(Field.IP_TTL, 5))).isFalse();
        assertThat(out.meets(space.where(Field.IP_TTL, 4))).isTrue();
        assertThat(found.getLast().packet().content(Field.IP_TTL)).isEqualTo(new SymbolicPacket.Content.Known(8));
    }

    @Test
    void whatBeginsIsKeptAndTranslatedAndGoesOnAsItIsThen() {
        Track.Nat nat = new Track.Nat.Destination(Ipv4Address.of(9, 9, 9, 9), 80);
        Action track = new Track(true, new Track.Zone.Of(5), Optional.of(new TableId(1)), Optional.of(nat));
        Match inside = Match.any().ethType(Match.IPV4).with(Field.CT_STATE, CtState.NEW, CtState.NEW);
        List<Departure> found = departures(
                List.of(),
                rule(0, 1, Match.any().ethType(Match.IPV4).with(Field.IP_PROTO, 6), Optional.empty(), track),
                rule(
                        1,
                        1,
                        inside.with(Field.IPV4_DST, 0x0909_0909L).with(Field.CT_ZONE, 5),
                        Optional.empty(),
                        new Action.Output(OUT)));
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().zones()).containsExactly(5);
        assertThat(found.getFirst().packet().content(Field.TCP_DST)).isEqualTo(new SymbolicPacket.Content.Known(80));
        assertThat(found.getFirst().rules()).hasSize(2);
        assertThat(found.getFirst().packet().betweenSwitches().known(Field.CT_ZONE))
                .isZero();
    }

    @Test
    void aConjunctionIsMetByAllItsClausesAndPacketsThatGoRoundEnd() {
        Action.Conjunction first = new Action.Conjunction(3, 0, 2);
        Action.Conjunction second = new Action.Conjunction(3, 1, 2);
        Match source = Match.any().ethType(Match.IPV4).with(Field.IPV4_SRC, 1);
        Match target = Match.any().ethType(Match.IPV4).with(Field.IPV4_DST, 2);
        List<Departure> found = departures(
                List.of(),
                rule(0, 5, source, Optional.empty(), first),
                rule(0, 5, target, Optional.empty(), second),
                rule(0, 5, Match.any().with(Field.CONJUNCTION, 3), Optional.empty(), new Action.Output(OUT)),
                rule(0, 1, Match.any(), Optional.empty(), new Action.Output(new PortNumber(9))));
        assertThat(found).hasSize(2);
        assertThat(found.getFirst().packet().sent())
                .isEqualTo(space.where(source).and(space.where(target)));
        assertThat(departures(List.of(), rule(0, 5, source, Optional.empty(), first)))
                .isEmpty();
        Action again = new Track(false, new Track.Zone.Of(1), Optional.of(new TableId(0)), Optional.empty());
        assertThat(departures(List.of(), rule(0, 1, Match.any().ethType(Match.IPV4), Optional.empty(), again)))
                .isEmpty();
    }
}
