/**
 * The addresses the fabric speaks in: Ethernet, IPv4 and IPv4 prefixes.
 *
 * <p>Every type is an immutable value with a total order (numeric, unsigned) and a canonical text form that {@code parse} reads
 * back. Nothing here resolves names, touches the network or knows a fabric; everybody may use it.
 */
@NullMarked
package io.heddle.topology.address;

import org.jspecify.annotations.NullMarked;
