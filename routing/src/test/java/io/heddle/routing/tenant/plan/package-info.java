@NullMarked
package io.heddle.routing.tenant.plan;

import org.jspecify.annotations.NullMarked;
