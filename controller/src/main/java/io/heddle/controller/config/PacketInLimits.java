package io.heddle.controller.config;

/**
 * How many packets a second one switch may send to the controller, by what they are; the switch's meters drop the rest.
 *
 * @param lldp discovery frames
 * @param dhcp DHCP messages of hosts
 * @param arp ARP that the switch does not answer itself
 * @param unknown packets from or to hosts that are not known yet
 */
public record PacketInLimits(int lldp, int dhcp, int arp, int unknown) {

    public PacketInLimits {
        if (lldp < 1 || dhcp < 1 || arp < 1 || unknown < 1) {
            throw new IllegalArgumentException("a packet-in limit is at least 1 packet/s, not " + lldp + ", " + dhcp
                    + ", " + arp + ", " + unknown);
        }
    }

    /** 500, 100, 200 and 200 packets a second. */
    public static PacketInLimits defaults() {
        return new PacketInLimits(500, 100, 200, 200);
    }
}
