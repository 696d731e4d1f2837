@NullMarked
package io.heddle.routing.tenant.isolation;

import org.jspecify.annotations.NullMarked;
