/**
 * The packets that the controller reads and writes itself: Ethernet, ARP, IPv4, UDP, ICMP, IPv6, ICMPv6, DHCP and LLDP, as values over byte arrays.
 *
 * <p>Every {@code parse} may be given any bytes at all: what is not a well-formed packet of its kind is {@code Optional.empty()},
 * never an exception. Every value writes itself in network byte order with lengths and checksums filled in, and what is written
 * reads back field by field. Arrays are handed on by reference and are not to be changed by anybody. Pure; called by {@code
 * discovery}, {@code host} and {@code openflow}.
 */
@NullMarked
package io.heddle.controller.packet;

import org.jspecify.annotations.NullMarked;
