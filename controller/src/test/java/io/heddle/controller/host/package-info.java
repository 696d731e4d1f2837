/** Host services on a simulated fabric, asserted by the frames that hosts get. */
@NullMarked
package io.heddle.controller.host;

import org.jspecify.annotations.NullMarked;
