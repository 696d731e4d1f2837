/**
 * Facts: what the fabric is. Pure values with no I/O, threads or clock; every later module may call this one.
 */
@NullMarked
package io.heddle.topology;

import org.jspecify.annotations.NullMarked;
