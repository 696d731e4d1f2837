package io.heddle.routing.verify.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketSetTest {

    private static final int SETS = 60;
    private static final int PACKETS = 200;

    private final PacketSpace space = new PacketSpace();

    private static Packet packet(SplittableRandom random) {
        Ipv4Address from = Ipv4Address.of(10, 0, 0, random.nextInt(8));
        Ipv4Address to = Ipv4Address.of(10, 0, random.nextInt(2), random.nextInt(8));
        Packet packet = random.nextBoolean()
                ? Packet.tcp(from, random.nextInt(4), to, random.nextInt(16))
                : Packet.udp(from, random.nextInt(4), to, random.nextInt(16));
        return packet.between(new MacAddress(random.nextInt(4)), new MacAddress(random.nextInt(4)));
    }

    private static Match match(SplittableRandom random) {
        int bits = 28 + random.nextInt(5);
        long mask = 0xffff_ffffL << (32 - bits) & 0xffff_ffffL;
        Match match = Match.any().ethType(Match.IPV4);
        return switch (random.nextInt(4)) {
            case 0 -> match.with(Field.IPV4_DST, 0x0a00_0000L + random.nextInt(8) & mask, mask);
            case 1 -> match.with(Field.IPV4_SRC, 0x0a00_0000L + random.nextInt(8));
            case 2 -> match.with(Field.IP_PROTO, 6).with(Field.TCP_DST, random.nextInt(16) & ~3, 0xfffc);
            default -> Match.any().with(Field.ETH_DST, random.nextInt(4));
        };
    }

    private static boolean isMatched(Match match, Packet packet) {
        return match.fields().entrySet().stream()
                .allMatch(entry -> packet.has(entry.getKey())
                        && (packet.value(entry.getKey()) & entry.getValue().mask())
                                == entry.getValue().value());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void setsHaveThePacketsThatTheirPartsSayForSetsOfThatSeed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            packets.add(packet(random));
        }
        PacketSet set = space.everything();
        List<Boolean> wanted =
                new ArrayList<>(packets.stream().map(packet -> true).toList());
        for (int i = 0; i < SETS; i++) {
            Match match = match(random);
            PacketSet other = space.where(match);
            int how = random.nextInt(3);
            set = how == 0 ? set.and(other) : how == 1 ? set.or(other) : set.minus(other);
            for (int k = 0; k < PACKETS; k++) {
                boolean is = isMatched(match, packets.get(k));
                boolean was = wanted.get(k);
                wanted.set(k, how == 0 ? was && is : how == 1 ? was || is : was && !is);
                assertThat(space.of(packets.get(k)).isWithin(set)).isEqualTo(wanted.get(k));
            }
            if (!set.isEmpty()) {
                assertThat(space.of(space.example(set)).isWithin(set)).isTrue();
            }
        }
    }

    @Test
    void equalSetsAreEqualHoweverTheyCameAbout() {
        PacketSet low = space.where(Field.TCP_DST, 0, 0xfff8);
        PacketSet one = space.where(Field.TCP_DST, 0, 0xfffc).or(space.where(Field.TCP_DST, 4, 0xfffc));
        assertThat(one).isEqualTo(low).hasSameHashCodeAs(low);
        assertThat(one).isNotEqualTo(space.everything());
        assertThat(low.meets(space.where(Field.TCP_DST, 7))).isTrue();
        assertThat(low.meets(space.where(Field.UDP_DST, 7))).isFalse();
        assertThat(low.only(Field.TCP_DST).isWithin(low)).isFalse();
        assertThat(low.isWithin(low.only(Field.TCP_DST))).isTrue();
        assertThat(space.size()).isGreaterThan(100);
    }

    @Test
    void whatEndsOfAConnectionSwapIsSwappedInTheSet() {
        Packet packet = Packet.tcp(Ipv4Address.of(1, 2, 3, 4), 5, Ipv4Address.of(6, 7, 8, 9), 10);
        Packet back = Packet.tcp(Ipv4Address.of(6, 7, 8, 9), 10, Ipv4Address.of(1, 2, 3, 4), 5);
        PacketSet swapped = space.of(packet).exchanged(Field.IPV4_SRC, Field.IPV4_DST, Field.TCP_SRC, Field.TCP_DST);
        assertThat(swapped).isEqualTo(space.of(back));
        PacketSet any = space.of(packet).whatever(Field.TCP_DST);
        assertThat(space.of(packet.with(Field.TCP_DST, 99)).isWithin(any)).isTrue();
        assertThat(space.of(packet.with(Field.TCP_SRC, 99)).isWithin(any)).isFalse();
    }

    @Test
    void onlyWhatHasAFieldHasAValueInIt() {
        assertThat(space.where(Field.ND_TARGET_LOW, 0, 0).isWithin(space.where(Field.ICMPV6_TYPE, 0, 0)))
                .isTrue();
        assertThat(space.where(Field.ARP_OP, 1).meets(space.where(Field.IP_PROTO, 1)))
                .isFalse();
        Packet packet = space.example(space.where(Field.ARP_OP, 1));
        assertThat(packet.value(Field.ETH_TYPE)).isEqualTo(Match.ARP);
        assertThat(packet.has(Field.IPV4_DST)).isFalse();
        assertThat(packet.has(Field.VLAN_VID)).isFalse();
        assertThat(space.example(space.where(Field.VLAN_VID, 0x1005)).value(Field.VLAN_VID))
                .isEqualTo(0x1005);
    }

    @Test
    void setsOfTwoSpacesAndFieldsOfNoHeaderAreNotPutTogether() {
        PacketSet other = new PacketSpace().everything();
        assertThatThrownBy(() -> space.nothing().or(other)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> space.where(Field.METADATA, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("METADATA");
        assertThatThrownBy(() -> space.havers(Field.REG0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> space.example(space.nothing())).isInstanceOf(IllegalStateException.class);
    }
}
