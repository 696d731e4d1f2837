/**
 * The bytes of OpenFlow 1.3, 1.4 and 1.5: what carries rules, ports, statistics and packets, straight to and from the values of
 * {@code routing.rule} and {@code topology}.
 *
 * <p>LoxiGen's generated classes serve the session (features, role, description, asynchronous configuration, the names of errors),
 * where they are right in all three versions; everything else is written and read here, because LoxiGen cannot read the statistics
 * of 1.5, malforms its bundles, knows no Netronome group property and no Nicira action, and throws a whole message away for one
 * unknown part of it.
 *
 * <p>Guarantees: what is written for a rule, group or meter and read back from a switch yields an equal value; a message that
 * cannot be read yields {@link io.heddle.controller.openflow.codec.SwitchMessage.Unparsed} and never an exception; nothing here
 * keeps a buffer or blocks. Called by the sessions of {@code controller.openflow} only, on their event loop.
 */
@NullMarked
package io.heddle.controller.openflow.codec;

import org.jspecify.annotations.NullMarked;
