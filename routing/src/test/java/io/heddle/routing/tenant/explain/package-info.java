@NullMarked
package io.heddle.routing.tenant.explain;

import org.jspecify.annotations.NullMarked;
