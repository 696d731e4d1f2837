package io.heddle.routing.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Field;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OvsTunnelPortTest {

    private static final Ipv4Address ONE = Ipv4Address.parse("10.0.0.2");
    private static final Ipv4Address OTHER = Ipv4Address.parse("10.0.0.3");

    @Test
    void portsOfFlowsAreWithinTheRangeAndAsMany() {
        for (HashVariant hash : HashVariant.values()) {
            Set<Integer> ports = new HashSet<>();
            for (int source = 1; source <= 1000; source++) {
                ports.add(OvsTunnelPort.of(hash, Packet.tcp(ONE, source, OTHER, 80))
                        .orElseThrow());
            }
            assertThat(ports).allMatch(port -> port >= 32768 && port < 61000).hasSizeGreaterThan(950);
        }
    }

    @Test
    void whatHasNoPortsIsToldApartByAddressAndProtocolAlone() {
        Packet gre = Packet.ipv4(ONE, OTHER, 47);
        for (HashVariant hash : HashVariant.values()) {
            assertThat(OvsTunnelPort.of(hash, gre.with(Field.IP_TTL, 1)))
                    .isEqualTo(OvsTunnelPort.of(hash, gre))
                    .isNotEqualTo(OvsTunnelPort.of(hash, Packet.ipv4(OTHER, ONE, 47)))
                    .isNotEqualTo(OvsTunnelPort.of(hash, Packet.ipv4(ONE, OTHER, 50)));
        }
    }

    @Test
    void bothHalvesOfAnIpv6AddressCount() {
        IpAddress target = IpAddress.parse("fd00::2");
        Packet ping = Packet.ipv6(IpAddress.parse("fd00::1"), target, 58).with(Field.ICMPV6_TYPE, 128);
        for (HashVariant hash : HashVariant.values()) {
            assertThat(OvsTunnelPort.of(hash, ping))
                    .isNotEqualTo(OvsTunnelPort.of(hash, ping.with(Field.IPV6_SRC_HIGH, 0xfd01L << 48)))
                    .isNotEqualTo(OvsTunnelPort.of(hash, ping.with(Field.IPV6_SRC_LOW, 3)))
                    .isNotEqualTo(OvsTunnelPort.of(hash, ping.with(Field.ICMPV6_TYPE, 129)));
        }
    }

    @Test
    void framesOfOtherProtocolsHaveNone() {
        Packet arp = Packet.arp(1, new MacAddress(2), ONE, OTHER);
        assertThat(OvsTunnelPort.of(HashVariant.MURMUR, arp)).isEmpty();
    }
}
