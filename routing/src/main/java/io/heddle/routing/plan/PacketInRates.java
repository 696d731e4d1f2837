package io.heddle.routing.plan;

/**
 * How many packets a second one switch may send to the controller, by kind; its meters drop the rest.
 *
 * @param lldp discovery
 * @param dhcp messages of DHCP clients
 * @param arp ARP that the switch does not answer by itself
 * @param unknown packets from or to hosts, or to places, that are not known
 */
public record PacketInRates(long lldp, long dhcp, long arp, long unknown) {

    public PacketInRates {
        if (lldp < 1 || dhcp < 1 || arp < 1 || unknown < 1) {
            throw new IllegalArgumentException(
                    "a packet-in rate is at least 1 packet/s, not " + lldp + ", " + dhcp + ", " + arp + ", " + unknown);
        }
    }

    /** 500, 100, 200 and 200 packets a second. */
    public static PacketInRates defaults() {
        return new PacketInRates(500, 100, 200, 200);
    }

    /** The rate of {@code kind}. */
    public long of(PacketInKind kind) {
        return switch (kind) {
            case LLDP -> lldp;
            case DHCP -> dhcp;
            case ARP -> arp;
            case UNKNOWN -> unknown;
        };
    }
}
