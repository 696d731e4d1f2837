/** Discovery on a simulated cabling, with forged, replayed and relayed frames. */
@NullMarked
package io.heddle.controller.discovery;

import org.jspecify.annotations.NullMarked;
