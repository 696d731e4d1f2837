package io.heddle.controller.host;

/**
 * What the host services did since they started.
 *
 * @param packets packets that were looked at
 * @param overRate packets that were not looked at because their port sent too many
 * @param malformed packets that no codec could read, or whose headers contradict each other
 * @param dhcpAnswers DHCP messages sent
 * @param arpAnswers ARP replies sent
 * @param arpProbes ARP requests sent
 * @param icmpSent ICMP messages sent
 * @param held packets held until a host was known
 * @param heldDropped packets that could not be held, or whose host was not found
 * @param claimsRefused claims that were refused
 */
public record HostCounters(
        long packets,
        long overRate,
        long malformed,
        long dhcpAnswers,
        long arpAnswers,
        long arpProbes,
        long icmpSent,
        long held,
        long heldDropped,
        long claimsRefused) {}
