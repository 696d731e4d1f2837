/**
 * Collections that keep their old versions: a change makes a new one that shares all but a few nodes with the old.
 *
 * <p>A state of ten thousand resources is changed by one request at the cost of a few dozen small objects, readers keep the version
 * they began with, and nothing is locked. Used wherever a state is too large to be copied for each change.
 */
@NullMarked
package io.heddle.routing.collection;

import org.jspecify.annotations.NullMarked;
