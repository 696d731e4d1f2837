/** The contract of a store, and its engines under it. */
@NullMarked
package io.heddle.controller.store;

import org.jspecify.annotations.NullMarked;
