/**
 * What the fabric does for hosts: it learns where they are, gives them their address by DHCP, answers ARP that the switches do not
 * answer themselves, finds silent hosts, and speaks ICMP for the switches.
 *
 * <p>{@link io.heddle.controller.host.HostServices} may assume that it sees every event once, on one thread, after the event was
 * applied to the facts that it is shown; time is handed in and nothing here does I/O. It guarantees that an address belongs to at
 * most one live host (a claim against a host that still answers is refused and reported), that a host whose port looks like the end
 * of a cable is kept if it answers and given up if it does not, that everything kept for somebody else's packets is bounded, and that
 * a flood from one port takes nothing from the others. Called by the loop alone.
 */
@NullMarked
package io.heddle.controller.host;

import org.jspecify.annotations.NullMarked;
