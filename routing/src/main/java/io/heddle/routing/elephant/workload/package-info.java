/**
 * The traffic that schedulers are compared on, and the comparison: what {@code heddle bench elephants --simulate} runs.
 *
 * <p>Patterns are those of Hedera's evaluation (NSDI 2010 §VI), drawn from a seed over any {@link io.heddle.routing.elephant.PathSpace}
 * whose hosts are numbered from left to right. Nothing here is called by a running controller.
 */
@NullMarked
package io.heddle.routing.elephant.workload;

import org.jspecify.annotations.NullMarked;
