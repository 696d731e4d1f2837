/**
 * What happens to a packet: a simulated OpenFlow switch and fabric that apply the specification's matching to forwarding plans, and the
 * invariants that every plan must keep.
 *
 * <p>It assumes nothing about who wrote a plan: rules, groups and liveness are taken as they are, so a plan that was read back from
 * switches can be walked as well as one just computed. It guarantees the semantics of OpenFlow 1.5.1 §5 for the closed vocabulary of
 * {@code routing.rule}, with Open vSwitch's exact choice of bucket ({@link io.heddle.routing.verify.OvsHash}) where the
 * specification leaves it open. Which of two hashes a switch has is an input, and {@link io.heddle.routing.verify.HashProbe} the
 * experiment that finds it out. Tests of all modules call it, and so do path listing, traces and the placement of elephants, which
 * asks {@link io.heddle.routing.verify.EcmpPaths} where a flow would go by itself.
 */
@NullMarked
package io.heddle.routing.verify;

import org.jspecify.annotations.NullMarked;
