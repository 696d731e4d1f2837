@NullMarked
package io.heddle.routing.tenant;

import org.jspecify.annotations.NullMarked;
