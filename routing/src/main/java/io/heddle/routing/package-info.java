/**
 * What a fabric should do, decided without a network: rules, plans and paths are values computed from values.
 *
 * <p>The packages below may use {@code topology} and the JDK, nothing else; they do no I/O, read no clock and keep no state.
 */
@NullMarked
package io.heddle.routing;

import org.jspecify.annotations.NullMarked;
