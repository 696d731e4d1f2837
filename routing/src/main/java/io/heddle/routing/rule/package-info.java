/**
 * What a switch can hold: flow entries, groups and meters, as values in OpenFlow's terms (specification 1.5.1 §5).
 *
 * <p>The vocabulary is closed and small: what the pipeline of Heddle uses, plus what must be recognised when it is read back. The
 * planner writes these values; {@code controller.openflow} encodes them and decodes what a switch holds into the same values, so
 * that desired and actual can be compared with {@code equals}. Each type therefore has one canonical form, given in its Javadoc.
 */
@NullMarked
package io.heddle.routing.rule;

import org.jspecify.annotations.NullMarked;
