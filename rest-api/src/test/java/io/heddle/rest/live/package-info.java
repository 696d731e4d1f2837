/** Tests of the live stream without HTTP. */
@NullMarked
package io.heddle.rest.live;

import org.jspecify.annotations.NullMarked;
