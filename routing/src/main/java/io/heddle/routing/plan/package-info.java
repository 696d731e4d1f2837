/**
 * The forwarding plan: which rules, groups and meters every switch should hold, and how to get there from what it does hold.
 *
 * <p>The plan is a pure, deterministic function of the fabric as it is known; same input, same output, same ids, on every instance
 * and after every restart. {@link io.heddle.routing.plan.PlanDiff} orders the difference make-before-break. The controller sends it,
 * the REST API prints it, tests walk packets through it.
 */
@NullMarked
package io.heddle.routing.plan;

import org.jspecify.annotations.NullMarked;
