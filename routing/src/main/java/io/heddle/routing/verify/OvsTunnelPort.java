package io.heddle.routing.verify;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import java.util.Optional;
import java.util.Set;

/**
 * Which UDP source port Open vSwitch's userspace datapath gives the tunnel packet around another packet, exactly.
 *
 * <p>It hashes addresses, protocol and ports of the packet as it came in by the port of its sender ({@code miniflow_hash_5tuple}), before
 * anything is written into it, and keeps that hash with the packet through connection tracking and into the tunnel; the hash is then
 * scaled to the range of {@code tnl/egress_port_range}, of which the usual one is assumed (Open vSwitch 2.13 and later). The kernel's
 * datapath hashes with a secret of its own, so there the port cannot be known.
 */
public final class OvsTunnelPort {

    private static final int LOWEST = 32768;
    private static final int HIGHEST = 61000;
    private static final int ARBITRARY = 42;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    /** What has ports, or type and code in their place. */
    private static final Set<Integer> HAVE_PORTS = Set.of(ICMP, Packet.TCP, Packet.UDP, ICMPV6);

    private OvsTunnelPort() {}

    /** The port, for {@code packet} as its sender sent it; empty for what is neither IPv4 nor IPv6. */
    public static Optional<Integer> of(HashVariant hash, Packet packet) {
        return switch ((int) packet.value(Field.ETH_TYPE)) {
            case Match.IPV4 -> {
                int source = hash.add(0, word(packet.value(Field.IPV4_SRC)));
                yield Optional.of(scaled(finished(hash, hash.add(source, word(packet.value(Field.IPV4_DST))), packet)));
            }
            case Match.IPV6 -> {
                int mixed = 0;
                for (Field half :
                        new Field[] {Field.IPV6_SRC_HIGH, Field.IPV6_SRC_LOW, Field.IPV6_DST_HIGH, Field.IPV6_DST_LOW
                        }) {
                    mixed = hash.add(mixed, word(packet.value(half) >>> Integer.SIZE));
                    mixed = hash.add(mixed, word(packet.value(half)));
                }
                yield Optional.of(scaled(finished(hash, mixed, packet)));
            }
            default -> Optional.empty();
        };
    }

    private static int finished(HashVariant hash, int addresses, Packet packet) {
        int protocol = (int) packet.value(Field.IP_PROTO);
        int mixed = hash.add(addresses, protocol);
        if (HAVE_PORTS.contains(protocol)) {
            mixed = hash.add(mixed, word(ports(packet, protocol)));
        }
        return hash.finish(mixed, ARBITRARY);
    }

    /** Source and destination port, in wire order from the highest bit on. */
    private static long ports(Packet packet, int protocol) {
        return switch (protocol) {
            case Packet.TCP -> packet.value(Field.TCP_SRC) << 16 | packet.value(Field.TCP_DST);
            case Packet.UDP -> packet.value(Field.UDP_SRC) << 16 | packet.value(Field.UDP_DST);
            case ICMP -> packet.value(Field.ICMPV4_TYPE) << 16 | packet.value(Field.ICMPV4_CODE);
            default -> packet.value(Field.ICMPV6_TYPE) << 16 | packet.value(Field.ICMPV6_CODE);
        };
    }

    /** The low 32 bits as the processors that these hashes are for load them from the wire. */
    private static int word(long bits) {
        return Integer.reverseBytes((int) bits);
    }

    private static int scaled(int hash) {
        return (int) ((Integer.toUnsignedLong(hash) * (HIGHEST - LOWEST)) >>> Integer.SIZE) + LOWEST;
    }
}
