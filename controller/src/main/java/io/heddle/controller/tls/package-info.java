/**
 * TLS with mutual authentication, as {@code ovs-vsctl set-ssl} and {@code ovs-pki} expect it: who we are, and whom we believe.
 *
 * <p>{@link io.heddle.controller.tls.TlsIdentity} reads a certificate, its private key and the certificates of the authorities that
 * sign those of switches and databases, all of them PEM files, and reads them again when they change: sessions that are there stay,
 * later ones use the new ones; files that cannot be used are reported and the old ones stay in force. A peer is believed when an
 * authority vouches for it, whatever name it has, as Open vSwitch does. Assumes that authorities sign certificates of switches only
 * for machines that may connect: OpenFlow and OVSDB have no finer right.
 *
 * <p>Guarantees: neither reading files nor the arithmetic of a handshake is done on the thread that asks. Called by {@code Edges},
 * which makes one identity, and by the endpoints of {@code openflow} and {@code ovsdb}; knows nothing of channels.
 */
@NullMarked
package io.heddle.controller.tls;

import org.jspecify.annotations.NullMarked;
