@NullMarked
package io.heddle.routing.tenant.traffic;

import org.jspecify.annotations.NullMarked;
