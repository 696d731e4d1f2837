/** Packets written, read back, mutated, and read by an independent decoder. */
@NullMarked
package io.heddle.controller.packet;

import org.jspecify.annotations.NullMarked;
